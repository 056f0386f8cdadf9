// Tables with headers in both directions, and whether these say their direction.
(options, { all, role, exposed }) => all("table").filter((table) => /^(table|grid|treegrid)$/.test(role(table) || "") && exposed(table)).flatMap((element) => {
  const rows = [...element.rows];
  const above = rows.some((row) => [...row.cells].filter((cell) => cell.localName === "th").length > 1);
  const beside = rows.some((row) => row.cells[0]?.localName === "th" && [...row.cells].some((cell) => cell.localName === "td") && row !== rows[0]);
  if (!above || !beside) return [];
  const told = element.querySelector("th[scope],th[role=rowheader i],th[role=columnheader i],td[headers]");
  return [told ? { element, verdict: "passed" } : { element, verdict: "failed", message: "none" }];
})
