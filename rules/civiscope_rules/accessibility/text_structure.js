// Long texts with neither headings nor lists between their paragraphs.
(options, { visible, shownText }) => {
  const LONG = 600;
  const words = (element) => (shownText(element).match(/[\p{L}\p{N}]+/gu) || []).length;
  const parents = new Set([...document.querySelectorAll("p")].map((paragraph) => paragraph.parentElement));
  const outcomes = [];
  for (const element of parents) {
    let run = [];
    let longest = [];
    let most = 0;
    for (const child of element.children) {
      // A paragraph that is all bold works as a heading for those who see it; that is told elsewhere.
      if (child.localName === "p" && !/^(b|strong)$/.test(child.firstElementChild?.localName || "")) run.push(child);
      else if (child.textContent.trim() || child.querySelector("img,svg,video")) run = [];
      const count = run.length > 4 || (run.length && words(run[0]) > LONG) ? run.reduce((sum, each) => sum + words(each), 0) : 0;
      if (count > most) [most, longest] = [count, [...run]];
    }
    const facts = { words: most };
    // On a page that has no heading below its title either, nothing divides the text.
    const divided = document.querySelectorAll("h2,h3,h4,h5,h6,[role=heading i]").length > 0;
    if (most > LONG && visible(longest[0]) && !divided) outcomes.push({ element: longest[0], verdict: "failed", message: "undivided", facts });
    else if (most > LONG && visible(longest[0])) outcomes.push({ element: longest[0], verdict: "cannot tell", message: "long", facts });
    else if (most) outcomes.push({ element, verdict: "passed" });
  }
  return outcomes;
}
