// Speculation rules ask the browser to fetch pages ahead, past robots.txt and --exclude, and with the
// session that was given. They are noted and taken away before they act; those for other sites only
// stay, because whom a page contacts is what visits are for.
globalThis.civiscopeSpeculation = [];
(() => {
  const SELECTOR = "script[type='speculationrules' i]", MOST = 20, CHARACTERS = 2000;
  const elsewhere = (text) => {
    try {
      const { prefetch = [], prerender = [] } = JSON.parse(text);
      return [...prefetch, ...prerender].every((rule) => Array.isArray(rule.urls) && !rule.where
        && rule.urls.every((url) => new URL(url, document.baseURI).host !== location.host));
    } catch { return true; }
  };
  const taken = new WeakSet();
  const take = (script) => {
    if (taken.has(script)) return;
    taken.add(script);
    const text = script.textContent;
    if (civiscopeSpeculation.length < MOST) civiscopeSpeculation.push(text.slice(0, CHARACTERS));
    if (!elsewhere(text)) script.remove();
  };
  // One look at the page for all that a task added: to look into each element on its own would take
  // a page of 100,000 nested elements minutes.
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes: [added] }) => added)) document.querySelectorAll(SELECTOR).forEach(take);
  }).observe(document, { subtree: true, childList: true });
})();
