// A page behind an open dialog is meant to be out of reach, and so are its frames. Nor is there
// anything to reach in a frame whose links and fields nobody sees.
(options, { axeFound }) => {
  const STOPS = "a[href],area[href],button,input,select,textarea,summary,iframe,object,embed,audio[controls],video[controls],[contenteditable],[tabindex]";
  const dialog = [...document.querySelectorAll("dialog:modal")].pop();
  const closed = (frame) => !!frame.closest("[inert]") || (!!dialog && !dialog.contains(frame));
  // A box to tick or to choose a file with is often made transparent, and its label painted instead.
  const painted = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: !element.matches("input,select") });
  const seen = (element, { scrollX, scrollY }) => {
    const box = element.getBoundingClientRect();
    return painted(element) && box.width > 0 && box.height > 0 && box.right + scrollX > 0 && box.bottom + scrollY > 0;
  };
  const inside = (frame) => { try { return frame.contentDocument; } catch { return null; } };
  const nothing = (frame, selector) => {
    const shown = selector.split(">>>").length === 2 && inside(frame);
    if (!shown?.body || [...shown.querySelectorAll("*")].some((element) => element.shadowRoot || element.localName.includes("-"))) return false;
    return [...shown.querySelectorAll(STOPS)].every((element) => element.tabIndex < 0 || element.matches(":disabled") || !seen(element, shown.defaultView));
  };
  return axeFound("frame-focusable-content")
    .filter(({ holder, selector }) => holder && (closed(holder) || nothing(holder, selector)))
    .map(({ selector }) => ({ selector, verdict: "passed" }));
}
