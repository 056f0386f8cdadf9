// A name or a role in other words on an element whose role can carry neither.
(options, { all, role, exposed }) => {
  const NAMES = ["aria-label", "aria-labelledby", "aria-braillelabel"];
  const KINDS = ["aria-roledescription", "aria-brailleroledescription"];
  const NAMELESS = new Set(["caption", "code", "deletion", "emphasis", "generic", "insertion", "none", "paragraph", "presentation", "strong", "subscript", "superscript"]);
  const GENERIC = new Set(["b", "bdi", "bdo", "data", "div", "i", "pre", "q", "samp", "small", "span", "u"]);
  const OWN = { p: "paragraph", em: "emphasis", strong: "strong", code: "code", del: "deletion", ins: "insertion", sub: "subscript", sup: "superscript", caption: "caption" };
  // A focusgroup without a role of its own has the role of the pattern it names.
  const PATTERNS = new Set(["toolbar", "tablist", "radiogroup", "listbox", "menu", "menubar"]);
  const patternOf = (element) => ("focusGroup" in element ? (element.getAttribute("focusgroup") || "").trim().split(/\s+/)[0] : "");
  const roleOf = (element) => role(element) || (PATTERNS.has(patternOf(element)) && patternOf(element)) || OWN[element.localName] || (GENERIC.has(element.localName) ? "generic" : "");
  const outcomes = [];
  for (const element of all([...NAMES, ...KINDS].map((attribute) => `[${attribute}]`).join(","))) {
    if (!exposed(element) || element.isContentEditable) continue;
    const own = roleOf(element);
    if (own === patternOf(element) && PATTERNS.has(own)) { outcomes.push({ element, verdict: "passed" }); continue; }
    const given = (attributes) => attributes.filter((attribute) => element.getAttribute(attribute)?.trim());
    const wrong = [...(NAMELESS.has(own) ? given(NAMES) : []), ...(own === "generic" ? given(KINDS) : [])];
    if (wrong.length) outcomes.push({ element, verdict: "failed", message: "no-effect", facts: { attribute: wrong.join(", "), tag: element.localName } });
  }
  return outcomes;
}
