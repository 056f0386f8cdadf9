// A list to choose from that is given the role it has anyway gives its states itself.
(options, { axeFound }) => axeFound("aria-required-attr").filter(({ element, verdict }) => element && verdict === "failed" && /^\s*combobox\s*$/i.test(element.getAttribute("role"))
  && ((element.localName === "select" && !element.multiple && element.size <= 1) || (element.localName === "input" && element.list))).map(({ element }) => ({ element, verdict: "passed" }))
