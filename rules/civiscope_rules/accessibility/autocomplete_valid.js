// Nothing is filled in where a box is ticked, a file is chosen or a button is pressed, nor in a field
// that its group switches off. Browsers pass over "off" in some fields, so sites write it in words of their own.
(options, { axeFound }) => {
  const OFF = /^(?:(?:chrome|auto-?(?:complete|fill))[-_]?)?(?:off|nope|no|disabled?)$|^(?:no|non|dont|do-?not)[-_]?(?:auto[-_]?)?(?:complete|fill|suggest\w*)$/i;
  const isOff = (element) => OFF.test(element.getAttribute("autocomplete")?.trim() || "");
  return axeFound("autocomplete-valid")
    .filter(({ element }) => element && (element.matches(":disabled") || isOff(element) || (element.localName === "input" && /^(button|checkbox|file|image|radio|reset|submit)$/.test(element.type))))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
