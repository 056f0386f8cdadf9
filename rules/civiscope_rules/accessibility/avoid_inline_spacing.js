// The space between lines counts where a line is full and the text goes on in the next one: lines that
// the author parts by hand, as in an address, stay as they are. Words in a drawing have their places there:
// with more space they would run into what is drawn beside them.
(options, { axeFound }) => {
  const MAX_TEXTS = 500;
  /** The boxes of the text of each stretch between two breaks of the author's. */
  const stretches = (element) => {
    const found = [[]];
    let left = MAX_TEXTS;
    const walk = (parent) => {
      for (const node of parent.childNodes) {
        if (left <= 0) return;
        if (node.nodeType === Node.TEXT_NODE) {
          left -= 1;
          const range = document.createRange();
          range.selectNodeContents(node);
          found.at(-1).push(...[...range.getClientRects()].filter(({ width, height }) => width && height));
        } else if (node.nodeType === Node.ELEMENT_NODE) {
          const { display } = getComputedStyle(node);
          if (node.localName === "br" || !/^(inline|ruby|contents|none)/.test(display)) found.push([]);
          else if (/^(inline|contents)$/.test(display)) walk(node);
        }
      }
    };
    walk(element);
    return { found, whole: left > 0 };
  };
  const isMiddleWithin = (box, other) => (box.top + box.bottom) / 2 >= other.top && (box.top + box.bottom) / 2 <= other.bottom;
  const staysOnLine = (boxes) => boxes.every((box) => isMiddleWithin(box, boxes[0]) || isMiddleWithin(boxes[0], box));
  const isByHand = (element) => {
    if (/^pre/.test(getComputedStyle(element).whiteSpace)) return false;
    const { found, whole } = stretches(element);
    return whole && found.every(staysOnLine);
  };
  const isDrawn = (element) => element.namespaceURI === "http://www.w3.org/2000/svg";
  const isTiny = (element) => parseFloat(getComputedStyle(element).fontSize) === 0;
  const isLinesAlone = (summary) => /line-height/.test(summary) && !/letter-spacing|word-spacing/.test(summary);
  return axeFound("avoid-inline-spacing")
    .filter(({ element, verdict, summary }) => element && verdict === "failed" && (isDrawn(element) || isTiny(element) || (isLinesAlone(summary) && isByHand(element))))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
