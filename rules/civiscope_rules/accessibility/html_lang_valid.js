// Browsers read no xml:lang on an HTML page: one without lang has no language, which is another rule's.
(options, { axeFound }) => axeFound("html-lang-valid")
  .filter(({ element }) => element?.localName === "html" && !element.hasAttribute("lang"))
  .map(({ element }) => ({ element, verdict: "passed" }))
