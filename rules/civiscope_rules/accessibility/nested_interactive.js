// Stops of the Tab key within a control whose content screen readers take for one piece. axe-core
// finds those that have a role of their own.
(options, { all, role, exposed, axeFound, cut, toolkit }) => {
  const ONE_PIECE = /^(button|checkbox|radio|switch|tab|option|menuitemcheckbox|menuitemradio|slider|meter|progressbar|scrollbar|img)$/;
  const told = new Set(axeFound("nested-interactive").map(({ element }) => element));
  const outcomes = [];
  for (const inside of all("[tabindex]")) {
    if (inside.tabIndex < 0 || !exposed(inside) || toolkit.isDisabled(inside)) continue;
    const element = inside.parentElement?.closest("button,[role]");
    if (!element || told.has(element) || !ONE_PIECE.test(role(element) || "") || !exposed(element)) continue;
    told.add(element);
    outcomes.push({ element, verdict: "failed", message: "stop", facts: { inside: cut(inside.textContent.replace(/\s+/g, " ").trim(), 60) || inside.localName } });
  }
  return outcomes;
}
