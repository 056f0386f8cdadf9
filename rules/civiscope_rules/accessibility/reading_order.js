// Texts that stand in another order on the screen than in the code.
(options, { visible, exposed, cut }) => {
  const MIN_LETTERS = 20;
  const MAX_FOUND = 10;
  // Of a long text no more is read than that.
  const ENOUGH = new RegExp(`(?:[\\p{L}\\p{N}][^\\p{L}\\p{N}]*){${MIN_LETTERS}}`, "u");
  const isLong = (element) => ENOUGH.test(element.textContent);
  const found = [];
  let some = null;
  for (const holder of document.querySelectorAll("body,main,div,section,article,ul,ol,form,p,header,footer,aside")) {
    if (found.length >= MAX_FOUND || holder.childElementCount < 2) continue;
    const style = getComputedStyle(holder);
    const arranged = /flex|grid/.test(style.display);
    const reversed = arranged && /reverse/.test(`${style.flexDirection} ${style.flexWrap}`);
    const moved = ({ style: own }) => (arranged && own.order !== "0") || /^(absolute|relative)$/.test(own.position) && (own.top !== "auto" || own.bottom !== "auto") || (arranged && style.display.includes("grid") && own.gridRowStart !== "auto");
    const all = [...holder.children].map((element) => ({ element, style: getComputedStyle(element) }));
    // Only what a style sheet has moved can be out of order: text flows as it is written. Styles are
    // asked first, since to measure and to count letters takes longest.
    const suspect = reversed || all.some(moved);
    if (!suspect && some) continue;
    const children = all.map((child) => ({ ...child, box: child.element.getBoundingClientRect() }))
      .filter(({ element, box }) => box.width > 1 && box.height > 1 && isLong(element) && visible(element) && exposed(element));
    if (children.length < 2) continue;
    if (!reversed && !children.some(moved)) { some ||= holder; continue; }
    const pair = children.slice(1).map((later, at) => [children[at], later]).find(([earlier, later]) => later.box.bottom <= earlier.box.top + 2
      && later.box.left < earlier.box.right && later.box.right > earlier.box.left && (reversed || moved(earlier) || moved(later)));
    if (pair) found.push({ element: pair[1].element, verdict: "cannot tell", message: "moved", facts: { later: cut(pair[1].element.textContent.replace(/\s+/g, " ").trim(), 60), earlier: cut(pair[0].element.textContent.replace(/\s+/g, " ").trim(), 60) } });
    else some ||= holder;
  }
  return some ? [...found, { element: some, verdict: "passed" }] : found;
}
