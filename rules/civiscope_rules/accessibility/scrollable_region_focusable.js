// Look again at boxes that take the focus themselves and move through what is in them with the arrow keys.
(options, { axeFound }) => {
  const composite = (element) => {
    if (!element.hasAttribute("tabindex")) return false;
    const active = (element.getAttribute("aria-activedescendant") || "").trim();
    const named = active && element.getRootNode().getElementById?.(active);
    return !!named && element.contains(named);
  };
  // A control that opens the box gives it the focus.
  const opened = (element) => !!element.id && !!element.getRootNode().querySelector(`:is([aria-haspopup],[aria-expanded])[aria-controls~="${CSS.escape(element.id)}"]`);
  return axeFound("scrollable-region-focusable").filter(({ element, verdict }) => element && verdict === "failed" && composite(element))
    .map(({ element }) => (element.tabIndex >= 0 || opened(element) ? { element, verdict: "passed" } : { element, verdict: "cannot tell", message: "active" }));
}
