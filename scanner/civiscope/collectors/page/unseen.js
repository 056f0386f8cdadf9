// What nobody meets as the page stands: elements with content that a style hides, outermost or not, in
// tree order. axe-core's rule `hidden-content` finds the same, but handles every element of the page
// as a result of its own.
globalThis.civiscopeUnseen = (tree, limit) => {
  const SILENT = new Set(["script", "head", "title", "noscript", "style", "template"]);
  const { hasContentVirtual, getComposedParent } = axe.commons.dom;
  const isShown = (element) => Element.prototype.checkVisibility.call(element, { visibilityProperty: true });
  // What is too deep to look through is not empty.
  const hasContent = (node) => { try { return hasContentVirtual(node); } catch { return true; } };
  const isHidden = (element) => {
    // The browser knows this much without any style of an element that is not shown.
    if (isShown(element)) return false;
    const style = getComputedStyle(element);
    if (style.display === "none") return true;
    if (style.visibility !== "hidden") return false;
    const around = getComposedParent(element);
    return !around || getComputedStyle(around).visibility !== "hidden";
  };
  const found = [];
  // Trees may be deeper than calls can be.
  const waiting = [tree];
  while (waiting.length && found.length < limit) {
    const node = waiting.pop();
    const element = node.actualNode;
    if (element.nodeType !== Node.ELEMENT_NODE) continue;
    if (!SILENT.has(node.props.nodeName) && isHidden(element) && hasContent(node) && !civiscopeFrames.isAdded(element)) found.push(element);
    for (let i = node.children.length - 1; i >= 0; i--) waiting.push(node.children[i]);
  }
  return found;
};
