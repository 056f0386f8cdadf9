// Running text in very small letters.
(options, { visible, cut }) => {
  const found = [];
  let some = null;
  for (const element of document.querySelectorAll("p,li,dd,td,blockquote,div,span,em,i,cite,small,font")) {
    if (found.length >= 200) break;
    if (!element.firstChild) continue;
    const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join(" ").replace(/\s+/g, " ").trim();
    const words = text.split(" ").length;
    if (words < 5) continue;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const wrong = size < 10 && size > 1 && !element.closest("sup,sub");
    if (wrong && visible(element)) found.push({ element, verdict: "failed", message: "small", facts: { text: cut(text, 80), size: Math.round(size * 10) / 10 } });
    else if (!some && visible(element)) some = element;
  }
  // One that is well stands for all that are.
  return some ? [...found, { element: some, verdict: "passed" }] : found;
}
