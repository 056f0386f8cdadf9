// The options of a select stand in it whatever role they are given; its list is made by the browser.
(options, { axeFound }) => axeFound("aria-required-parent")
  .filter(({ element }) => element?.localName === "option" && element.closest("select,datalist"))
  .map(({ element }) => ({ element, verdict: "passed" }))
