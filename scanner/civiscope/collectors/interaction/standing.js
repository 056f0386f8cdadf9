// Says in a few letters how a page stands, to see whether it stands as it did. In our own world.
globalThis.civiscopeStanding ??= (() => {
  // What shows more than its elements tell, or has a page of its own inside, cannot be compared.
  const BEYOND = "iframe,frame,object,embed,canvas,video,audio";
  const FIELDS = "input,textarea,select";

  /** A number of 53 bits for a text; two texts hardly ever share one. */
  const hash = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    return 4294967296 * (2097151 & b) + (a >>> 0);
  };
  const tried = (what) => { try { return what(); } catch { return "?"; } };
  const kept = (storage) => tried(() => JSON.stringify({ ...storage() }));
  const rules = (sheet) => `${sheet.disabled}${tried(() => sheet.cssRules.length)}`;
  const isOurs = (sheet) => !!globalThis.civiscopeOwnSheets?.has(sheet);
  const sheets = (root) => [...root.styleSheets, ...root.adoptedStyleSheets].filter((sheet) => !isOurs(sheet)).map(rules).join();

  // How a style attribute is written says nothing: once it was changed and changed back, it is written anew.
  const written = (html) => html.replace(/ style="[^"]*"/g, "");
  const ofRoot = (root) => [
    written(root === document ? document.documentElement.outerHTML : root.innerHTML),
    [...root.querySelectorAll("[style]")].map(({ style }) => style.cssText).join("\n"),
    sheets(root),
    [...root.querySelectorAll(FIELDS)].map((field) => [field.value, field.checked, field.indeterminate, field.selectedIndex].join()).join("\n"),
    [...root.querySelectorAll("*")].map((element, at) => (element.scrollTop || element.scrollLeft ? `${at},${element.scrollTop},${element.scrollLeft}` : "")).join(""),
    root.querySelectorAll(":popover-open,:modal,:fullscreen").length,
    root.activeElement ? [...root.querySelectorAll("*")].indexOf(root.activeElement) : -1,
  ].join("\n");

  /** The whole page; empty when it cannot be compared. */
  return () => {
    const roots = civiscopeRest.roots();
    if (!document.documentElement || roots.some((root) => root.querySelector(BEYOND))) return "";
    const page = [
      location.href, history.length, JSON.stringify(history.state), document.title, tried(() => document.cookie), innerWidth, innerHeight,
      document.documentElement.scrollHeight, kept(() => localStorage), kept(() => sessionStorage), document.getAnimations().length,
    ];
    return String(hash([...page, ...roots.map(ofRoot)].join("\n")));
  };
})();
