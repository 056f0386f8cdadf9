// How far a visible label stands from its field.
(options, { all, exposed, visible, cut }) => {
  const FAR = 15;
  const outcomes = [];
  for (const element of all("input:not([type=hidden],[type=submit],[type=button],[type=image],[type=reset]),select,textarea")) {
    const label = [...(element.labels || [])].find((each) => visible(each) && each.textContent.trim());
    if (!label || label.contains(element) || !exposed(element) || !visible(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(label);
    const words = range.getBoundingClientRect();
    const field = element.getBoundingClientRect();
    if (!words.width || field.width < 5) continue;
    const beside = words.top < field.bottom && words.bottom > field.top;
    const gap = beside ? Math.max(field.left - words.right, words.left - field.right) : 0;
    const size = Number.parseFloat(getComputedStyle(label).fontSize) || 16;
    if (gap > FAR * size) outcomes.push({ element, verdict: "cannot tell", message: "far", facts: { label: cut(label.textContent, 80), pixels: Math.round(gap) } });
    else outcomes.push({ element, verdict: "passed" });
  }
  return outcomes;
}
