// Words in content that a style sheet generates.
(options, { all, visible, cut }) => {
  const MAX_KINDS = 600;
  const found = [];
  const seen = new Set();
  // Elements of one kind and class get the same words, so one of each is asked.
  const kinds = new Map(all("body *").map((element) => [`${element.localName} ${element.getAttribute("class")} ${element.id && "#"}`, element]));
  /** The words of `content`: without addresses of pictures, and without the alternative text behind the slash. */
  const wordsOf = (content) => {
    const [strings] = content.replace(/[\w-]*\(\s*"(?:[^"\\]|\\.)*"[^)]*\)/g, " ").split(/\/(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    return (strings.match(/"((?:[^"\\]|\\.)*)"/g) || []).map((each) => each.slice(1, -1)).join("").trim();
  };
  for (const element of [...kinds.values()].slice(0, MAX_KINDS)) {
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const content = style.content;
      if (!content || content === "none" || content === "normal" || content === '""') continue;
      const text = wordsOf(content);
      const letters = (text.match(/\p{L}{2,}/gu) || []).join("");
      // The same words on many elements are one matter.
      if (letters.length < 4 || seen.has(text) || style.display === "none" || /icon|awesome|material|glyph|symbol/i.test(style.fontFamily) || !visible(element)) continue;
      seen.add(text);
      // Tables that stack on small screens repeat the header of a cell, which stays there unseen.
      const headers = [...(element.closest("td, th")?.closest("table")?.querySelectorAll("th") || [])];
      const inHeader = headers.some((header) => header !== element && header.checkVisibility() && header.textContent.includes(text));
      const again = inHeader || `${element.getAttribute("aria-label") || ""} ${element.textContent}`.includes(text);
      found.push(again ? { element, verdict: "passed" } : { element, verdict: "cannot tell", message: "words", facts: { text: cut(text, 80) } });
    }
  }
  return found;
}
