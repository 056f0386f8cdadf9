// Items between parts and their group, such as tabs: aria-required-parent tells of the parts.
(options, { axeFound }) => {
  const GROUPS = "[role=tablist],[role=menu],[role=menubar],[role=listbox],[role=tree],[role=radiogroup]";
  const PARTS = "[role=tab],[role^=menuitem],[role=option],[role=treeitem],[role=radio]";
  if (!axeFound("aria-required-parent").some(({ verdict }) => verdict === "failed")) return [];
  return axeFound("listitem")
    .filter(({ element, verdict }) => verdict === "failed" && element?.parentElement?.matches(GROUPS) && element.querySelector(PARTS))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
