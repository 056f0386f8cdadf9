// What differs from document to document within one page: what counts per document, what a frame
// shows, and what the browser itself has added to it.
globalThis.civiscopeFrames = (() => {
  const PAGES = /^(text\/html|application\/xhtml\+xml|image\/svg\+xml)$/;
  const NAMESPACES = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"];
  const VIEWER = "#webkit-xml-viewer-source-xml";
  // Chromium's banner over what a style sheet makes of XML, its report of broken XML, its viewer.
  const ADDED = ["xslt-warning-banner", "parsererror", VIEWER];

  /** The type of the file that this document shows; empty when it is a page. */
  const fileType = () => {
    const type = document.contentType;
    if (PAGES.test(type)) return "";
    const isPage = /xml$/.test(type) && NAMESPACES.includes(document.documentElement?.namespaceURI) && !document.querySelector(VIEWER);
    return isPage ? "" : type;
  };

  // What of the page is looked at, where somebody asked for a part of it.
  let only = [];
  let without = [];
  const matches = (css) => { try { return [...document.querySelectorAll(css)]; } catch { return null; } };
  /** Look only at what these selectors name, and at nothing of what those do; says which name nothing. */
  const limit = ({ include, exclude }) => {
    const named = (list) => list.filter((css) => matches(css)?.length);
    only = named(include);
    without = named(exclude);
    return JSON.stringify({ unknown: include.filter((css) => !only.includes(css)), broken: [...include, ...exclude].filter((css) => !matches(css)) });
  };
  const isLimited = () => only.length > 0;
  const isIn = (element, list) => list.length > 0 && civiscopeRest.within(element, new Set(list.flatMap((css) => matches(css) || [])));

  /** The context for axe, less what the browser has added. */
  const context = (given) => {
    const added = [...ADDED.filter((css) => document.querySelector(css)), ...(given ? [] : without)].map((css) => [css]);
    if (given) return added.length ? { ...given, exclude: [...(given.exclude || []), ...added] } : given;
    if (!added.length && !only.length) return document;
    return { ...(only.length ? { include: only.map((css) => [css]) } : {}), ...(added.length ? { exclude: added } : {}) };
  };
  /** Whether an element is none of what is looked at. */
  const isAdded = (element) => !!element.closest?.(ADDED.join()) || isIn(element, without) || (only.length > 0 && !isIn(element, only));

  // axe puts the answers of all frames together before these are counted.
  const COUNTING = ["heading-order", "landmark-is-unique", "accesskeys", "unique-frame-title", "identical-links-same-purpose"];
  const documentOf = ({ node }) => JSON.stringify((node.ancestry || []).slice(0, -1));
  const countPerDocument = () => {
    for (const id of COUNTING) {
      // Not part of what axe promises: without it, frames count as one document.
      const check = axe._audit?.checks?.[id];
      if (typeof check?.after !== "function" || check.perDocument) continue;
      const count = check.after;
      check.perDocument = true;
      check.after = (results, ...others) => {
        const documents = new Map();
        for (const result of results) {
          const at = documentOf(result);
          documents.set(at, [...(documents.get(at) || []), result]);
        }
        return [...documents.values()].flatMap((own) => {
          const nodes = own.map((result) => result.node);
          // To the count, each document is the page.
          own.forEach((result, i) => { result.node = Object.create(nodes[i], { ancestry: { value: nodes[i].ancestry.slice(-1) } }); });
          try { return count(own, ...others); } finally { own.forEach((result, i) => { result.node = nodes[i]; }); }
        });
      };
    }
  };

  const rulesOf = (sheet) => { try { return sheet.cssRules; } catch { return null; } };
  const asks = (media) => /orientation/i.test(media || "");
  /** Whether a style sheet here asks how the screen is held, and the sheets that cannot be read. */
  const orientation = () => {
    const unread = [];
    const inRules = (rules) => [...rules].some((rule) => {
      if (rule instanceof CSSImportRule) return asks(rule.media.mediaText) || (!!rule.styleSheet && inSheet(rule.styleSheet));
      return rule instanceof CSSGroupingRule && (asks(rule.conditionText) || inRules(rule.cssRules));
    });
    const inSheet = (sheet) => {
      const rules = rulesOf(sheet);
      if (rules) return asks(sheet.media?.mediaText) || inRules(rules);
      unread.push(sheet.href || "");
      return false;
    };
    const asked = [...document.styleSheets, ...document.adoptedStyleSheets].some(inSheet);
    return JSON.stringify({ asked, unread });
  };

  return Object.freeze({ fileType, limit, isLimited, context, isAdded, countPerDocument, orientation });
})();
