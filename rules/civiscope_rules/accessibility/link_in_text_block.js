// Links within running text, and whether anything but a colour sets them apart from it.
(options, { all, exposed, visible, axeFound, cut, toolkit }) => {
  const MIN_LETTERS = 10;
  const MIN_CONTRAST = 3;
  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "").length;
  const isInLine = (element) => {
    const style = getComputedStyle(element);
    return /^(inline|contents|ruby)/.test(style.display) && style.float === "none" && !/^(absolute|fixed)$/.test(style.position);
  };

  const { rgba: rgbaOf, over, contrast, groundOf } = toolkit;
  const differs = (one, other) => one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) > 12;
  const isSeen = (colour, ground) => {
    const own = rgbaOf(colour);
    return own.alpha >= 0.05 && (!ground || differs(over(own, ground), ground));
  };

  // ---- what a link stands in -------------------------------------------------------------------
  const blockOf = (link) => {
    let block = link.parentElement;
    while (block && isInLine(block)) block = block.parentElement;
    return block;
  };
  /** The texts beside a link in its own lines: between the same two line breaks, and in no link. */
  const textsBeside = (link, block) => {
    let texts = [];
    let [met, done] = [false, false];
    const walk = (node) => {
      if (done) return;
      if (node === link) {
        met = true;
        // A link that begins or ends with a line break has the line to itself on that side.
        if (link.firstElementChild?.localName === "br" && !letters(link.firstElementChild.previousSibling?.nodeValue || "")) texts = [];
        if (link.lastElementChild?.localName === "br" && !letters(link.lastElementChild.nextSibling?.nodeValue || "")) done = true;
        return;
      }
      if (node.nodeType === Node.TEXT_NODE) { if (node.nodeValue.trim() && visible(node.parentElement)) texts.push(node); return; }
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      if (node.localName === "br" || (node !== block && !isInLine(node))) { if (met) done = true; else texts = []; return; }
      if (node.matches("a,button,select,script,style,label,[role=link i],[role=button i]")) return;
      for (const child of node.childNodes) walk(child);
    };
    walk(block);
    return texts;
  };
  const holderOfText = (element) => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) => (letters(node.nodeValue) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP)).nextNode();
    return text?.parentElement || element;
  };

  // ---- marks -----------------------------------------------------------------------------------
  const hasLine = (style, ground, around) => (style.textDecorationLine !== "none" && style.textDecorationLine !== around?.textDecorationLine && isSeen(style.textDecorationColor, ground))
    || ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none" && isSeen(style[`border${side}Color`], ground))
    || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && isSeen(style.outlineColor, ground))
    || [style.boxShadow, style.textShadow].some((shadows) => shadows !== "none" && (shadows.match(/[\w-]+\([^()]*\)|#\w+|\b[a-z]+\b(?=\s-?[\d.])/g) || []).some((colour) => isSeen(colour, ground)));
  const FONT = ["fontWeight", "fontStyle", "fontFamily", "fontSize", "fontVariantCaps", "textTransform", "letterSpacing"];
  const hasOwnLook = (style, around) => FONT.some((part) => style[part] !== around[part]) || style.backgroundImage !== "none" || (style.filter !== "none" && style.filter !== around.filter);
  /** Whether a generated box is a line or a patch that runs along the link, words or signs, or nothing. */
  const generated = (element, ground) => {
    const kinds = ["::before", "::after"].map((part) => {
      const style = getComputedStyle(element, part);
      if (/^(none|normal)$/.test(style.content) || style.display === "none" || style.visibility !== "visible" || style.opacity === "0") return "";
      const wide = parseFloat(style.width) >= element.getBoundingClientRect().width / 2;
      if (wide && parseFloat(style.height) !== 0 && (isSeen(style.backgroundColor, ground) || style.backgroundImage !== "none")) return "line";
      if (wide && hasLine(style, ground)) return "line";
      return style.content.replace(/[\s"]/g, "") ? "sign" : "";
    });
    return kinds.includes("line") ? "line" : kinds.find(Boolean) || "";
  };
  /** How a link is marked: "line" for sure, "sign" perhaps, "" not at all. */
  const markOf = (link, block, around) => {
    const ground = groundOf(block);
    const parts = [link, ...link.querySelectorAll("*")];
    // What is wrapped around the link alone is drawn around the link.
    for (let at = link.parentElement; at && at !== block && at.textContent.trim() === link.textContent.trim(); at = at.parentElement) parts.push(at);
    let sign = "";
    for (const part of parts) {
      if (part.matches("img,svg,canvas,picture,video") && visible(part)) return "line";
      const style = getComputedStyle(part);
      if (hasLine(style, ground, around) || hasOwnLook(style, around) || isSeen(style.backgroundColor, ground)) return "line";
      const drawn = generated(part, ground);
      if (drawn === "line") return "line";
      sign ||= drawn;
    }
    return sign;
  };

  // "Home | Contact | © the city": bars and dots part the items of a line, which are no sentence.
  const PARTED = { before: /[|·•¦]\s*$/, after: /^\s*[|·•¦]/ };
  const isParted = (link, texts) => {
    const isAhead = (node) => Boolean(link.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING);
    const [before, after] = [texts.filter(isAhead).at(-1), texts.find((node) => !isAhead(node))];
    return (!before || PARTED.before.test(before.nodeValue)) && (!after || PARTED.after.test(after.nodeValue));
  };

  const judge = (link, spoken) => {
    const block = blockOf(link);
    if (!block) return null;
    // A link that is an item of a list, as in a trail of pages, stands in no sentence.
    const item = link.closest("li,[role=listitem]");
    if (item && item !== block && block.contains(item) && letters(item.textContent) === letters(link.textContent)) return spoken ? { element: link, verdict: "passed" } : null;
    const texts = textsBeside(link, block);
    const beside = letters(texts.map(({ nodeValue }) => nodeValue).join(""));
    const running = block.matches("p,li,dd,td,blockquote,figcaption") ? beside >= MIN_LETTERS : beside >= 2 * MIN_LETTERS && beside > letters(link.textContent);
    if (!spoken && !running) return null;
    if (!beside || isParted(link, texts)) return { element: link, verdict: "passed" };
    const neighbour = texts[0]?.parentElement || block;
    const around = getComputedStyle(neighbour);
    const mark = markOf(link, block, around);
    if (mark === "line") return { element: link, verdict: "passed" };
    const ground = groundOf(block);
    const [own, other] = [rgbaOf(getComputedStyle(holderOfText(link)).color), rgbaOf(around.color)];
    if (!ground && (own.alpha < 1 || other.alpha < 1)) return spoken ? { element: link, verdict: "cannot tell", message: "undecided" } : null;
    const [mine, theirs] = [over(own, ground || [0, 0, 0]), over(other, ground || [0, 0, 0])];
    const ratio = contrast(mine, theirs);
    if (ratio >= MIN_CONTRAST) return { element: link, verdict: "passed" };
    if (mark === "sign") return { element: link, verdict: "cannot tell", message: "sign" };
    if (!differs(mine, theirs)) return { element: link, verdict: "failed", message: "same-look" };
    // Cut, not rounded: what is said to be 3 to 1 would be enough.
    return { element: link, verdict: "failed", message: "colour-alone", facts: { ratio: Math.floor(ratio * 100) / 100, text: cut(link.textContent, 80) } };
  };
  const spoken = new Set(axeFound("link-in-text-block").map(({ element }) => element));
  return all("a[href],[role=link i]").filter((link) => spoken.has(link) || (letters(link.textContent) && exposed(link) && visible(link) && isInLine(link)))
    .map((link) => judge(link, spoken.has(link))).filter(Boolean);
}
