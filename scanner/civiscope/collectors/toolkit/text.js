// Running text: the blocks of a page that hold it.
globalThis.civiscopeText = () => {
  const BLOCKS = "p,li,dd,td,blockquote,div,span,em,i,cite,small,font";

  /** Elements with at least `minWords` words of their own, each with its text. */
  const textBlocks = function* ({ minWords }) {
    for (const element of document.querySelectorAll(BLOCKS)) {
      if (!element.firstChild) continue;
      const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join(" ").replace(/\s+/g, " ").trim();
      if (text.split(" ").length >= minWords) yield { element, text };
    }
  };

  /** Outcomes over blocks of text that can be seen: `fault(style, element)` gives facts of a fault, or null. */
  const judgeTextBlocks = ({ minWords, message, visible, cut }, fault) => {
    const found = [];
    let good = null;
    for (const { element, text } of textBlocks({ minWords })) {
      if (found.length >= 200) break;
      const facts = fault(getComputedStyle(element), element);
      if (facts && visible(element)) found.push({ element, verdict: "failed", message, facts: { text: cut(text, 80), ...facts } });
      else if (!good && visible(element)) good = element;
    }
    // One that is well stands for all that are.
    return good ? [...found, { element: good, verdict: "passed" }] : found;
  };

  return { textBlocks, judgeTextBlocks };
};
