// What says that it is still being filled need not be complete.
(options, { axeFound }) => axeFound("aria-required-children")
  .filter(({ element }) => element?.closest("[aria-busy=true i]"))
  .map(({ element }) => ({ element, verdict: "passed" }))
