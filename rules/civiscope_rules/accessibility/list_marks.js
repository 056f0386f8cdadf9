// Lists that are made of signs, numbers or pictures at the beginning of lines.
(options, { exposed, visible, cut }) => {
  const MAX_FOUND = 50;
  const MIN_ITEMS = 3;
  const MAX_ITEM_LENGTH = 300;
  // A sign that is no letter, digit, quotation mark or bracket; or a number or letter with a full stop or bracket.
  const SIGN = /^\s*((?:[•●○■□▪▫‣⁃◦·*➤►✓✔✗✘☐☑→»›–—-]|\p{Extended_Pictographic}\uFE0F?|o(?=\s))+)\s*\S/u;
  const COUNT = /^\s*(\(?)(\d{1,2}|[a-z]|[ivx]{1,5})([.)])\s*\D/i;
  const MARK = /^\s*(?:[•●○■□▪▫‣⁃◦·*➤►✓✔✗✘☐☑→»›–—-]|\p{Extended_Pictographic}|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]\s|o\s)/iu;
  const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
  const found = [];
  const told = new Set();

  /** How a line begins: a sign that is the same on each, or the numbers it may have in a count. */
  const beginningOf = ({ text, picture }) => {
    if (text.length > MAX_ITEM_LENGTH) return null;
    if (picture) return { sign: picture, numbers: [] };
    const count = COUNT.exec(text);
    if (count) {
      const [, open, word, close] = count;
      const small = word.toLowerCase();
      const numbers = /\d/.test(small) ? [["1", Number(small)]] : [["i", ROMAN.indexOf(small) + 1], ["a", small.length === 1 ? small.charCodeAt(0) - 96 : 0]].filter(([, value]) => value > 0);
      return { sign: "", numbers: numbers.map(([kind, value]) => [`${open}${kind}${close}`, value]) };
    }
    const sign = SIGN.exec(text)?.[1];
    return sign ? { sign, numbers: [] } : null;
  };
  /** The longest run of lines with the same sign, or with numbers that follow one another from the first. */
  const longestRun = (lines) => {
    let best = { count: 0 };
    let run = { count: 0 };
    for (const line of lines) {
      const begins = beginningOf(line);
      if (!begins) { run = { count: 0 }; continue; }
      const same = begins.sign && begins.sign === run.sign;
      const next = begins.numbers.filter(([kind, value]) => (run.numbers || []).some(([other, before]) => other === kind && value === before + 1));
      const first = begins.numbers.filter(([, value]) => value === 1);
      if (same) run = { ...run, count: run.count + 1 };
      else if (next.length) run = { ...run, numbers: next, count: run.count + 1 };
      else run = { sign: begins.sign, numbers: first, count: begins.sign || first.length ? 1 : 0, line };
      if (run.count > best.count) best = run;
    }
    return best;
  };
  const pictureOf = (node) => {
    const image = node.nodeType === Node.ELEMENT_NODE ? (node.matches("img") ? node : node.querySelector("img")) : null;
    return image && !(image.alt || "").match(/\w{2}/) && image.width <= 32 ? `img ${image.getAttribute("src")}` : "";
  };
  const linesWithin = (block) => {
    const lines = [{ text: "", picture: "", element: block }];
    for (const node of block.childNodes) {
      if (node.nodeName === "BR") { lines.push({ text: "", picture: "", element: block }); continue; }
      const line = lines[lines.length - 1];
      if (!line.text.trim()) line.picture ||= pictureOf(node);
      line.text += node.textContent || "";
    }
    return lines.filter(({ text }) => text.trim());
  };
  const lineOf = (element) => ({ text: element.textContent, picture: element.textContent.trim() && element.firstElementChild?.matches("img") && !element.firstChild.nodeValue?.trim() ? pictureOf(element.firstElementChild) : "", element });
  const tell = (lines) => {
    const { count, line } = longestRun(lines);
    if (count < MIN_ITEMS || told.has(line.element) || !visible(line.element) || !exposed(line.element)) return;
    told.add(line.element);
    found.push({ element: line.element, verdict: "failed", message: "signs", facts: { count, text: cut(line.text.trim(), 80) } });
  };

  // Most pages have no such sign anywhere, and one pass over their texts tells.
  let signs = document.querySelectorAll("img[alt=''],img:not([alt])").length >= MIN_ITEMS ? MIN_ITEMS : 0;
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (signs < MIN_ITEMS && texts.nextNode()) if (MARK.test(texts.currentNode.nodeValue)) signs += 1;
  const OUTSIDE = "ul,ol,dl,menu,[role=list i],pre,code,nav,select,svg,[role=listbox i],[role=menu i],address";
  const LINES = /^(p|div|span|a|b|strong|font|label)$/;
  for (const block of signs < MIN_ITEMS ? [] : document.querySelectorAll("body,main,section,article,form,blockquote,p,div,td,dd,li,span,font,center")) {
    if (found.length >= MAX_FOUND) break;
    if (block.closest(OUTSIDE) && !block.matches("li")) continue;
    if (block.querySelector(":scope > br") && !block.querySelector("p,div,ul,ol,table,pre,address,input,select")) tell(linesWithin(block));
    const children = [...block.children];
    if (children.length < MIN_ITEMS) continue;
    // What stands between two lines and is none of them ends the run.
    const lines = children.filter((child) => child.localName !== "br").map((child) => {
      const isLine = LINES.test(child.localName) && !child.querySelector("p,div,li,table,input,select,h1,h2,h3,h4,h5,h6") && (/^(p|div)$/.test(child.localName) || getComputedStyle(child).display !== "inline");
      return isLine ? lineOf(child) : { text: "", picture: "", element: child };
    });
    tell(lines);
  }
  // Two columns of a table, the first with nothing but the sign.
  for (const table of document.querySelectorAll("table")) {
    if (found.length >= MAX_FOUND) break;
    const rows = [...table.rows];
    if (rows.length < MIN_ITEMS || !rows.every(({ cells }) => cells.length === 2)) continue;
    const bare = /^\s*(?:[•●○■□▪▫‣⁃◦·*➤►✓✔–—-]|\d{1,2}[.)])\s*$/u;
    if (rows.every(({ cells }) => bare.test(cells[0].textContent) || (!cells[0].textContent.trim() && pictureOf(cells[0])))) {
      tell(rows.map((row) => ({ text: `${row.cells[0].textContent.trim()} ${row.cells[1].textContent.trim()}`, picture: pictureOf(row.cells[0]), element: table })));
    }
  }

  // ---- signs that a style sheet brings -------------------------------------------------------------

  const BULLET = /^"\s*([•●○■□▪▫‣⁃◦·*–—✓✔-])\s*"$/u;
  const isAlike = (one, other) => !!other && one.localName === other.localName && one.className === other.className && !other.hasAttribute("role");
  const bulletOf = (element) => {
    const own = getComputedStyle(element);
    // A disclosure's triangle is no bullet.
    if (own.display === "list-item") return (own.listStyleType === "none" && own.listStyleImage === "none") || own.listStyleType.startsWith("disclosure") ? "" : own.listStyleType;
    if (own.display === "inline") return "";
    const { content } = getComputedStyle(element, "::before");
    // The style sheet counts the lines.
    return /^counters?\(/.test(content) ? "counter" : BULLET.exec(content)?.[1] || "";
  };
  const isBelow = (one, other) => other.getBoundingClientRect().top >= one.getBoundingClientRect().bottom - 2;
  const isItem = (element) => element.textContent.trim() && element.textContent.length <= MAX_ITEM_LENGTH && !element.querySelector("p,div,li,table,input,select,h1,h2,h3,h4,h5,h6");
  for (const first of document.querySelectorAll("p,div,span,a")) {
    if (found.length >= MAX_FOUND) break;
    const second = first.nextElementSibling;
    if (first.hasAttribute("role") || !isAlike(first, second) || !isAlike(first, second.nextElementSibling) || isAlike(first, first.previousElementSibling)) continue;
    if (!isItem(first) || first.closest(OUTSIDE)) continue;
    const bullet = bulletOf(first);
    if (!bullet || told.has(first) || !visible(first) || !exposed(first) || !isBelow(first, second)) continue;
    let count = 0;
    for (let at = first; isAlike(first, at) && isItem(at) && bulletOf(at) === bullet; at = at.nextElementSibling) count += 1;
    if (count < MIN_ITEMS) continue;
    told.add(first);
    found.push({ element: first, verdict: "failed", message: "signs", facts: { count, text: cut(first.textContent.replace(/\s+/g, " ").trim(), 80) } });
  }

  // One real list stands for all that are.
  const real = [...document.querySelectorAll("ul,ol,dl")].find((list) => exposed(list));
  return real ? [...found, { element: real, verdict: "passed" }] : found;
}
