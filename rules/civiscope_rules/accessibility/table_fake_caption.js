// Titles of tables that are written as a first row.
(options, { all, role, exposed, visible, cut, axeFound }) => {
  // The bar of a manual: the name of the page over links to the page before and the page after.
  const besideLinks = (each) => [...each.childNodes].some((node) => (node.nodeType === Node.TEXT_NODE ? node.data.trim() : node.nodeType === Node.ELEMENT_NODE && !node.matches("a,img") && (node.querySelector("a,img") ? besideLinks(node) : node.textContent.trim())));
  const isBar = (table) => {
    const rows = [...table.rows].slice(1);
    if (!rows.some((row) => row.querySelector("a[href]"))) return false;
    if (rows.every((row) => ![...row.cells].some(besideLinks))) return true;
    // The name of the chapter may stand between the links.
    const cells = [...(rows.length === 1 ? rows[0].cells : [])];
    const named = cells.filter(besideLinks);
    return named.length === 1 && named[0] !== cells[0] && named[0] !== cells.at(-1) && !named[0].querySelector("a,input,select,button");
  };
  const outcomes = axeFound("table-fake-caption").filter(({ element, verdict }) => element && verdict === "failed" && isBar(element)).map(({ element }) => ({ element, verdict: "passed" }));
  for (const element of all("table")) {
    if (!/^(table|grid|treegrid)$/.test(role(element) || "") || !exposed(element) || !visible(element) || element.caption?.textContent.trim()) continue;
    const rows = [...element.rows].filter((row) => row.cells.length);
    if (rows.length < 3 || rows[0].cells.length !== 1) continue;
    const [cell] = rows[0].cells;
    const width = Math.max(...rows.slice(1).map((row) => [...row.cells].reduce((sum, each) => sum + each.colSpan, 0)));
    if (width < 2 || cell.colSpan < width || !cell.textContent.trim() || cell.querySelector("table,input,select,a,button,p + p,ul,ol") || isBar(element)) continue;
    // A row of headers below it shows that the first row heads none of the columns.
    const headers = [...rows[1].cells].every((each) => each.localName === "th");
    const facts = { text: cut(cell.textContent.replace(/\s+/g, " ").trim(), 80) };
    if (headers) outcomes.push({ element, verdict: "failed", message: "row", facts, confidence: "firm" });
  }
  return outcomes;
}
