// Nothing is filled in where a box is ticked, a file is chosen or a button is pressed, nor in a field
// that its group switches off. A search asks nothing about the person, and sites that want browsers to leave it
// alone write "off" in words of their own; on a field that does ask, such a word hides what it asks for.
(options, { axeFound }) => {
  const OFF = /^(?:(?:chrome|auto-?(?:complete|fill))[-_]?)?(?:off|nope|no|disabled?)$|^(?:no|non|dont|do-?not)[-_]?(?:auto[-_]?)?(?:complete|fill|suggest\w*)$/i;
  const SEARCH = "input[type=search i],:is(search,[role=search i]) input:is([type=text i],:not([type]))";
  const isOff = (element) => element.matches(SEARCH) && OFF.test(element.getAttribute("autocomplete")?.trim() || "");
  return axeFound("autocomplete-valid")
    .filter(({ element }) => element && (element.matches(":disabled") || isOff(element) || (element.localName === "input" && /^(button|checkbox|file|image|radio|reset|submit)$/.test(element.type))))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
