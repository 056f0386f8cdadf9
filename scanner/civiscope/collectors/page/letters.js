// What HTML and ARIA take in any letters, and axe-core in small ones only; and elements that are written
// with a prefix (`<h:img>`), which axe-core takes for none of HTML's.
globalThis.civiscopeLetters = (() => {
  const FIELDS = /^(input|button)$/;
  const TOKENS = /^(boolean|nmtoken|nmtokens)$/;
  const lower = (value) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

  const NAMESPACES = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];
  /** A way to an element by the names of tags, as style sheets know them: axe writes `h\\:body > h\\:iframe`. */
  const withoutPrefixes = (path) => (Array.isArray(path) ? path.map(withoutPrefixes) : path.replace(/[\w-]+\\:/g, ""));
  // It knows the root of a document by its name.
  const countFramesByTags = () => {
    const check = axe._audit?.checks?.["frame-tested"];
    if (typeof check?.after !== "function") return;
    const count = check.after;
    check.after = (results, ...others) => {
      const nodes = results.map((result) => result.node);
      results.forEach((result, i) => { result.node = Object.create(nodes[i], { ancestry: { value: withoutPrefixes(nodes[i].ancestry || []) } }); });
      try { return count(results, ...others); } finally { results.forEach((result, i) => { result.node = nodes[i]; }); }
    };
  };

  /** Have axe call an element with a prefix as it is called without. */
  const dropPrefixes = () => {
    const nodes = axe.VirtualNode?.prototype;
    const { get } = (nodes && Object.getOwnPropertyDescriptor(nodes, "props")) || {};
    if (!get || get.drops) return;
    const read = function () {
      const props = get.call(this);
      const element = this.actualNode;
      if (element?.prefix && NAMESPACES.includes(element.namespaceURI)) props.nodeName = element.localName;
      return props;
    };
    read.drops = true;
    Object.defineProperty(nodes, "props", { get: read, configurable: true });
    countFramesByTags();
  };

  /** Have axe read `TYPE="IMAGE"` and `role="Button"` as the browser does. */
  const fold = () => {
    // Not part of what axe promises: without it, such elements are judged as axe reads them.
    const nodes = axe.VirtualNode?.prototype;
    if (typeof nodes?.attr !== "function" || nodes.attr.folds) return;
    const { attr } = nodes;
    // What axe hands out of its tables is a copy of all of them.
    const { ariaAttrs } = axe._audit?.standards ?? axe.utils.getStandards();
    const isFolded = (node, name) => name === "role" || (name === "type" && FIELDS.test(node.props.nodeName)) || TOKENS.test(ariaAttrs[name]?.type);
    nodes.attr = function (name) {
      const value = attr.call(this, name);
      return typeof value === "string" && isFolded(this, name) ? lower(value) : value;
    };
    nodes.attr.folds = true;
  };

  return Object.freeze({ fold, dropPrefixes, withoutPrefixes });
})();
