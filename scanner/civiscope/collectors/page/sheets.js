// Style sheets that cannot lock a page to one orientation. To answer that, axe-core walks over every
// rule of every sheet of every page, and sheets are the same all over a site: it is asked only where
// a sheet is of the kind that it looks for.
//
// Nothing here is part of what axe promises. Where it looks otherwise than expected, axe is left alone
// and takes longer.
globalThis.civiscopeSheets = (() => {
  const RULE = "css-orientation-lock";
  const ASKS = /orientation:\s*(landscape|portrait)/i;
  const MAX_LEARNED = 300;
  // Sheets found to be harmless on this page or an earlier one, by what tells that they are the same.
  const harmless = new Set();
  let learned = [];
  // To look up a size is to look through all that the page has fetched.
  const sizes = new WeakMap();

  /** What tells a sheet from its successors: its address, its length as fetched, and how many rules it has. */
  const keyOf = (sheet, rules) => {
    const { href } = sheet;
    if (!href) return "";
    const size = sizes.get(sheet) || performance.getEntriesByName(href, "resource").at(-1)?.decodedBodySize;
    if (!size) return "";
    sizes.set(sheet, size);
    return `${size} ${rules.length} ${href}`;
  };
  // Rules that import others come first, behind none but those that order layers.
  const imports = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSImportRule) return true;
      if (!(rule instanceof CSSLayerStatementRule)) return false;
    }
    return false;
  };
  const asks = (rules) => {
    for (const rule of rules) if (rule instanceof CSSMediaRule && ASKS.test(rule.cssText)) return true;
    return false;
  };
  const rulesOf = (sheet) => { try { return sheet.cssRules; } catch { return null; } };
  const isHarmless = (sheet) => {
    const rules = rulesOf(sheet);
    if (!rules) return false;
    const key = keyOf(sheet, rules);
    if (harmless.has(key)) return true;
    if (imports(rules) || asks(rules)) return false;
    if (key && learned.length < MAX_LEARNED && key.length < 500) { harmless.add(key); learned.push(key); }
    return true;
  };
  // In a shadow root axe reads the text of style elements anew.
  const isHarmlessRoot = (root) => [...root.children].every(({ localName, textContent }) => localName !== "style" || !/orientation|@import/i.test(textContent));

  /** Whether axe would find a sheet to look at, and in none of them a rule that asks for an orientation. */
  const areHarmless = () => {
    // axe leaves out what is for print; without any sheet it cannot tell.
    const sheets = [...document.styleSheets].filter(({ media }) => !/print/i.test(media.mediaText));
    return sheets.length > 0 && sheets.every(isHarmless) && civiscopeRest.roots().slice(1).every(isHarmlessRoot);
  };

  /** Take over what earlier pages have shown; returns what this page adds to it. */
  const learn = (known) => {
    for (const key of known) harmless.add(key);
    areHarmless();
    return learned;
  };

  /** Have axe pass its rule, unasked, while sheets are harmless; returns what to call before each run of it. */
  const orientationOnce = () => {
    const rule = axe._audit?.rules?.find(({ id }) => id === RULE);
    const check = axe._audit?.checks?.[RULE];
    const others = (axe._audit?.rules || []).filter(({ preload, id }) => preload && id !== RULE).map(({ id }) => id).join();
    // Another rule that reads style sheets would miss them.
    if (rule?.preload !== true || typeof check?.evaluate !== "function" || others !== "no-autoplay-audio") return () => ["cssom", "media"];
    const { evaluate } = check;
    let pass = false;
    check.evaluate = function (...given) { return pass || evaluate.apply(this, given); };
    return () => {
      pass = areHarmless();
      return pass ? ["media"] : ["cssom", "media"];
    };
  };

  return Object.freeze({ learn, orientationOnce });
})();
