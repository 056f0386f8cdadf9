// Underlined words that are no link.
(options, { visible, exposed, cut }) => {
  const MAX_FOUND = 50;
  const MIN_WORDS = 2;
  const words = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length;
  const found = [];
  let some = null;
  for (const element of document.querySelectorAll("u,span,p,em,strong,b,i,font,div,li,td")) {
    if (found.length >= MAX_FOUND) break;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join(" ");
    if (words(own) < MIN_WORDS || element.closest("a,button,label,summary,h1,h2,h3,h4,h5,h6,th,caption,legend,ins,abbr,nav,[role],[onclick],[tabindex]:not([tabindex^='-']),[contenteditable],pre,code")) continue;
    const style = getComputedStyle(element);
    const lined = style.textDecorationLine.includes("underline") && /^(solid|double)$/.test(style.textDecorationStyle);
    if (!lined) { some ||= words(own) > 5 && visible(element) ? element : null; continue; }
    if (style.cursor === "pointer" || style.cursor === "help" || !visible(element) || !exposed(element)) continue;
    found.push({ element, verdict: "failed", message: "line", facts: { text: cut(own.replace(/\s+/g, " ").trim(), 80) } });
  }
  return some ? [...found, { element: some, verdict: "passed" }] : found;
}
