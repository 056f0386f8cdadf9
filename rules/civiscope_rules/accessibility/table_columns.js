// Tables whose rows have different numbers of columns.
(options, { all, role, exposed, visible }) => {
  const MAX_SPAN = 1000;
  const FAR_MORE = 2;
  const span = (value) => Math.max(1, Math.min(MAX_SPAN, value || 1));
  const outcomes = [];
  for (const element of all("table")) {
    if (!/^(table|grid|treegrid)$/.test(role(element) || "") || !exposed(element) || !visible(element)) continue;
    const widths = [];
    let [uneven, below] = [null, []];
    for (const section of [element.tHead, ...element.tBodies, element.tFoot].filter(Boolean)) {
      // How many columns of each row to come are taken by cells that reach down into it.
      below = [];
      for (const row of section.rows) {
        let width = below.shift() || 0;
        for (const cell of row.cells) {
          width += span(cell.colSpan);
          const rows = cell.rowSpan === 0 ? section.rows.length : cell.rowSpan;
          for (let i = 0; i < Math.min(rows, MAX_SPAN) - 1; i += 1) below[i] = (below[i] || 0) + span(cell.colSpan);
        }
        if (row.cells.length) widths.push({ row, width });
      }
    }
    if (widths.length < 2 || !element.querySelector("th")) continue;
    // One cell that spans far more columns than there are is meant to span them all.
    const usual = Math.max(...widths.map(({ row, width }) => (row.cells.length > 1 ? width : 0)));
    for (const each of widths) if (usual && each.row.cells.length === 1 && each.width > FAR_MORE * usual) each.width = usual;
    const most = Math.max(...widths.map(({ width }) => width));
    uneven = widths.find(({ width }) => width !== most);
    if (uneven) outcomes.push({ element: uneven.row, verdict: "failed", message: "uneven", facts: { count: uneven.width, most } });
    else outcomes.push({ element, verdict: "passed" });
  }
  return outcomes;
}
