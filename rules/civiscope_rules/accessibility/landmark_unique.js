// Search regions of the same name: axe-core does not know the element `search`. And menus that are the
// same twice, such as the page numbers above and below a list, which one name suits best.
(options, { all, name, role, exposed, axeFound, cut }) => {
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
  const PARTS = "a[href],button,input:not([type=hidden]),select,textarea,[role=button i]";
  const partsOf = (element) => [...element.querySelectorAll(PARTS)].map((part) => `${part.href || part.localName} ${name(part)}`).join("\n");
  // What a script does on "#" may differ from menu to menu.
  const leads = (element) => [...element.querySelectorAll("a[href]")].some((link) => !/^\s*(?:#!?\s*$|javascript:)/i.test(link.getAttribute("href")));
  const menus = all("nav,[role=navigation i]").filter((element) => exposed(element) && role(element) === "navigation");
  for (const { element, verdict } of axeFound("landmark-unique")) {
    // A region without a name is none to browsers.
    if (element && verdict === "failed" && role(element) === "region" && !name(element)) outcomes.push({ element, verdict: "passed" });
    const own = element && verdict === "failed" && role(element) === "navigation" && name(element).toLowerCase();
    const parts = own && leads(element) && partsOf(element);
    if (parts && menus.filter((other) => name(other).toLowerCase() === own).every((other) => partsOf(other) === parts)) outcomes.push({ element, verdict: "passed" });
  }
  return outcomes;
}
