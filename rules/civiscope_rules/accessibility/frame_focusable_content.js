// A page behind an open dialog is meant to be out of reach, and so are its frames.
(options, { axeFound }) => {
  const dialog = [...document.querySelectorAll("dialog:modal")].pop();
  const closed = (frame) => !!frame && (!!frame.closest("[inert]") || (!!dialog && !dialog.contains(frame)));
  return axeFound("frame-focusable-content").filter(({ holder }) => closed(holder)).map(({ selector }) => ({ selector, verdict: "passed" }));
}
