// Each heading, and the text that it stands over.
(options, { all, role, exposed, name, visible }) => {
  const ENOUGH = 2000;
  const headings = all("h1,h2,h3,h4,h5,h6,[role=heading]").filter((element) => role(element) === "heading" && exposed(element)).slice(0, 200);
  if (!headings.length || !document.body) return [];
  const levelOf = (heading) => Number(heading.getAttribute("aria-level")) || Number(heading.localName[1]) || 2;
  // Only the page's main headings are held against what stands below them.
  const below = new Map(headings.filter((heading) => levelOf(heading) === 1).map((heading) => [heading, ""]));
  const known = new Set(headings);
  let [open, waiting] = [null, below.size];
  const walk = (node) => {
    if (!open && !waiting) return;
    if (node.nodeType === Node.TEXT_NODE) {
      if (!open || !node.nodeValue.trim() || !(visible(node.parentElement) || exposed(node.parentElement))) return;
      const text = `${below.get(open)} ${node.nodeValue}`;
      below.set(open, text);
      if (text.length >= ENOUGH) open = null;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("script,style,noscript,template")) return;
    if (known.has(node)) {
      if (below.has(node)) [open, waiting] = [node, waiting - 1];
      return;
    }
    for (const child of (node.shadowRoot || node).childNodes) walk(child);
  };
  if (waiting) walk(document.body);
  return headings.map((element) => ({
    element, name: name(element) || element.textContent.trim(), below: (below.get(element) || "").replace(/\s+/g, " ").trim(),
    first: levelOf(element) === 1, title: document.title,
  })).filter(({ name: called }) => called);
}
