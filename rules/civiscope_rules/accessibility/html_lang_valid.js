// Browsers read no xml:lang on an HTML page: only lang counts, and a page without that is another rule's.
(options, { axeFound }) => axeFound("html-lang-valid")
  .filter(({ element }) => element?.localName === "html" && element.hasAttribute("xml:lang"))
  .filter(({ element }) => !element.getAttribute("lang")?.trim() || axe.utils.isValidLang(element.getAttribute("lang").split("-")[0].trim()))
  .map(({ element }) => ({ element, verdict: "passed" }))
