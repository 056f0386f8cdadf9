// Each heading, and the text that it stands over.
(options, { all, role, exposed, name, visible }) => {
  const ENOUGH = 2000;
  const MAX_BELOW_SHORT = 400;
  const headings = all("h1,h2,h3,h4,h5,h6,[role=heading i]").filter((element) => role(element) === "heading" && exposed(element)).slice(0, 200);
  if (!headings.length || !document.body) return [];
  const levelOf = (heading) => Number(heading.getAttribute("aria-level")) || Number(heading.localName[1]) || 2;
  // Only the page's main headings, and short ones that may have come with a template, are held against what stands below.
  const isShort = (heading) => heading.textContent.trim().split(/\s+/).length <= 3;
  const below = new Map(headings.filter((heading) => levelOf(heading) === 1 || isShort(heading)).map((heading) => [heading, ""]));
  const known = new Set(headings);
  let [open, waiting] = [null, below.size];
  const walk = (node) => {
    if (!open && !waiting) return;
    if (node.nodeType === Node.TEXT_NODE) {
      if (!open || !node.nodeValue.trim() || !(visible(node.parentElement) || exposed(node.parentElement))) return;
      const text = `${below.get(open)} ${node.nodeValue}`;
      below.set(open, text);
      if (text.length >= (levelOf(open) === 1 ? ENOUGH : MAX_BELOW_SHORT)) open = null;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("script,style,noscript,template")) return;
    if (known.has(node)) {
      // A heading that stands over nothing but its subheadings is held against these.
      const sub = open && levelOf(node) > levelOf(open);
      if (sub && !below.has(node)) below.set(open, `${below.get(open)} ${node.textContent}`);
      if (below.has(node)) [open, waiting] = [node, waiting - 1];
      return;
    }
    for (const child of (node.shadowRoot || node).childNodes) walk(child);
  };
  if (waiting) walk(document.body);
  return headings.map((element) => ({
    element, name: name(element) || element.textContent.trim(), below: (below.get(element) || "").replace(/\s+/g, " ").trim(),
    first: levelOf(element) === 1, title: document.title, level: levelOf(element),
  })).filter(({ name: called }) => called);
}
