// How many characters stand in the lines of each paragraph.
(options, { visible }) => {
  const found = [];
  for (const element of document.querySelectorAll("p,li,dd,blockquote")) {
    if (found.length >= 100) break;
    const text = element.innerText || "";
    if (text.length < 160 || element.querySelector("p,li,div,table,br") || !visible(element)) continue;
    const range = document.createRange();
    const boxes = [];
    // Of pieces of text alone: those of a `span` come on top of those of its words.
    for (const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT); texts.nextNode(); ) {
      range.selectNodeContents(texts.currentNode);
      boxes.push(...range.getClientRects());
    }
    // In columns, a line of the next one may stand as high as one before.
    const size = parseFloat(getComputedStyle(element).fontSize);
    let [column, before] = [0, 0];
    const tops = boxes.map((box) => {
      if (before - box.bottom > 2 * size) column += 1;
      before = box.bottom;
      return `${column} ${Math.round(box.bottom / 4)}`;
    });
    const lines = new Set(tops).size;
    const count = Math.round(text.length / Math.max(1, lines));
    if (lines < 2) continue;
    // Eighty characters are asked for; a few more are within what fonts differ by.
    found.push(count > 100 ? { element, verdict: "failed", message: "long", facts: { count } } : { element, verdict: "passed" });
  }
  return found;
}
