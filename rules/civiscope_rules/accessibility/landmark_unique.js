// Search regions of the same name: axe-core does not know the element `search`.
(options, { all, name, exposed, cut }) => {
  const known = new Set();
  const outcomes = [];
  for (const element of all("search,[role=search i]")) {
    if (!exposed(element) || (element.localName === "search" && element.hasAttribute("role") && !element.matches("[role=search i]"))) continue;
    const own = name(element).toLowerCase();
    const again = known.has(own);
    known.add(own);
    // Those with a role are told by axe-core.
    if (again && element.localName === "search") outcomes.push({ element, verdict: "failed", message: "search", facts: { name: cut(own, 80) || "without a name" } });
  }
  return outcomes;
}
