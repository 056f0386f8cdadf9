// Elements across shadow roots: who holds whom, what has the focus, what Tab may come to.
globalThis.civiscopeTree = () => {
  const MAX_ELEMENTS = 20000;

  /** The element around a node in the tree that is painted: slots and hosts included. */
  const parentOf = (node) => node.assignedSlot || node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const holds = (outer, inner) => {
    for (let at = inner; at; at = parentOf(at)) if (at === outer) return true;
    return false;
  };

  /** Every element under a root, those in open shadow roots too, in tree order. */
  const everything = (root, found = []) => {
    for (const element of root.querySelectorAll("*")) {
      if (found.length >= MAX_ELEMENTS) break;
      found.push(element);
      if (element.shadowRoot) everything(element.shadowRoot, found);
    }
    return found;
  };

  /** The element that a selector of ours or of axe-core leads to, through shadow roots; null when it is gone. */
  const find = (path) => {
    let root = document, found = null;
    for (const step of path.split(" >>> ")) {
      try { found = root ? root.querySelector(step) : null; } catch { return null; }
      root = found && found.shadowRoot;
    }
    return found;
  };

  /** The element that has the focus, in whatever shadow root; null when it is nowhere. */
  const focused = () => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    return !at || at === document.body || at === document.documentElement ? null : at;
  };

  /** The innermost element that a click at a point of the window would meet. */
  const hitAt = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    while (hit && hit.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };

  /** Whether a control is switched off, by itself or by the fieldset around it. */
  const isDisabled = (element) => element.matches(":disabled");

  /** Whether an element takes no part in the page for now: by attribute, by style or behind a modal dialog. */
  const isInert = (element) => {
    // The style is inherited, and the browser sets it for the attribute in some versions only.
    if (getComputedStyle(element).interactivity === "inert") return true;
    for (let at = element; at; at = parentOf(at)) if (at.hasAttribute("inert")) return true;
    return false;
  };
  /** Of several modal dialogs the one that can be used: the browser lets no point meet what is behind it. */
  const frontOf = (dialogs) => {
    if (dialogs.length < 2) return dialogs;
    const middles = dialogs.map((dialog) => dialog.getBoundingClientRect()).map((box) => [box.left + box.width / 2, box.top + box.height / 2]);
    const front = new Set();
    for (const [x, y] of [...middles, [1, 1]]) {
      const hit = hitAt(x, y);
      const around = hit ? dialogs.filter((dialog) => holds(dialog, hit)) : [];
      for (const dialog of around) if (!around.some((other) => other !== dialog && holds(dialog, other))) front.add(dialog);
    }
    return front.size ? [...front] : dialogs;
  };
  /** Modal dialogs that are open and in front; those in shadow roots only when `all` elements are given. */
  const modals = (all = null) => frontOf(all ? all.filter((element) => element.localName === "dialog" && element.matches(":modal")) : [...document.querySelectorAll("dialog:modal")]);
  const isBehind = (element, dialogs) => dialogs.length > 0 && !dialogs.some((dialog) => holds(dialog, element));

  const UNLINKED = "a:not([href],[tabindex],[*|href]),area:not([href])";
  /** Whether Tab should come to an element as the page is now. */
  const tabbable = (element, dialogs = modals()) => element.tabIndex >= 0 && !isDisabled(element) && !element.matches(UNLINKED)
    && element.checkVisibility({ visibilityProperty: true }) && !isInert(element) && !isBehind(element, dialogs) && !element.closest("select > button");

  return { parentOf, holds, everything, find, focused, hitAt, isDisabled, isInert, isBehind, modals, tabbable };
};
