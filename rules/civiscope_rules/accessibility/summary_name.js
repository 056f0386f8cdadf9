// A summary with a role of its own is what that role says; other rules ask for its name.
(options, { axeFound }) => axeFound("summary-name")
  .filter(({ element }) => /\S/.test(element?.getAttribute("role") || "") && !/^\s*(none|presentation)\b/i.test(element.getAttribute("role")))
  .map(({ element }) => ({ element, verdict: "passed" }))
