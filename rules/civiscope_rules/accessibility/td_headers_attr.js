// Cells that name other cells of their table, none of them a header: screen readers read those out.
(options, { axeFound }) => {
  const wrong = (cell, table) => {
    const names = (cell.getAttribute("headers") || "").split(/\s+/).filter(Boolean);
    const named = names.map((id) => [...table.querySelectorAll("td,th")].find((other) => other.id === id && other.closest("table") === table));
    return !names.length || named.some((other) => !other || other === cell);
  };
  return axeFound("td-headers-attr")
    .filter(({ element }) => element?.localName === "table")
    .filter(({ element }) => ![...element.querySelectorAll("[headers]")].some((cell) => cell.closest("table") === element && wrong(cell, element)))
    .map(({ element }) => ({ element, verdict: "cannot tell", message: "plain-cell" }));
}
