// A link with another role is what that role says, and what was given this role is asked for its name here:
// axe-core goes by what an element was.
(options, { axeFound, unnamed }) => [
  ...unnamed("link-name").filter(({ role }) => /^(button|menuitem|checkbox|menuitemcheckbox|menuitemradio|option|radio|switch|tab)$/.test(role)).map(({ element }) => ({ element, verdict: "passed" })),
  // What a film or an object holds for browsers that cannot show it is there for nobody else.
  ...axeFound("link-name").filter(({ element, verdict }) => element && verdict === "failed" && element.closest("object,video,audio") && !element.checkVisibility()).map(({ element }) => ({ element, verdict: "passed" })),
  ...unnamed("button-name", "summary-name").filter(({ role }) => role === "link"),
]
