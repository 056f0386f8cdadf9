// Lay the table out as a grid and look which headers have no cell in their column or row.
(options, { all, name, role, exposed, cut }) => {
  const TABLES = new Set(["table", "grid", "treegrid"]);
  const CELLS = new Set(["cell", "gridcell", "columnheader", "rowheader"]);
  const isHeader = (cell) => /header$/.test(role(cell) || "");
  const number = (cell, attribute) => Math.max(1, Math.min(1000, Number(cell.getAttribute(attribute)) || 1));

  const layOut = (table) => {
    const rows = table.localName === "table" ? [...table.rows].filter((row) => row.closest("table") === table)
      : [...table.querySelectorAll("[role=row i],tr")].filter((row) => row.closest("table,[role=table i],[role=grid i],[role=treegrid i]") === table);
    const taken = new Set();
    const placed = [];
    rows.forEach((row, y) => {
      let x = 0;
      const cells = row.localName === "tr" ? [...row.cells] : [...row.querySelectorAll("[role]")];
      for (const cell of cells.filter((each) => CELLS.has(role(each)) && exposed(each))) {
        while (taken.has(`${x} ${y}`)) x += 1;
        const [width, height] = [number(cell, cell.colSpan ? "colspan" : "aria-colspan"), number(cell, cell.rowSpan ? "rowspan" : "aria-rowspan")];
        for (let i = 0; i < width; i++) for (let j = 0; j < height; j++) taken.add(`${x + i} ${y + j}`);
        placed.push({ cell, x, y, width, height });
        x += width;
      }
    });
    return placed;
  };
  const overlap = (start, length, otherStart, otherLength) => start < otherStart + otherLength && otherStart < start + length;

  const heads = (header, placed) => {
    const scope = (header.cell.getAttribute("scope") || "").toLowerCase();
    const byId = header.cell.id && placed.some(({ cell }) => (cell.getAttribute("headers") || "").split(/\s+/).includes(header.cell.id));
    // A cell that names its headers has no other ones.
    const mayHave = ({ cell }) => isHeader(cell) || !(cell.getAttribute("headers") || "").trim();
    const column = placed.some((other) => mayHave(other) && other.y >= header.y + header.height && overlap(header.x, header.width, other.x, other.width));
    const row = placed.some((other) => mayHave(other) && other.cell !== header.cell && overlap(header.y, header.height, other.y, other.height) && (scope.startsWith("row") || !isHeader(other.cell)));
    if (byId) return true;
    return scope.startsWith("row") ? row : scope.startsWith("col") ? column : column || row;
  };

  // Long tables repeat the headers of their columns at the foot, for people who have scrolled there.
  const repeats = (header, headers) => Boolean(header.cell.closest("tfoot")) && headers.some((other) =>
    other.y < header.y && overlap(header.x, header.width, other.x, other.width) && name(other.cell) === name(header.cell));

  const outcomes = [];
  for (const table of all("table,[role=table i],[role=grid i],[role=treegrid i]")) {
    if (!TABLES.has(role(table)) || !exposed(table)) continue;
    const placed = layOut(table);
    const headers = placed.filter(({ cell }) => isHeader(cell) && name(cell));
    const rows = new Set(placed.map(({ y }) => y));
    // A table that says which part of it is its head, and has an empty body, waits for its data.
    if (headers.length && table.tBodies?.length && placed.every(({ cell }) => isHeader(cell) && cell.closest("thead"))) { outcomes.push({ element: table, verdict: "passed" }); continue; }
    if (headers.length > 1 && rows.size === 1 && placed.every(({ cell }) => isHeader(cell))) {
      outcomes.push({ element: table, verdict: "failed", message: "no-data", facts: { header: cut(name(headers[0].cell), 80), count: headers.length } });
      continue;
    }
    // A table of nothing but headers is another fault, or none; a person must look.
    if (!headers.length || placed.every(({ cell }) => isHeader(cell))) continue;
    const idle = headers.filter((header) => !heads(header, placed) && !repeats(header, headers));
    if (idle.length) outcomes.push({ element: table, verdict: "failed", message: "no-cells", facts: { header: cut(name(idle[0].cell), 80), count: idle.length } });
    else outcomes.push({ element: table, verdict: "passed" });
  }
  return outcomes;
}
