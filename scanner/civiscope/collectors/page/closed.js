// Shadow roots that are closed to scripts: where there may be some, and a way in for our own world. What
// is set on an element here is seen by no script of the page.
globalThis.civiscopeClosed = (() => {
  const MAX = { hosts: 40, empty: 10 };
  // Elements other than custom ones that can have a shadow root.
  const HOSTS = ["article", "aside", "blockquote", "div", "footer", "header", "main", "nav", "p", "section", "span"].map((tag) => `${tag}:empty`).join();
  const asked = new WeakSet();
  const roots = new Map();
  let hosts = [];

  /** Elements not asked about before that may have a closed root: custom ones, and empty ones that show something. */
  const look = (root, found) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot, found);
      else if (element.localName.includes("-") && !asked.has(element)) found.custom.push(element);
    }
    for (const element of root.querySelectorAll(HOSTS)) {
      if (found.empty.length >= MAX.empty) break;
      if (!element.shadowRoot && !asked.has(element) && element.offsetHeight > 8) found.empty.push(element);
    }
  };
  /** How many such elements there are now; `host` returns each. */
  const count = () => {
    const found = { custom: [], empty: [] };
    look(document, found);
    hosts = [...found.custom.slice(0, MAX.hosts), ...found.empty];
    for (const host of hosts) asked.add(host);
    return { hosts: hosts.length, left: Math.max(0, found.custom.length - MAX.hosts) };
  };
  const all = () => hosts;
  /** Where the nth of them is, for a list of what could not be entered. */
  const placeOf = (index) => civiscope.place(hosts[index]);

  /** Lead our world into a root: from now on its host answers for it as for an open one. */
  const enter = (root) => {
    roots.set(root.host, root);
    Object.defineProperty(root.host, "shadowRoot", { value: root, configurable: true });
  };
  const rootOf = (element) => roots.get(element) || null;

  return Object.freeze({ count, all, placeOf, enter, rootOf });
})();
