// Stops of the Tab key within a control whose content screen readers take for one piece. axe-core
// finds those that have a role of their own.
(options, { all, role, exposed, axeFound, cut, toolkit }) => {
  const ONE_PIECE = /^(button|checkbox|radio|switch|tab|option|menuitemcheckbox|menuitemradio|slider|meter|progressbar|scrollbar|img)$/;
  const told = new Set(axeFound("nested-interactive").map(({ element }) => element));
  // axe-core also minds what Tab never comes to.
  const STOPS = "a[href],area[href],button,input,select,textarea,summary,iframe,audio[controls],video[controls],[contenteditable],[tabindex]";
  const byScript = ({ element }) => {
    const stops = element && !element.shadowRoot ? [...element.querySelectorAll(STOPS)].filter((inside) => exposed(inside) && !toolkit.isDisabled(inside)) : [];
    return stops.length && stops.every((inside) => inside.tabIndex < 0) ? stops[0] : null;
  };
  const outcomes = axeFound("nested-interactive").filter(byScript).map((found) => {
    const inside = byScript(found);
    return { element: found.element, verdict: "cannot tell", message: "by-script", facts: { inside: cut(inside.textContent.replace(/\s+/g, " ").trim(), 60) || inside.localName } };
  });
  // Formulas hold parts since WAI-ARIA 1.2; axe-core goes by the version before.
  for (const { element } of axeFound("nested-interactive")) if (element && role(element) === "math") outcomes.push({ element, verdict: "passed" });
  for (const inside of all("[tabindex]")) {
    if (inside.tabIndex < 0 || !exposed(inside) || toolkit.isDisabled(inside)) continue;
    const element = inside.parentElement?.closest("button,[role]");
    if (!element || told.has(element) || !ONE_PIECE.test(role(element) || "") || !exposed(element)) continue;
    told.add(element);
    outcomes.push({ element, verdict: "failed", message: "stop", facts: { inside: cut(inside.textContent.replace(/\s+/g, " ").trim(), 60) || inside.localName } });
  }
  return outcomes;
}
