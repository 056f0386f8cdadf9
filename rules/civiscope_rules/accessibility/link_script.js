// Links whose address is a script.
(options, { all, exposed, role, name, cut }) => {
  // "#" with a script on it leads nowhere without the script; what says that it is a button is one, whatever its address.
  const isEmpty = (element) => /^#!?$/.test(element.getAttribute("href").trim()) && element.hasAttribute("onclick") && !/scroll|top/i.test(element.getAttribute("onclick")) && !element.hasAttribute("role");
  // A script that goes to another page does what a link does, and its address is hidden in it.
  const isScript = (element) => /^\s*javascript:/i.test(element.getAttribute("href")) && (role(element) !== "button" || /\blocation\b|\bopen\s*\(/i.test(element.getAttribute("href")));
  return all("a[href],area[href]").filter(exposed).map((element) => (
  isScript(element) || isEmpty(element) ? { element, verdict: "failed", message: "script", facts: { name: cut(name(element), 120) } } : { element, verdict: "passed" }));
}
