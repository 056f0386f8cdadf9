// Pictures that are drawn with letters and signs.
(options, { visible, exposed, name, cut }) => {
  const MIN_LINES = 3;
  const found = [];
  for (const element of document.querySelectorAll("pre,p,div,span,tt,samp,[style*='white-space']")) {
    if (found.length >= 10) break;
    if (!element.firstChild || element.querySelector("p,div,pre,code,table,ul,ol,span[class]") || !/^pre/.test(getComputedStyle(element).whiteSpace) || !visible(element)) continue;
    const text = element.textContent;
    const lines = text.split("\n").filter((line) => line.trim());
    // Rows that begin and end with a bar are a table in the writing of a wiki.
    if (lines.every((line) => /^\s*\|[\p{L}\p{N}\s|:=-]*\|\s*$/u.test(line))) continue;
    const letters = (text.match(/[\p{L}\p{N}]/gu) || []).length;
    const signs = (text.match(/[^\p{L}\p{N}\s]/gu) || []).length;
    const words = (text.match(/\p{L}{3,}/gu) || []).length;
    // Tables of a terminal are made of few kinds of signs, and hold words.
    if (lines.length < MIN_LINES || signs < 9 || signs < 1.5 * letters || words > lines.length || element.closest("code,[class*=code i],[class*=highlight i]")) continue;
    const image = element.closest("[role=img i]");
    const hidden = !exposed(element);
    if (hidden || (image && name(image)) || element.closest("figure")?.querySelector("figcaption")) found.push({ element, verdict: "passed" });
    else found.push({ element, verdict: "failed", message: "drawn", facts: { text: cut(lines[0].trim(), 40) } });
  }
  return found;
}
