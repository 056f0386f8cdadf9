// Measure again what axe-core calls too small: by its own rectangles, its sentence and its neighbours.
(options, { all, axeFound, visible, focusable, toolkit }) => {
  const LEAST = 24;
  const TARGETS = "a[href],area[href],button,input:not([type=hidden]),select,textarea,summary,[role=button i],[role=link i],[role=checkbox i],[role=radio i],[role=switch i],[role=tab i],[role=menuitem i],[role=option i],[tabindex]";
  const suspects = axeFound("target-size").filter(({ element, verdict }) => element && verdict === "failed");
  // axe-core leaves out boxes in a line that holds any words, such as symbols after a label.
  const symbols = all("a[href]").filter((element) => /^inline-(?:block|flex|grid)$/.test(getComputedStyle(element).display) && (element.textContent.match(/[\p{L}\p{N}]/gu) || []).length < 3);
  if (!suspects.length && !symbols.length) return [];
  const targets = all(TARGETS).filter((element) => !toolkit.isDisabled(element) && !toolkit.isInert(element) && focusable(element) && visible(element));
  const large = (box) => box.width >= LEAST - 0.5 && box.height >= LEAST - 0.5;
  // A link that is broken over two lines has two rectangles; the box around both is larger than either.
  const boxOf = (element) => [...element.getClientRects()].reduce((best, box) => (best && best.width * best.height >= box.width * box.height ? best : box), null) || element.getBoundingClientRect();
  const middle = (box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });

  const isInLine = (element) => {
    const style = getComputedStyle(element);
    return /^(inline|contents|ruby)/.test(style.display) && style.float === "none" && !/^(absolute|fixed)$/.test(style.position);
  };
  // The words of a block's own lines: not those of blocks within it, of other targets, or that nobody sees.
  const lettersBeside = (block, element) => {
    const letters = { before: 0, after: 0 };
    const walk = (node) => {
      if (node === element) return;
      if (node.nodeType === Node.TEXT_NODE) {
        const side = element.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING ? "before" : "after";
        if (/[\p{L}\p{N}]/u.test(node.nodeValue) && visible(node.parentElement)) letters[side] += node.nodeValue.replace(/[^\p{L}\p{N}]/gu, "").length;
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || (node !== block && (node.matches(TARGETS) || !isInLine(node)))) return;
      for (const child of node.childNodes) walk(child);
    };
    walk(block);
    return letters;
  };
  const isInSentence = (element) => {
    if (!isInLine(element)) return false;
    let block = element.parentElement;
    while (block && isInLine(block)) block = block.parentElement;
    if (!block) return false;
    const { before, after } = lettersBeside(block, element);
    if (getComputedStyle(element).display === "inline") return before + after >= 3;
    // A link that is a box of its own is in a sentence where the sentence goes on behind it.
    return element.matches("a[href]") && before >= 3 && after >= 3;
  };
  // WCAG leaves out targets whose size the browser chose and the author has not changed.
  const PLAIN = "input:not([type=range],[type=image],[type=file],[type=color]),select:not([multiple],[size]),button,summary";
  const asTheBrowserHasIt = (element) => {
    if (!element.matches(PLAIN)) return false;
    const style = getComputedStyle(element);
    if (element.localName !== "summary" && style.appearance === "none") return false;
    if (/^(checkbox|radio)$/.test(element.type)) return boxOf(element).width === 13;
    const { fontSize, lineHeight, paddingTop, paddingBottom, borderTopWidth, borderTopStyle } = style;
    if (element.localName === "summary") return style.display === "list-item" && fontSize === "16px" && lineHeight === "normal" && paddingTop === "0px" && paddingBottom === "0px" && boxOf(element).width >= LEAST;
    const [padding, border] = element.localName === "select" ? ["0px", "1px solid"] : ["1px", element.localName === "input" && !/^(submit|button|reset)$/.test(element.type) ? "2px inset" : "2px outset"];
    return fontSize === "13.3333px" && lineHeight === "normal" && paddingTop === padding && paddingBottom === padding && `${borderTopWidth} ${borderTopStyle}` === border
      && boxOf(element).width >= LEAST && boxOf(element).height >= 18;
  };
  const meets = (element, other) => {
    if (element === other || element.contains(other) || other.contains(element)) return false;
    const [own, theirs] = [boxOf(element), boxOf(other)];
    const [at, there] = [middle(own), middle(theirs)];
    if (!large(theirs)) return Math.hypot(at.x - there.x, at.y - there.y) < LEAST - 0.5;
    const x = Math.max(theirs.left - at.x, 0, at.x - theirs.right);
    const y = Math.max(theirs.top - at.y, 0, at.y - theirs.bottom);
    return Math.hypot(x, y) < LEAST / 2 - 0.5;
  };
  // A symbol whose font or style sheet did not load leaves a target of which nothing is seen.
  const hasLook = (element) => {
    if (element.matches("input,select,textarea") || element.textContent.trim()) return true;
    return [element, ...element.querySelectorAll("*")].slice(0, 50).some((part) => {
      if (part.matches("img,svg,canvas,video,object,embed,iframe,input")) return part.getBoundingClientRect().width > 0;
      const style = getComputedStyle(part);
      return style.backgroundImage !== "none" || toolkit.rgba(style.backgroundColor).alpha > 0.05 || style.maskImage !== "none"
        || ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(style[`border${side}Width`]) > 0)
        || ["::before", "::after"].some((name) => !/^(none|normal|""|'')$/.test(getComputedStyle(part, name).content));
    });
  };
  const elsewhere = (element) => element.href && targets.some((other) => other !== element && other.href === element.href && large(boxOf(other)));

  const known = new Set(axeFound("target-size").map(({ element }) => element));
  const left = symbols.filter((element) => {
    const box = boxOf(element);
    return !known.has(element) && targets.includes(element) && box.width > 0 && box.width < LEAST - 0.5 && box.height < LEAST - 0.5 && !isInSentence(element) && targets.some((other) => meets(element, other));
  });
  return [...suspects, ...left.map((element) => ({ element }))].map(({ element }) => {
    const box = boxOf(element);
    if (large(box) || isInSentence(element) || asTheBrowserHasIt(element) || elsewhere(element)) return { element, verdict: "passed" };
    // Where the slider lets the mouse through, its thumb is the target, and no style tells how large that is.
    if (element.matches("input[type=range]") && getComputedStyle(element).pointerEvents === "none") return { element, verdict: "cannot tell", message: "thumb" };
    const near = targets.find((other) => meets(element, other));
    if (!near) return { element, verdict: "passed" };
    if (!hasLook(element)) return { element, verdict: "cannot tell", message: "empty" };
    const round = (number) => Math.round(number);
    return { element, verdict: "failed", message: "small", facts: { width: round(box.width), height: round(box.height) } };
  });
}
