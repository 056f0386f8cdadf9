// Each heading, and the text that it stands over.
(options, { all, role, exposed, name, visible }) => {
  const headings = all("h1,h2,h3,h4,h5,h6,[role=heading]").filter((element) => role(element) === "heading" && exposed(element)).slice(0, 200);
  if (!headings.length || !document.body) return [];
  const levelOf = (heading) => Number(heading.getAttribute("aria-level")) || Number(heading.localName[1]) || 2;
  const below = new Map(headings.map((heading) => [heading, ""]));
  let open = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const wanting = open.filter((heading) => below.get(heading).length < 2000);
      if (!wanting.length || !node.nodeValue.trim() || !(visible(node.parentElement) || exposed(node.parentElement))) return;
      for (const heading of wanting) below.set(heading, `${below.get(heading)} ${node.nodeValue}`);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("script,style,noscript,template")) return;
    if (below.has(node)) {
      open = [...open.filter((heading) => levelOf(heading) < levelOf(node)), node];
      return;
    }
    for (const child of (node.shadowRoot || node).childNodes) walk(child);
  };
  walk(document.body);
  return headings.map((element) => ({
    element, name: name(element) || element.textContent.trim(), below: below.get(element).replace(/\s+/g, " ").trim(),
    first: levelOf(element) === 1, title: document.title,
  })).filter(({ name: called }) => called);
}
