// An object that shows a page or plain text is read as that is. A document in it may be named where it is linked.
// One with a role of its own is what that role says; other rules ask for its name.
(options, { axeFound }) => {
  const kindOf = (element) => {
    try { if (element.contentDocument) return element.contentDocument.contentType; } catch { /* of another site */ }
    return (element.type || (/\.pdf($|[?#])/i.test(element.data) ? "application/pdf" : "")).toLowerCase();
  };
  return axeFound("object-alt").filter(({ element }) => element?.localName === "object").flatMap(({ element }) => {
    if (/\S/.test(element.getAttribute("role") || "")) return [{ element, verdict: "passed" }];
    // Without data there is nothing to show, and what stands in for a file that is not there has its own words.
    if (!(element.getAttribute("data") || "").trim() || [...element.children].some((each) => each.checkVisibility())) return [{ element, verdict: "passed" }];
    const kind = kindOf(element);
    if (/^(text\/(html|plain)|application\/xhtml\+xml)$/.test(kind)) return [{ element, verdict: "passed" }];
    return kind === "application/pdf" ? [{ element, verdict: "cannot tell", message: "document" }] : [];
  });
}
