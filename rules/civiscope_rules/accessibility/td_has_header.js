// Tables of data that have no header cell at all.
(options, { all, role, exposed, visible, name, cut }) => {
  const MAX_CELL_WORDS = 12;
  const words = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length;
  const isBold = (cell) => {
    const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT, (node) => (node.nodeValue.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP)).nextNode();
    return !!text && Number(getComputedStyle(text.parentElement).fontWeight) >= 600;
  };
  const isNumber = (cell) => /^\s*[£$€]?\s*[-+]?\d[\d.,\s]*\s*(?:[%£$€]|[a-zA-Z]{1,6})?\s*$/.test(cell.textContent);
  /** What shows that a table holds data: a name for it, a head, a first line that stands out, or columns of numbers. */
  const signOf = (element, rows) => {
    if (element.caption?.textContent.trim() || element.getAttribute("aria-label") || element.getAttribute("summary")?.trim()) return "name";
    if (element.tHead && element.tBodies.length) return "head";
    const [first, ...others] = rows;
    const cells = [...first.cells];
    if (cells.every((cell) => cell.textContent.trim()) && cells.every(isBold) && !others.every((row) => [...row.cells].every(isBold))) return "bold";
    const ground = (row) => [...row.cells].map((cell) => getComputedStyle(cell).backgroundColor).concat(getComputedStyle(row).backgroundColor).join();
    if (others.length > 1 && others.every((row) => ground(row) === ground(others[0])) && ground(first) !== ground(others[0]) && cells.every((cell) => cell.textContent.trim())) return "ground";
    const headed = cells.some((cell, column) => !isNumber(cell) && cell.textContent.trim() && others.every((row) => row.cells[column] && isNumber(row.cells[column])));
    if (headed) return "numbers";
    return "";
  };
  const outcomes = [];
  for (const element of all("table")) {
    if (!/^(table|grid|treegrid)$/.test(role(element) || "") || !exposed(element) || !visible(element) || element.querySelector("table,th,[role=columnheader],[role=rowheader],[scope],[headers]")) continue;
    const rows = [...element.rows].filter((row) => row.cells.length);
    const width = rows[0]?.cells.length || 0;
    if (rows.length < 2 || width < 2) continue;
    const cells = rows.flatMap((row) => [...row.cells]);
    // Fields, headings, pictures and long texts make a table of the layout.
    if (element.querySelector("h1,h2,h3,h4,h5,h6,form,nav,ul,ol,iframe,textarea,select,input:not([type=checkbox])") || cells.some((cell) => words(cell.textContent) > 3 * MAX_CELL_WORDS)) continue;
    const regular = rows.slice(1).every((row) => row.cells.length === width);
    const short = cells.reduce((sum, cell) => sum + words(cell.textContent), 0) <= MAX_CELL_WORDS * cells.length;
    if (!regular || !short || cells.filter((cell) => cell.textContent.trim()).length < 0.6 * cells.length) continue;
    const sign = signOf(element, rows);
    const facts = { first: cut(rows[0].textContent.replace(/\s+/g, " ").trim(), 80) };
    if (sign && (rows.length > 2 || width > 2)) outcomes.push({ element, verdict: "failed", message: "none", facts, confidence: "firm" });
    else if (rows.length > 2 && (width > 2 || name(element))) outcomes.push({ element, verdict: "cannot tell", message: "perhaps", facts });
  }
  return outcomes;
}
