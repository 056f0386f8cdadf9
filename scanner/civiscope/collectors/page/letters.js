// What HTML and ARIA take in any letters, and axe-core in small ones only.
globalThis.civiscopeLetters = (() => {
  const FIELDS = /^(input|button)$/;
  const TOKENS = /^(boolean|nmtoken|nmtokens)$/;
  const lower = (value) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

  /** Have axe read `TYPE="IMAGE"` and `role="Button"` as the browser does. */
  const fold = () => {
    // Not part of what axe promises: without it, such elements are judged as axe reads them.
    const nodes = axe.VirtualNode?.prototype;
    if (typeof nodes?.attr !== "function" || nodes.attr.folds) return;
    const { attr } = nodes;
    const { ariaAttrs } = axe.utils.getStandards();
    const isFolded = (node, name) => name === "role" || (name === "type" && FIELDS.test(node.props.nodeName)) || TOKENS.test(ariaAttrs[name]?.type);
    nodes.attr = function (name) {
      const value = attr.call(this, name);
      return typeof value === "string" && isFolded(this, name) ? lower(value) : value;
    };
    nodes.attr.folds = true;
  };

  return Object.freeze({ fold });
})();
