// Players with controls and text to be edited take the focus, too; axe-core does not count them.
(options, { all, visible, toolkit }) => {
  const TAKES = "video[controls],audio[controls],[contenteditable]";
  const dialog = document.querySelector("dialog:modal");
  // Scripts may keep the focus in a dialog that looks like a modal one.
  const dialogs = all("[role=dialog i],[role=alertdialog i],[aria-modal=true i]").filter((each) => visible(each));
  return all("[aria-hidden=true]").flatMap((hidden) => [hidden, ...hidden.querySelectorAll(TAKES)])
    .filter((element) => element.matches(TAKES) && (element.isContentEditable || element.controls) && !element.parentElement?.isContentEditable)
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]") && (!dialog || dialog.contains(element)) && !(Number(element.getAttribute("tabindex")) < 0) && !toolkit.isDisabled(element))
    .filter((element, index, found) => found.indexOf(element) === index)
    .map((element) => ({ element, tag: element.localName, behind: dialogs.some((each) => !each.contains(element)) }));
}
