// Buttons, links and summaries that were given such a role: axe-core asks for their names by what they were.
(options, { axeFound, role }) => [["button-name", "button"], ["link-name", "link"], ["summary-name", ""]]
  .flatMap(([rule, native]) => axeFound(rule).map((found) => ({ ...found, native })))
  .filter(({ element, verdict, native }) => verdict === "failed" && element?.hasAttribute("role") && role(element) !== native && /^(checkbox|menuitemcheckbox|menuitemradio|option|radio|switch)$/.test(role(element)))
  .map(({ element }) => ({ element, role: role(element) }))
