// Elements that set nothing but the look and that HTML no longer has.
(options, { all }) => {
  const found = all("font,center,big,strike,tt,basefont,nobr,multicol,spacer").filter((element) => !element.closest("svg"));
  if (!found.length) return document.body ? [{ element: document.body, verdict: "passed" }] : [];
  return found.map((element) => ({ element, verdict: "failed", message: "element", facts: { tag: element.localName } }));
}
