// Tables that only lay out the page, and do not say so.
(options, { all, role, exposed, visible, cut }) => {
  const words = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length;
  const MIN_WORDS = 20;
  const DATA = "th,caption,thead,tfoot,[scope],[headers],[role=columnheader i],[role=rowheader i]";
  const SOMETHING = "img:not([alt='']),svg,canvas,video,audio,iframe,object,input,select,textarea,button,a,[role],[aria-label],[title]";
  // A cell without words may still be a field, a picture, or a square of a calendar or a chart.
  const isEmpty = (cell) => {
    if (/[^\s\u00a0\u200b]/.test(cell.textContent) || cell.matches("[role],[aria-label],[title],[onclick],[contenteditable]") || cell.querySelector(SOMETHING)) return false;
    if (cell.children.length && [...cell.querySelectorAll("*")].some((each) => each.localName.includes("-") || each.className || each.id)) return false;
    const style = getComputedStyle(cell);
    return style.backgroundImage === "none" && /^(rgba\(.*, 0\)|transparent)$/.test(style.backgroundColor) && ["::before", "::after"].every((part) => /^(none|normal|"")$/.test(getComputedStyle(cell, part).content));
  };
  /** The kind of what only makes space in a table that has other rows and columns: empty when none. */
  const spaceIn = (rows) => {
    const shown = rows.filter((row) => exposed(row) && row.getClientRects().length);
    const plain = shown.every((row) => [...row.cells].every((cell) => cell.rowSpan === 1 && cell.colSpan === 1) && row.cells.length === shown[0].cells.length);
    const empty = shown.filter((row) => [...row.cells].every(isEmpty));
    // A form of empty lines is there to be filled in; so is a table that waits for its data.
    if (empty.length && empty.length * 2 < shown.length) return "row";
    const columns = plain && shown.length > 1 ? [...shown[0].cells].map((_, index) => shown.every((row) => isEmpty(row.cells[index]))) : [];
    return columns.some(Boolean) && columns.filter((each) => !each).length > 1 ? "column" : "";
  };
  const outcomes = [];
  for (const element of all("table")) {
    if (!exposed(element) || !visible(element)) continue;
    const rows = [...element.rows].filter((row) => row.cells.length);
    const cells = rows.flatMap((row) => [...row.cells]);
    if (!cells.length || !words(element.textContent)) continue;
    const says = /^(none|presentation)$/i.test(element.getAttribute("role") || "");
    const data = [...element.querySelectorAll(DATA)].filter((each) => each.closest("table") === element && (each.localName !== "th" || each.textContent.trim()));
    const structured = cells.filter((cell) => cell.querySelector("h1,h2,h3,h4,h5,h6,form,nav,table,main,header,footer,article,section") || cell.querySelectorAll("p").length > 1
      || (cell.querySelectorAll("a[href]").length > 2 && words(cell.textContent) > 5));
    const fields = cells.filter((cell) => cell.querySelector("input:not([type=hidden],[type=checkbox],[type=radio],[type=submit],[type=button]),select,textarea"));
    const labels = cells.filter((cell) => cell.querySelector("label"));
    // A form in two columns, the labels on the left: rows of one label and one field.
    const form = !data.length && fields.length >= 2 && labels.length >= 2 && rows.filter((row) => row.querySelector("label") && row.querySelector("input,select,textarea")).length * 2 > rows.length && rows.every((row) => row.cells.length <= 2);
    const single = rows.length === 1 || rows.every((row) => row.cells.length === 1);
    const columns = structured.length >= 1 && !data.length && (rows.length <= 4 || structured.length * 3 > cells.length);
    const lays = form || columns || (single && !data.length && words(element.textContent) >= MIN_WORDS);
    if (!lays) {
      const space = !says && rows.length > 1 ? spaceIn(rows) : "";
      if (space) outcomes.push({ element, verdict: "failed", message: "spacers", facts: { kind: space } });
      else if (says && data.length) outcomes.push({ element, verdict: "failed", message: "marked", facts: { tag: data[0].localName } });
      else outcomes.push({ element, verdict: "passed" });
      continue;
    }
    if (says || !/^(table|grid|treegrid)$/.test(role(element) || "")) outcomes.push({ element, verdict: "passed" });
    else outcomes.push({ element, verdict: "failed", message: "layout", facts: { first: cut(element.textContent.replace(/\s+/g, " ").trim(), 80) } });
  }
  return outcomes;
}
