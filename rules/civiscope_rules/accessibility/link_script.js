// Links whose address is a script.
(options, { all, exposed, role, name, cut }) => {
  // "#" with a script on it leads nowhere without the script; what says that it is a button is one, whatever its address.
  const isEmpty = (element) => /^#!?$/.test(element.getAttribute("href").trim()) && element.hasAttribute("onclick") && !/scroll|top/i.test(element.getAttribute("onclick")) && !element.hasAttribute("role");
  return all("a[href],area[href]").filter(exposed).map((element) => (
  (/^\s*javascript:/i.test(element.getAttribute("href")) && role(element) !== "button") || isEmpty(element) ? { element, verdict: "failed", message: "script", facts: { name: cut(name(element), 120) } } : { element, verdict: "passed" }));
}
