// Words whose letters are parted by spaces, and columns that are made of spaces.
(options, { visible, exposed, cut }) => {
  const MAX_FOUND = 20;
  // Five letters, each on its own, with one space or more between them: no list of initials is that long.
  const APART = /(?<![\p{L}\p{N}])(?:\p{L}[ \u00a0]+){4,}\p{L}(?![\p{L}\p{N}])/u;
  const SILENT = "script,style,noscript,template,code,samp,kbd,svg,math,textarea,[aria-hidden=true i]";
  // What programs read and write keeps its columns, however the page marks it up.
  const LISTING = ["code", "highlight", "listing", "program", "screen", "console", "terminal", "shell", "source", "syntax", "literal", "lang-", "language-"].map((word) => `[class*=${word} i]`).join() + ",[role=img i]";
  const found = [];
  let some = null;
  const texts = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && found.length < MAX_FOUND) {
    const { nodeValue, parentElement } = texts.currentNode;
    if (nodeValue.length < 9 || !parentElement) continue;
    const apart = APART.exec(nodeValue)?.[0];
    if (!apart) { some ||= /\p{L}{3}/u.test(nodeValue) && !parentElement.closest(SILENT) && visible(parentElement) ? parentElement : null; continue; }
    const letters = apart.match(/\p{L}/gu);
    // "A B C D E" names letters; a word has none of them in a row, and vowels among others.
    const row = letters.every((letter, at) => !at || letter.toLowerCase().charCodeAt(0) === letters[at - 1].toLowerCase().charCodeAt(0) + 1);
    if (row || parentElement.closest(`${SILENT},pre`) || !visible(parentElement) || !exposed(parentElement)) continue;
    // Nor is "A E I O U" a word: it has vowels alone.
    const vowels = letters.filter((letter) => /[aeiouyäöüàâéèêëîïôûáíóúñãõåæø]/i.test(letter)).length;
    if (!vowels || vowels === letters.length) continue;
    found.push({ element: parentElement, verdict: "failed", message: "letters", facts: { text: cut(apart, 80) } });
  }
  for (const element of document.querySelectorAll("pre,[style*='white-space']")) {
    if (found.length >= MAX_FOUND) break;
    if (element.querySelector("code,samp,kbd") || element.closest(LISTING) || !visible(element) || !exposed(element) || !/^pre/.test(getComputedStyle(element).whiteSpace)) continue;
    const lines = element.textContent.split("\n").filter((line) => line.trim());
    // Where words begin behind two spaces or a tab, line by line at the same place.
    const starts = lines.map((line) => new Set([...line.matchAll(/(?:\S)(?: {2,}|\t+)(?=[\p{L}\p{N}£$€])/gu)].map((gap) => gap.index + gap[0].length)));
    const columns = [...new Set(starts.flatMap((each) => [...each]))].filter((at) => starts.filter((each) => each.has(at)).length >= 3);
    const words = lines.join(" ").match(/[\p{L}\p{N}]{2,}/gu) || [];
    const signs = lines.join("").match(/[^\p{L}\p{N}\s.,:%£$€-]/gu) || [];
    if (lines.length >= 3 && columns.length && words.length >= 6 && signs.length * 5 < words.join("").length) {
      // A term with its explanation beside it reads on, in each list of them; a row of three cells or more does not.
      const inColumns = starts.map((each) => columns.filter((at) => each.has(at)).length);
      const sure = inColumns.filter((count) => count >= 2).length >= 3 || starts.every((each) => each.size);
      found.push({ element, verdict: sure ? "failed" : "cannot tell", message: "columns", facts: { text: cut(lines[inColumns.findIndex((count) => count)].trim(), 80) } });
    }
  }
  return some ? [...found, { element: some, verdict: "passed" }] : found;
}
