// Speculation rules ask the browser to fetch pages ahead, past robots.txt and --exclude, and with the
// session that was given. They are noted and taken away before they act; those for other sites only
// stay, because whom a page contacts is what visits are for. Those that a header names are taken from
// their file (browser/interception.py).
globalThis.civiscopeSpeculation = [];
(() => {
  const SELECTOR = "script[type='speculationrules' i]", MOST = 20, CHARACTERS = 2000, FEW = 8;
  const KINDS = ["prefetch", "prerender", "prerender_until_script"];
  const elsewhere = (text) => {
    try {
      const rules = JSON.parse(text);
      return KINDS.flatMap((kind) => rules[kind] ?? []).every((rule) => Array.isArray(rule.urls) && !rule.where
        && rule.urls.every((url) => new URL(url, document.baseURI).host !== location.host));
    } catch { return true; }
  };
  const taken = new WeakSet();
  const take = (script) => {
    const text = script.textContent;
    // Without text it waits for some, which would act before we are told.
    if (!text.trim()) return script.remove();
    if (taken.has(script)) return;
    taken.add(script);
    if (civiscopeSpeculation.length < MOST) civiscopeSpeculation.push(text.slice(0, CHARACTERS));
    if (!elsewhere(text)) script.remove();
  };
  const look = (node) => {
    if (node.localName === "script") node.matches(SELECTOR) && take(node);
    else if (node.firstElementChild) node.querySelectorAll(SELECTOR).forEach(take);
  };
  // A few additions are looked into one by one, whatever the size of the page; many are looked for
  // in the page at once: to look into each of 100,000 nested elements would take minutes.
  new MutationObserver((changes) => {
    if (changes.length > FEW) return look(document);
    for (const { addedNodes, target } of changes) {
      if (addedNodes.length > FEW) look(target);
      else addedNodes.forEach(look);
    }
  }).observe(document, { subtree: true, childList: true });
})();
