// Shadow roots that are closed to scripts: where there may be some, and a way in for our own world. What
// is set on an element here is seen by no script of the page.
globalThis.civiscopeClosed = (() => {
  const MAX = { hosts: 40, empty: 10 };
  const MIN_HEIGHT = 8; // px; what shows less than that has no content to speak of
  // Elements other than custom ones that can have a shadow root.
  const HOSTS = ["article", "aside", "blockquote", "div", "footer", "header", "main", "nav", "p", "section", "span"].map((tag) => `${tag}:empty`).join();
  const asked = new WeakSet();
  const roots = new Map();
  let hosts = [];
  let left = 0;
  let entered = [];

  /**
   * Note the elements not asked about before that may have a closed root: custom ones without an open
   * one, and empty ones of these trees that show something. Returns how many.
   */
  const note = (custom, trees) => {
    const empty = [];
    for (const tree of trees) {
      for (const element of tree.querySelectorAll(HOSTS)) {
        if (empty.length >= MAX.empty) break;
        if (!asked.has(element) && !element.shadowRoot && element.offsetHeight > MIN_HEIGHT) empty.push(element);
      }
    }
    const fresh = custom.filter((element) => !asked.has(element));
    left = Math.max(0, fresh.length - MAX.hosts);
    hosts = [...fresh.slice(0, MAX.hosts), ...empty];
    for (const host of hosts) asked.add(host);
    return hosts.length;
  };
  /** The same for what the roots hold that were entered since. */
  const noteInside = () => {
    const trees = entered;
    entered = [];
    return note(trees.flatMap((tree) => [...tree.querySelectorAll("*")].filter((element) => element.localName.includes("-") && !element.shadowRoot)), trees);
  };
  const noted = () => hosts;
  /** Where the nth of them is, for a list of what could not be entered; and how many were too many. */
  const placeOf = (index) => civiscope.place(hosts[index]);
  const tooMany = () => left;

  /** Lead our world into a root: from now on its host answers for it as for an open one. */
  const enter = (root) => {
    roots.set(root.host, root);
    entered.push(root);
    Object.defineProperty(root.host, "shadowRoot", { value: root, configurable: true });
  };
  const rootOf = (element) => roots.get(element) || null;
  const size = () => roots.size;

  return Object.freeze({ note, noteInside, noted, placeOf, tooMany, enter, rootOf, size });
})();
