// Running text with the language it inherits, block by block.
(options, { visible, exposed, regionOf }) => {
  if (document.documentElement.localName !== "html" || !document.body) return [];
  const BLOCKS = "p,li,dd,dt,blockquote,td,th,figcaption,h1,h2,h3,h4,h5,h6,label,legend,summary,div,section,article";
  const SILENT = "code,pre,kbd,samp,[translate=no],cite,address";
  const found = [];
  for (const element of document.body.querySelectorAll(BLOCKS)) {
    if (found.length >= 400) break;
    const lang = element.closest("[lang]")?.getAttribute("lang")?.trim() || "";
    if (!lang || !element.firstChild || element.closest(SILENT) || regionOf(element) === "nav") continue;
    let text = "";
    const walk = (node) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) text += child.nodeValue;
        else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(BLOCKS) && !child.matches(SILENT) && !child.hasAttribute("lang") && !child.hasAttribute("hreflang")) walk(child);
      }
    };
    walk(element);
    text = text.replace(/\s+/g, " ").trim();
    // Three words are the least that is quoted.
    if (text.length < 5 || !(visible(element) || exposed(element))) continue;
    // What is quoted, or set apart as foreign words are, may be in a language of its own.
    const quoted = [...text.matchAll(/["“„«»]([^"“”„«»]{10,300})["“”«»]/g)].map(([, words]) => words.trim())
      .concat([...element.querySelectorAll(":scope > i, :scope > em, :scope > q")].filter((part) => !part.closest(SILENT) && !part.hasAttribute("lang") && !part.querySelector("[lang]")).map((part) => part.textContent.trim()))
      .filter((words) => words.split(/\s+/).length >= 3).slice(0, 5);
    if (text.length >= 40 || quoted.length) found.push({ element, lang, text: text.slice(0, 1500), ...(quoted.length ? { quoted } : {}) });
  }
  return found;
}
