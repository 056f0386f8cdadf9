// Lists that are made of signs at the beginning of lines.
(options, { exposed, visible, cut }) => {
  const SIGN = /^\s*([•●○■□▪▫‣⁃◦·*➤►✓✔–—-])\s*\S/u;
  const MARK = /^\s*[•●○■□▪▫‣⁃◦·*➤►✓✔–—-]/;
  const found = [];
  const linesOf = (block) => {
    const lines = [[]];
    for (const node of block.childNodes) {
      if (node.nodeName === "BR") lines.push([]);
      else lines[lines.length - 1].push(node.textContent || "");
    }
    return lines.map((parts) => parts.join("")).filter((line) => line.trim());
  };
  const marked = (line) => SIGN.exec(line)?.[1] || "";
  const longest = (signs) => {
    let [best, run] = [0, 0];
    signs.forEach((sign, place) => { run = sign ? (sign === signs[place - 1] ? run + 1 : 1) : 0; best = Math.max(best, run); });
    return best;
  };
  const tell = (element, count, line) => {
    if (count >= 3 && visible(element) && exposed(element)) found.push({ element, verdict: "failed", message: "signs", facts: { count, text: cut(line, 80) } });
  };
  // Most pages have no such sign anywhere, and one pass over their texts tells.
  let signs = 0;
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (signs < 3 && texts.nextNode()) if (MARK.test(texts.currentNode.nodeValue)) signs += 1;
  const blocks = signs < 3 ? [] : document.querySelectorAll("p,div,td,dd");
  for (const block of blocks) {
    if (found.length >= 50) break;
    if (block.querySelector(":scope > br") && !block.querySelector("p,div,ul,ol,table,pre,address")) {
      const lines = linesOf(block);
      tell(block, longest(lines.map(marked)), lines.find(marked) || "");
    }
    const paragraphs = [...block.children].filter((child) => /^(p|div)$/.test(child.localName) && !child.querySelector("p,div,li"));
    if (paragraphs.length >= 3) {
      const signs = [...block.children].map((child) => (paragraphs.includes(child) ? marked(child.textContent) : ""));
      const first = paragraphs.find((child) => marked(child.textContent));
      if (first) tell(first, longest(signs), first.textContent);
    }
  }
  const holders = signs < 3 ? [] : document.querySelectorAll("body,main,section,article,form,blockquote,li");
  for (const holder of holders) {
    const signs = [...holder.children].map((child) => (child.localName === "p" ? marked(child.textContent) : ""));
    const first = [...holder.children].find((child) => child.localName === "p" && marked(child.textContent));
    if (first) tell(first, longest(signs), first.textContent);
  }
  // One real list stands for all that are.
  const real = [...document.querySelectorAll("ul,ol,dl")].find((list) => exposed(list));
  return real ? [...found, { element: real, verdict: "passed" }] : found;
}
