// How far apart the lines of running text stand.
(options, { visible }) => {
  // A wordmark is drawn, even where it is made of letters.
  const LOGO = "[class*=logo i],[class*=brand i],[class*=wordmark i],[id*=logo i]";
  const found = [];
  for (const element of document.querySelectorAll("p,li,dd,blockquote")) {
    if (found.length >= 200) break;
    const style = getComputedStyle(element);
    const [high, size] = [parseFloat(style.lineHeight), parseFloat(style.fontSize)];
    if ((element.textContent || "").trim().length < 80 || element.querySelector("p,li,div,table") || element.closest(LOGO) || !visible(element)) continue;
    // "normal" is the font's own, which is never tighter than this.
    if (!(element.getBoundingClientRect().height > 1.5 * (high || 1.2 * size))) continue;
    const share = Math.round((high / size) * 100) / 100;
    found.push(share < 1.15 ? { element, verdict: "failed", message: "tight", facts: { share } } : { element, verdict: "passed" });
  }
  return found;
}
