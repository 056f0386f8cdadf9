// Options without a name: those of which axe-core says so, and buttons and links that were made options.
(options, { axeFound, unnamed, role }) => [
  ...axeFound("aria-toggle-field-name").filter(({ element, verdict }) => element && verdict === "failed").map(({ element }) => ({ element, role: role(element) })),
  ...unnamed("button-name", "link-name", "summary-name"),
].filter((found) => found.role === "option")
