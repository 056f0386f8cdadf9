// Links of words that stand beside each other on one line, with nothing between them.
(options, { all, exposed, visible, cut }) => {
  const MIN_LETTERS = 3;
  const letters = (element) => (element.textContent.match(/\p{L}/gu) || []).length;
  const shown = (link) => link.getClientRects().length === 1 && visible(link) && exposed(link);
  /** The link that comes next when nothing but white space lies between. */
  const nextOf = (link) => {
    let at = link.nextSibling;
    while (at && (at.nodeType === Node.COMMENT_NODE || (at.nodeType === Node.TEXT_NODE && !/[^\s\u00a0]/.test(at.data)))) at = at.nextSibling;
    return at?.nodeType === Node.ELEMENT_NODE && at.matches("a[href]") ? at : null;
  };
  const isPlain = (link) => {
    const style = getComputedStyle(link);
    const sides = ["Left", "Right"];
    const spaced = sides.some((side) => parseFloat(style[`padding${side}`]) > 1 || parseFloat(style[`margin${side}`]) > 1 || parseFloat(style[`border${side}Width`]) > 0);
    const marked = ["::before", "::after"].some((part) => !/^(none|normal|"")$/.test(getComputedStyle(link, part).content));
    return style.display === "inline" && !spaced && !marked && style.backgroundImage === "none" && /^(rgba\(.*, 0\)|transparent)$/.test(style.backgroundColor) && !link.querySelector("img,svg,canvas,video,picture,i,[class*=icon]");
  };
  const outcomes = [];
  for (const link of all("a[href]")) {
    const next = nextOf(link);
    if (!next || !shown(link) || !shown(next)) continue;
    if (letters(link) < MIN_LETTERS || letters(next) < MIN_LETTERS) continue;
    const [one, two] = [link, next].map((each) => each.getBoundingClientRect());
    const sameLine = Math.abs(one.top - two.top) < 3 && one.height < 2.2 * parseFloat(getComputedStyle(link).fontSize);
    const gap = Math.max(two.left - one.right, one.left - two.right);
    // A space between two words is no wider than this.
    const close = gap < 0.45 * parseFloat(getComputedStyle(link).fontSize);
    const alike = ["color", "fontWeight", "fontSize", "textDecorationLine"].every((name) => getComputedStyle(link)[name] === getComputedStyle(next)[name]);
    if (sameLine && close && alike && isPlain(link) && isPlain(next)) outcomes.push({ element: next, verdict: "failed", message: "beside", facts: { first: cut(link.textContent.trim(), 40), second: cut(next.textContent.trim(), 40) } });
    else outcomes.push({ element: next, verdict: "passed" });
  }
  return outcomes;
}
