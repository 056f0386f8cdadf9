// Code in attributes and in addresses, which a strict policy cannot tell from injected code.
(options, { cut }) => {
  const attributes = (element) => Element.prototype.getAttributeNames.call(element);
  const value = (element, name) => Element.prototype.getAttribute.call(element, name);
  const found = [];
  let seen = 0;
  for (const element of document.querySelectorAll("*")) {
    if (++seen > 20000) break;
    // `onclick` and its like; custom attributes such as `on-select` are no handlers.
    const attribute = attributes(element).find((name) => /^on[a-z]{3,}$/.test(name) && (name in element || name in document) && value(element, name).trim());
    if (attribute) found.push({ element, verdict: "failed", message: "handler", facts: { attribute: cut(attribute, 40) } });
    const address = value(element, "href") || value(element, "action") || value(element, "formaction") || "";
    // `javascript:void(0)` and an empty one do nothing with or without a policy.
    if (/^[\s\0-\x1f]*javascript:(?!\s*(?:void\s*\(?\s*0\s*\)?|;|\/\/)?\s*;?\s*$)/i.test(address)) found.push({ element, verdict: "failed", message: "link" });
  }
  return found.length ? found : [{ verdict: "passed", component: "page" }];
}
