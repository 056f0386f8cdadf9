// Runs in our own world of each frame, before everything that looks into shadow roots: one way into
// all of them. Roots that are closed to scripts are handed over from outside.
globalThis.civiscopeRoots ??= (() => {
  const DEPTH = 8;
  const closed = new WeakMap();
  /** Take a closed root; its host leads into it from now on. */
  const take = (root) => { if (root.host) closed.set(root.host, root); };
  const shadowOf = (element) => element.shadowRoot || closed.get(element) || null;
  const parentOf = (element) => element.parentElement || (element.getRootNode().host ?? null) || (element.assignedSlot ?? null);

  /** Everything below *root* that *css* names, in shadow roots as well. */
  const inside = (root, css, found = [], depth = 0) => {
    for (const element of root.querySelectorAll(css)) found.push(element);
    if (depth < DEPTH) {
      for (const host of [root, ...root.querySelectorAll("*")]) {
        const shadow = host.nodeType === Node.ELEMENT_NODE ? shadowOf(host) : null;
        if (shadow) inside(shadow, css, found, depth + 1);
      }
    }
    return found;
  };

  /** The innermost element that is drawn at a point of the window. */
  const deepest = (x, y) => {
    let at = document.elementFromPoint(x, y);
    for (let depth = 0; at && depth < DEPTH; depth++) {
      const next = shadowOf(at)?.elementFromPoint(x, y);
      if (!next || next === at) break;
      at = next;
    }
    return at;
  };
  return Object.freeze({ take, shadowOf, parentOf, inside, deepest });
})();
