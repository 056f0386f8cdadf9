// Links with short names, and the text that software finds around them.
(options, { all, role, exposed, name, isCalledAsTarget }) => {
  const CELLS = /^(cell|gridcell|rowheader|columnheader)$/;
  const without = (element, link) => {
    const parts = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) parts.push(node.nodeValue);
      else if (node !== link && !(node !== element && /^(ul|ol|table|script|style)$/.test(node.localName))) for (const child of node.childNodes) walk(child);
    };
    walk(element);
    return parts.join(" ");
  };
  const headersOf = (cell) => {
    const table = cell.closest("table");
    if (!table || cell.cellIndex === undefined) return "";
    const named = (cell.getAttribute("headers") || "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent || "");
    const row = [...cell.parentElement.cells].filter((other) => other !== cell && /^(rowheader)$/.test(role(other) || "") ).map((other) => other.textContent);
    let column = 0;
    for (const other of cell.parentElement.cells) { if (other === cell) break; column += other.colSpan; }
    const heads = [];
    for (const line of table.rows) {
      if (line === cell.parentElement) break;
      let at = 0;
      for (const other of line.cells) {
        if (other.localName === "th" && at <= column && column < at + other.colSpan) heads.push(other.textContent);
        at += other.colSpan;
      }
    }
    return [...named, ...row, ...heads].join(" ");
  };
  const termOf = (element) => {
    let at = element;
    while (at && at.localName !== "dt") at = at.previousElementSibling;
    return at ? at.textContent : "";
  };
  const contextOf = (link) => {
    const parts = [];
    for (const id of (link.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean)) parts.push(document.getElementById(id)?.textContent || "");
    parts.push(link.title && link.title !== name(link) ? link.title : "");
    for (let at = link.parentElement; at && at !== document.body; at = at.parentElement) {
      const kind = role(at) || "";
      if (at.localName === "p" || kind === "listitem" || kind === "paragraph" || /^(dd|dt|blockquote|h[1-6]|figcaption|caption)$/.test(at.localName)) parts.push(without(at, link));
      if (at.localName === "dd") parts.push(termOf(at));
      if (CELLS.test(kind)) { parts.push(without(at, link)); parts.push(headersOf(at)); }
    }
    return parts.join(" ").replace(/\s+/g, " ").trim();
  };
  // A heading above the link in its own piece of the page: people see it, software may not tie it to the link.
  const firstHeadings = new Map();
  const firstHeading = (part) => {
    if (!firstHeadings.has(part)) firstHeadings.set(part, part.querySelector("h1,h2,h3,h4,h5,h6,[role=heading i],legend,caption,summary"));
    return firstHeadings.get(part);
  };
  const nearHeading = (link) => {
    for (let at = link.parentElement; at && at !== document.body; at = at.parentElement) {
      const heading = firstHeading(at);
      if (heading) return heading.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING ? heading.textContent.trim() : "";
      if (/^(article|section|main|form|body)$/.test(at.localName)) break;
    }
    return "";
  };
  // The button that opens a menu says what the menu is about.
  const opened = (link) => {
    const opener = link.closest("ul,ol,[role=menu i],[role=list i]")?.previousElementSibling;
    return !!opener?.matches("button,summary,[role=button i],[aria-expanded],[aria-haspopup]") && /\p{L}{2}/u.test(name(opener));
  };
  const beside = (link) => {
    const parent = link.parentElement;
    return parent && parent !== document.body && parent.textContent.trim() !== link.textContent.trim();
  };
  const links = all("a[href],area[href],[role=link i]")
    .filter((link) => role(link) === "link" && exposed(link))
    .map((element) => ({ element, name: name(element) }))
    .filter(({ name: called }) => called && called.length <= 60);
  const series = new Map();
  for (const { element, name: called } of links) {
    const list = element.closest("ul,ol,nav,table,dl,[role=list i]");
    if (list) series.set(list, [...(series.get(list) || []), called]);
  }
  return links
    .filter(({ name: called }) => called.split(" ").length <= 5)
    .map(({ element, name: called }) => ({
      address: isCalledAsTarget(element, called),
      beside: (series.get(element.closest("ul,ol,nav,table,dl,[role=list i]")) || []).filter((other) => other !== called).slice(0, 8),
       element, name: called, context: contextOf(element).slice(0, 400), near: !!nearHeading(element) || beside(element) || opened(element), cell: !!element.closest("td,th,[role=cell i],[role=gridcell i]") }));
}
