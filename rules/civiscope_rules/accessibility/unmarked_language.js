// Running text with the language it inherits, block by block.
(options, { visible, exposed, regionOf }) => {
  if (document.documentElement.localName !== "html" || !document.body) return [];
  const BLOCKS = "p,li,dd,dt,blockquote,td,th,figcaption,h1,h2,h3,h4,h5,h6,label,legend,summary,div,section,article";
  const SILENT = "code,pre,kbd,samp,[translate=no],cite,address";
  const found = [];
  for (const element of document.body.querySelectorAll(BLOCKS)) {
    if (found.length >= 400) break;
    if (element.closest(SILENT) || regionOf(element) === "nav") continue;
    let text = "";
    const walk = (node) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) text += child.nodeValue;
        else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(BLOCKS) && !child.matches(SILENT) && !child.hasAttribute("lang") && !child.hasAttribute("hreflang")) walk(child);
      }
    };
    walk(element);
    text = text.replace(/\s+/g, " ").trim();
    const lang = element.closest("[lang]")?.getAttribute("lang")?.trim() || "";
    if (lang && text.length >= 40 && (visible(element) || exposed(element))) found.push({ element, lang, text: text.slice(0, 1500) });
  }
  return found;
}
