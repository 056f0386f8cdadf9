// Text of a script that runs from right to left, laid out from left to right.
(options, { visible, cut }) => {
  const RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;
  const LETTER = /\p{L}/gu;
  const MAX_NAME_WORDS = 6;
  const found = [];
  if (!document.body) return found;
  for (const element of document.body.querySelectorAll("p,li,dd,dt,blockquote,td,th,figcaption,h1,h2,h3,h4,h5,h6,label,legend,div,span,section,article")) {
    if (found.length >= 200) break;
    const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join(" ");
    const right = (text.match(RIGHT) || []).length;
    // A word or a name keeps its own order anywhere; a sentence loses its full stop to the wrong end.
    if (right < 20 || right < 0.6 * (text.match(LETTER) || []).length || !visible(element)) continue;
    const style = getComputedStyle(element);
    const wrong = style.direction === "ltr" && style.unicodeBidi !== "plaintext";
    found.push(wrong ? { element, verdict: "failed", message: "left-to-right", facts: { text: cut(text, 80) } } : { element, verdict: "passed" });
  }
  // And the other way round, where somebody has said so in so many words.
  for (const element of document.body.querySelectorAll("[dir=rtl i]")) {
    const text = element.textContent.trim();
    const letters = text.match(LETTER) || [];
    if (element === document.body || letters.length < 10 || !visible(element)) continue;
    const latin = (text.match(/\p{Script=Latin}/gu) || []).length;
    // On a page that runs from right to left, a name without a sign at its ends keeps its order; a sentence
    // loses its full stop, and a number at the beginning goes to the end.
    const isName = element.parentElement && getComputedStyle(element.parentElement).direction === "rtl" && /^\p{L}/u.test(text) && /[\p{L}\p{N}]$/u.test(text) && text.split(/\s+/).length <= MAX_NAME_WORDS;
    if (latin === letters.length && !isName) found.push({ element, verdict: "failed", message: "right-to-left", facts: { text: cut(text, 80) } });
  }
  return found;
}
