// Keys that the page takes for its own commands.
(options, { all, exposed }) => {
  const taken = all("[accesskey]").filter((element) => element.getAttribute("accesskey").trim());
  if (!taken.length) return document.body ? [{ element: document.body, verdict: "passed" }] : [];
  return taken.map((element) => ({ element, verdict: "failed", message: "taken", facts: { key: element.getAttribute("accesskey").trim() } }));
}
