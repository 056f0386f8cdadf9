// Buttons, links and summaries that were given such a role: axe-core asks for their names by what they were.
(options, { unnamed }) => unnamed("button-name", "link-name", "summary-name").filter(({ role }) => role === "tab")
