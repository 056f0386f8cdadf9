// Buttons, links and summaries that were given such a role: axe-core asks for their names by what they were.
// An option is no field: another rule asks for its name.
(options, { axeFound, unnamed, role }) => [
  ...unnamed("button-name", "link-name", "summary-name").filter((found) => /^(checkbox|menuitemcheckbox|menuitemradio|radio|switch)$/.test(found.role)),
  ...axeFound("aria-toggle-field-name").filter(({ element, verdict }) => element && verdict === "failed" && role(element) === "option").map(({ element }) => ({ element, verdict: "passed" })),
]
