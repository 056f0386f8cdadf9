// Links whose address is a script.
(options, { all, exposed, name, cut }) => all("a[href],area[href]").filter(exposed).map((element) => (
  /^\s*javascript:/i.test(element.getAttribute("href")) ? { element, verdict: "failed", message: "script", facts: { name: cut(name(element), 120) } } : { element, verdict: "passed" }))
