// Nothing is filled in where a box is ticked, a file is chosen or a button is pressed, nor in a field
// that its group switches off.
(options, { axeFound }) => axeFound("autocomplete-valid")
  .filter(({ element }) => element?.matches(":disabled") || (element?.localName === "input" && /^(button|checkbox|file|image|radio|reset|submit)$/.test(element.type)))
  .map(({ element }) => ({ element, verdict: "passed" }))
