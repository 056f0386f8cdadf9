// What says that it is still being filled need not be complete; notes and entries of a bibliography are list items.
(options, { axeFound }) => {
  const ENTRIES = "[role=doc-biblioentry i],[role=doc-endnote i],[role=listitem i]";
  const holdsEntries = (element) => element.matches("[role=list i]") && element.childElementCount > 0 && [...element.children].every((child) => child.matches(ENTRIES));
  return axeFound("aria-required-children")
    .filter(({ element }) => element && (element.closest("[aria-busy=true i]") || holdsEntries(element)))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
