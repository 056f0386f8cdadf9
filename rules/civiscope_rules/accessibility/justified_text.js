// Running text that is stretched to both edges.
(options, { visible, cut }) => {
  const found = [];
  let some = null;
  for (const element of document.querySelectorAll("p,li,dd,td,blockquote,div,span,em,i,cite,small,font")) {
    if (found.length >= 200) break;
    if (!element.firstChild) continue;
    const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join(" ").replace(/\s+/g, " ").trim();
    const words = text.split(" ").length;
    if (words < 30) continue;
    const style = getComputedStyle(element);
    const wrong = style.textAlign === "justify" && element.clientHeight > 2.5 * (Number.parseFloat(style.lineHeight) || 1.2 * Number.parseFloat(style.fontSize));
    if (wrong && visible(element)) found.push({ element, verdict: "failed", message: "justified", facts: { text: cut(text, 80) } });
    else if (!some && visible(element)) some = element;
  }
  // One that is well stands for all that are.
  return some ? [...found, { element: some, verdict: "passed" }] : found;
}
