// Tables of data that have no header cell at all, and what looks like a table without being one.
(options, { all, role, exposed, visible, name, cut, axeFound }) => {
  const MAX_CELL_WORDS = 12;
  const words = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length;
  const isBold = (cell) => {
    const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT, (node) => (node.nodeValue.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP)).nextNode();
    return !!text && Number(getComputedStyle(text.parentElement).fontWeight) >= 600;
  };
  const isNumber = (cell) => /^\s*[£$€]?\s*[-+]?\d[\d.,\s]*\s*(?:[%£$€]|[a-zA-Z]{1,6})?\s*$/.test(cell.textContent);
  /** What shows that rows hold data: a first line that stands out, or columns of numbers. */
  const signIn = (rows) => {
    const [cells, ...others] = rows;
    if (cells.every((cell) => cell.textContent.trim()) && cells.every(isBold) && !others.every((row) => row.every(isBold))) return "bold";
    const ground = (row) => row.map((cell) => getComputedStyle(cell).backgroundColor).concat(getComputedStyle(row[0].parentElement).backgroundColor).join();
    if (others.length > 1 && others.every((row) => ground(row) === ground(others[0])) && ground(cells) !== ground(others[0]) && cells.every((cell) => cell.textContent.trim())) return "ground";
    const headed = cells.some((cell, column) => !isNumber(cell) && cell.textContent.trim() && others.every((row) => row[column] && isNumber(row[column])));
    return headed ? "numbers" : "";
  };
  /** The same of a table, which may also have a name or a head. */
  const signOf = (element, rows) => {
    if (element.caption?.textContent.trim() || element.getAttribute("aria-label") || element.getAttribute("summary")?.trim()) return "name";
    if (element.tHead && element.tBodies.length) return "head";
    return signIn(rows.map((row) => [...row.cells]));
  };
  // Fields, headings, pictures and long texts make a table of the layout.
  const LAYOUT = "h1,h2,h3,h4,h5,h6,form,nav,ul,ol,iframe,textarea,select,input:not([type=checkbox])";
  const isShort = (cells) => cells.every((cell) => words(cell.textContent) <= 3 * MAX_CELL_WORDS) && cells.reduce((sum, cell) => sum + words(cell.textContent), 0) <= MAX_CELL_WORDS * cells.length
    && cells.filter((cell) => cell.textContent.trim()).length >= 0.6 * cells.length;
  const isLink = (cell) => { const link = cell.querySelector("a[href]"); return !!link && link.textContent.trim() === cell.textContent.trim(); };
  /** "Previous, Up, Next" in one row, and where they lead in the other: a table that places links. */
  const placesLinks = (rows, cells) => rows.length === 2 && 2 * cells.filter(isLink).length >= cells.filter((cell) => cell.textContent.trim()).length;
  const firstOf = (text) => ({ first: cut(text.replace(/\s+/g, " ").trim(), 80) });
  const outcomes = [];
  // A column of boxes to check or of buttons says by each of them what it is for: its empty head is no loss.
  const CONTROLS = "button,a[href],label,input,select,[role=button i]";
  // A mark that is drawn, for "yes" or "no", says as much as the word.
  const isPicture = (node) => node.matches("img,[role=img i]") && (node.getAttribute("alt") || node.getAttribute("aria-label") || "").trim();
  const ownText = (cell) => [...cell.childNodes].some((node) => (node.nodeType === Node.TEXT_NODE ? node.data.trim() : node.nodeType === Node.ELEMENT_NODE && !node.matches(CONTROLS) && (isPicture(node) || ownText(node))));
  const hasOnlyControls = (table) => {
    const heads = new Set();
    for (const row of [...table.rows].filter((each) => each.getClientRects().length)) {
      const headed = [...row.cells].some((cell) => cell.localName === "th");
      let column = 0;
      for (const cell of row.cells) {
        if (cell.rowSpan !== 1) return false;
        for (let i = 0; i < cell.colSpan; i++, column++) {
          if (cell.localName === "th") heads.add(column);
          else if (!headed && !heads.has(column) && ownText(cell)) return false;
        }
      }
    }
    return heads.size > 0;
  };
  // Lists of links and headings in cells, and no header anywhere: a table that places things.
  const isOfLayout = (table) => !table.querySelector("th,[scope],[headers],caption") && 2 * [...table.querySelectorAll("td")].filter((cell) => cell.querySelector("h1,h2,h3,h4,h5,h6,:is(ul,ol) a[href],form,nav")).length >= [...table.querySelectorAll("td")].filter((cell) => cell.textContent.trim()).length;
  for (const { element, verdict } of axeFound("td-has-header")) if (element && verdict === "failed" && (hasOnlyControls(element) || isOfLayout(element))) outcomes.push({ element, verdict: "passed" });
  for (const element of all("table")) {
    if (!/^(table|grid|treegrid)$/.test(role(element) || "") || !exposed(element) || !visible(element) || element.querySelector("table,th,[role=columnheader i],[role=rowheader i],[scope],[headers]")) continue;
    const rows = [...element.rows].filter((row) => row.cells.length);
    const width = rows[0]?.cells.length || 0;
    if (rows.length < 2 || width < 2) continue;
    const cells = rows.flatMap((row) => [...row.cells]);
    if (element.querySelector(LAYOUT) || !rows.slice(1).every((row) => row.cells.length === width) || !isShort(cells) || placesLinks(rows, cells)) continue;
    const sign = signOf(element, rows);
    const facts = firstOf(rows[0].textContent);
    if (sign && (rows.length > 2 || width > 2)) outcomes.push({ element, verdict: "failed", message: "none", facts, confidence: "firm" });
    else if (rows.length > 2 && (width > 2 || name(element))) outcomes.push({ element, verdict: "cannot tell", message: "perhaps", facts });
  }

  // Without any header, and without a sign of data, axe-core cannot tell a table from a menu that stands in cells.
  const judged = new Set(outcomes.map(({ element }) => element));
  for (const { element, verdict } of axeFound("td-has-header")) {
    if (!element || verdict !== "failed" || judged.has(element) || element.querySelector("th,[scope],[headers],caption") || element.getAttribute("summary")?.trim()) continue;
    outcomes.push({ element, verdict: "cannot tell", message: "perhaps", facts: firstOf(element.rows[0]?.textContent || "") });
  }

  // ---- tables that are made of other elements -----------------------------------------------------

  const MAX_FLAT = 400;
  const displayOf = (element) => getComputedStyle(element).display;
  const GROUP = /^table-(row|header|footer)-group$/;
  const MADE = "table,[role],select,svg,math,dl,ul,ol,pre,code";
  // One look at the numbers of children spares most elements the question for their style.
  const maybeRows = (element) => element.childElementCount >= 3 && element.firstElementChild.childElementCount >= 2;
  const maybeGroups = (element) => element.childElementCount <= 4 && element.firstElementChild.firstElementChild?.childElementCount >= 2;
  const isThere = (element) => element.getClientRects().length > 0 || displayOf(element) === "contents";
  const maybeFlat = (element) => element.childElementCount >= 9 && element.childElementCount <= MAX_FLAT && element.firstElementChild.childElementCount <= 1;
  const isAligned = (rows) => {
    const left = (cell) => cell.getBoundingClientRect().left;
    const top = (cell) => cell.getBoundingClientRect().top;
    return rows.every((row, index) => row.every((cell, column) => Math.abs(left(cell) - left(rows[0][column])) < 2) && (!index || top(row[0]) > top(rows[index - 1][0])));
  };
  const rowsIn = (element) => [...element.children].filter(isThere).map((child) => [...child.children]);
  /** The rows of a table that styles make of this element; null when they make none. */
  const boxesIn = (element) => {
    if (!/^(inline-)?table$/.test(displayOf(element))) return null;
    const rows = [...element.children].flatMap((child) => (GROUP.test(displayOf(child)) ? [...child.children] : [child])).filter((row) => displayOf(row) !== "none");
    if (!rows.every((row) => displayOf(row) === "table-row" && [...row.children].every((cell) => displayOf(cell) === "table-cell"))) return null;
    return rows.map((row) => [...row.children]);
  };
  /** The rows of a table that boxes beside and below one another look like; null when they do not. */
  const alikeIn = (element) => {
    if (!maybeRows(element)) return null;
    const rows = rowsIn(element);
    if (rows.length < 3 || rows[0].length < 3 || !rows.every((row) => row.length === rows[0].length) || !/^(flex|grid|contents)$/.test(displayOf(rows[0][0].parentElement))) return null;
    return isAligned(rows) ? rows : null;
  };
  /** The rows of a table that one grid makes of cells without rows between; null when it makes none. */
  const flatIn = (element) => {
    if (!maybeFlat(element) || !/^(inline-)?grid$/.test(displayOf(element))) return null;
    const cells = [...element.children].filter(isThere);
    const width = getComputedStyle(element).gridTemplateColumns.replace(/\[[^\]]*\]/g, " ").trim().split(/\s+/).length;
    if (width < 3 || cells.length % width || cells.some((cell) => cell.childElementCount > 1)) return null;
    const rows = Array.from({ length: cells.length / width }, (_, row) => cells.slice(row * width, (row + 1) * width));
    return isAligned(rows) ? rows : null;
  };
  for (const element of all("*")) {
    const holds = element.childElementCount >= 2 && (maybeRows(element) || maybeFlat(element) || (maybeGroups(element) && GROUP.test(displayOf(element.firstElementChild))));
    if (!holds || element.closest(MADE) || element.querySelector("table,[role],dl") || element.querySelector(LAYOUT)) continue;
    const boxes = boxesIn(element);
    const rows = boxes || alikeIn(element) || flatIn(element);
    if (!rows || rows.length < 3 || rows[0].length < 2 || !rows.every((row) => row.length === rows[0].length) || !isShort(rows.flat()) || !exposed(element) || !visible(element)) continue;
    const sign = signIn(rows);
    const facts = firstOf(rows[0].map((cell) => cell.textContent).join(" "));
    if (boxes && sign) outcomes.push({ element, verdict: "failed", message: "boxes", facts, confidence: "firm" });
    else if (sign || (boxes && rows[0].length > 2)) outcomes.push({ element, verdict: "cannot tell", message: "boxes_perhaps", facts });
  }

  /** Where the columns of lines begin, when three lines or more have the same; null when not. */
  const columnsOf = (text, gap) => {
    const lines = text.split("\n").filter((line) => line.trim());
    if (lines.length < 3 || lines.length > 200) return null;
    const parts = lines.map((line) => line.trim().split(gap).filter((part) => part.trim()));
    const count = parts[0].length;
    return count >= 2 && parts.every((part) => part.length === count) && parts.flat().every((part) => words(part) > 0 && words(part) <= MAX_CELL_WORDS) ? parts : null;
  };
  const spaced = new Set(all("pre").filter((element) => !element.querySelector("code,samp,kbd,span[class]") && !element.closest("[class*=code i],[class*=highlight i],[class*=lang i],[class*=term i],figure")));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node.data.includes("\u00a0\u00a0\u00a0")) spaced.add(node.parentElement.closest("p,div,td,li,section,main,body"));
  for (const element of spaced) {
    if (!element || element.querySelector("p,div,table,pre,ul,ol") || !exposed(element) || !visible(element)) continue;
    const plain = element.localName === "pre";
    const rows = columnsOf(element.innerText, plain ? /\t+| {3,}/ : /[\u00a0 ]*\u00a0{3}[\u00a0 ]*/);
    if (!rows) continue;
    const facts = firstOf(rows[0].join(" "));
    outcomes.push(plain ? { element, verdict: "cannot tell", message: "spaces_perhaps", facts } : { element, verdict: "failed", message: "spaces", facts, confidence: "firm" });
  }
  return outcomes;
}
