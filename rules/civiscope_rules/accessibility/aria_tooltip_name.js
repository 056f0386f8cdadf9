// A tooltip without anything in it that nobody can see is not in use: it gets its text when it is shown.
(options, { axeFound, visible }) => axeFound("aria-tooltip-name")
  .filter(({ element, verdict }) => element && verdict === "failed" && !element.childElementCount && !element.shadowRoot && !visible(element))
  .map(({ element }) => ({ element, verdict: "passed" }))
