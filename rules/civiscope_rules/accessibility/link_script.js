// Links whose address is a script.
(options, { all, exposed, name, cut }) => {
  // "#" with a script on it leads nowhere without the script; where it says that it is a button, it is one.
  const isEmpty = (element) => /^#!?$/.test(element.getAttribute("href").trim()) && element.hasAttribute("onclick") && !/scroll|top/i.test(element.getAttribute("onclick")) && !element.hasAttribute("role");
  return all("a[href],area[href]").filter(exposed).map((element) => (
  /^\s*javascript:/i.test(element.getAttribute("href")) || isEmpty(element) ? { element, verdict: "failed", message: "script", facts: { name: cut(name(element), 120) } } : { element, verdict: "passed" }));
}
