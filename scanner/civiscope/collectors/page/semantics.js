// What scripts of rules ask about elements: their names, roles and visibility as axe-core works them
// out, the words that can be seen, and which part of a page is its own. Works only within `ask`,
// while axe's tree of the document stands.
globalThis.civiscopeSemantics = ({ isEffaced }) => {
  const { text, aria, dom } = axe.commons;
  // Each is asked by several rules, and answered once.
  const safely = (ask, otherwise) => {
    const known = new WeakMap();
    return (element) => {
      if (!known.has(element)) {
        let answer = otherwise;
        // Elements outside of the flat tree (a slot's fallback, what a script has just taken away).
        try { answer = ask(element) ?? otherwise; } catch { /* it has no answer */ }
        known.set(element, answer);
      }
      return known.get(element);
    };
  };
  /** What the labels of a field say that is named by itself and by more; axe-core leaves them out. */
  const ownLabels = (element) => {
    const named = (element.getAttribute("aria-labelledby") || "").split(/\s+/);
    if (!element.id || !named.includes(element.id) || element.hasAttribute("aria-label")) return "";
    return [...(element.labels || [])].map((label) => text.sanitize(label.textContent)).join(" ");
  };
  /** The accessible name. */
  const name = safely((element) => text.sanitize(`${ownLabels(element)} ${text.accessibleText(element)}`), "");
  /** The role, explicit or by the element's kind; null when it has none. */
  const role = safely((element) => aria.getRole(element), null);
  /** Whether assistive technology meets the element. */
  const exposed = safely((element) => dom.isVisibleToScreenReaders(element), false);
  /** Whether somebody who looks at the page can see the element, now or after scrolling. */
  const visible = safely((element) => dom.isVisibleOnScreen(element) && !dom.isOffscreen(element) && !isEffaced(element), false);
  const focusable = safely((element) => dom.isFocusable(element), false);

  /** Elements that match, those in open shadow roots too, in tree order. */
  let open = null;
  const all = (css) => {
    open ??= [...document.querySelectorAll("*")].some((element) => element.shadowRoot);
    if (!open) return [...document.querySelectorAll(css)];
    const found = [];
    const walk = (node) => {
      for (const element of node.querySelectorAll("*")) {
        if (element.matches(css)) found.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found;
  };

  const flows = (style) => style.float === "none" && !/^(absolute|fixed)$/.test(style.position);
  // A box within a line (inline-block, inline-flex …) is read as words of its own, as assistive technology does.
  const isInline = (style) => /^(inline|contents|ruby.*)$/.test(style.display) && flows(style);
  const isInLine = (style) => /^(inline|contents|ruby)/.test(style.display) && flows(style);
  const SILENT = "script,style,noscript,template,head,title";

  /** Whether the words right inside an element are drawn where nobody sees them: by their indent, size or colour. */
  const isPushedAway = (text, parent, style) => {
    if (parseFloat(style.fontSize) < 1) return true;
    if (/^rgba\(.*, 0\)$/.test(style.webkitTextFillColor) && style.backgroundClip !== "text" && style.textShadow === "none") return true;
    if (!(Math.abs(parseFloat(style.textIndent)) >= 100)) return false;
    const range = document.createRange();
    range.selectNodeContents(text);
    const end = /hidden|clip/.test(style.overflowX) ? parent.getBoundingClientRect().right : Infinity;
    return [...range.getClientRects()].every((box) => box.right + window.scrollX <= 0 || box.left >= end);
  };

  /**
   * The text of an element that can be seen, blocks set apart by spaces; `skip` says what to leave out.
   * `seam` stands where an element begins or ends within a line: a margin or padding may part the words there.
   */
  const shownText = (element, skip = () => false, seam = "") => {
    const parts = [];
    const walk = (node, parent, around) => {
      if (node.nodeType === Node.TEXT_NODE) { if (!around || !node.nodeValue.trim() || !isPushedAway(node, parent, around)) parts.push(node.nodeValue); return; }
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT) || skip(node)) return;
      const style = getComputedStyle(node);
      if (style.display !== "contents" && !visible(node)) {
        // A box without size may still show what overflows it; what is hidden for good shows nothing.
        if (style.display === "none" || style.visibility !== "visible" || node.children.length === 0) return;
        if (!dom.isVisibleOnScreen(node) || dom.isOffscreen(node)) return;
      }
      const edge = seam && isInLine(style) ? seam : isInline(style) ? "" : " ";
      parts.push(node.localName === "br" ? " " : edge);
      for (const child of (node.shadowRoot || node).childNodes) walk(child, node, style);
      parts.push(edge);
    };
    walk(element);
    return parts.join("").replace(/\s+/g, " ").trim();
  };

  // ---- repeated content and the page's own ----------------------------------------------------

  const BLOCKS = "nav,aside,search,[role=navigation i],[role=complementary i],[role=banner i],[role=contentinfo i],[role=search i],header,footer";
  const FURNITURE = "section,article,main,[role=main i],[role=region i],[role=article i]";
  const isRepeated = (element) => {
    if (!element.matches(BLOCKS)) return false;
    // A header or footer within an article or section belongs to that piece of content.
    if (/^(header|footer)$/.test(element.localName) && !element.hasAttribute("role")) return !element.parentElement?.closest(FURNITURE);
    return !element.parentElement?.closest("main,[role=main i],article");
  };
  const wordsIn = (value) => (value.match(/[\p{L}\p{N}]+/gu) || []).length;
  const isLinkList = (element) => {
    if (!/^(ul|ol|menu)$/.test(element.localName)) return false;
    const items = [...element.children];
    const links = [...element.querySelectorAll("a[href]")];
    // Links within the page are its own table of contents, or its tabs.
    if (links.every((link) => link.getAttribute("href").startsWith("#"))) return false;
    const linked = links.reduce((sum, link) => sum + wordsIn(link.textContent), 0);
    // The entry of the page itself is often no link.
    return items.length > 1 && linked > 0 && wordsIn(element.textContent) - linked <= Math.max(3, linked);
  };
  const isLoneLink = (element) => element.localName === "a" && element.hasAttribute("href") && !element.closest("p,dd,td,li,h1,h2,h3,h4,h5,h6,main");

  /**
   * The page's own content behind blocks that are likely to stand on its neighbours too: its texts in
   * tree order, `after` saying which stand behind a first block. Null when the page is not of that kind.
   */
  let known;
  const ownContent = () => (known === undefined ? (known = findOwnContent()) : known);
  const findOwnContent = () => {
    if (document.documentElement.localName !== "html" || !document.body) return null;
    const texts = [];
    let blocks = 0;
    let before = 0;
    const walk = (node, repeated) => {
      // A page that begins with content has nothing before it to skip.
      if (!blocks && before >= 5) return;
      if (node.nodeType === Node.TEXT_NODE) {
        if (/[\p{L}\p{N}]/u.test(node.nodeValue) && node.parentElement && (visible(node.parentElement) || exposed(node.parentElement))) {
          const words = wordsIn(node.nodeValue);
          texts.push({ node, repeated, after: blocks > 0, words });
          if (!repeated && !blocks) before += words;
        }
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT)) return;
      let inside = repeated;
      if (!inside && (isRepeated(node) || isLinkList(node) || isLoneLink(node))) {
        if (!(exposed(node) || visible(node))) return;
        inside = true;
        // What the page begins with is likely to begin its neighbours too; lists further down are not.
        if (wordsIn(node.textContent) > 0 && before < 5) blocks += 1;
      }
      // What a page is called differs from page to page, wherever it stands.
      if (inside && node.localName === "h1" && !node.closest("nav,aside")) inside = false;
      for (const child of (node.shadowRoot || node).childNodes) walk(child, inside);
    };
    walk(document.body, false);
    const own = texts.filter((each) => !each.repeated && each.after);
    // Running text, not only labels and links: else there is nothing to skip to.
    return own.some((each) => each.words >= 10) ? { texts, own } : null;
  };

  /** Whether the first text at or behind `element` (or in it, with `within`) is the page's own. */
  const leadsToOwn = ({ texts, own }, element, within = false) => {
    const first = texts.find(({ node }) => {
      if (element.contains(node)) return true;
      return !within && element.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    return !!first && own.includes(first) && (!within || element.contains(first.node));
  };

  const hasOwnHeading = (content) => all("h1,h2,h3,h4,h5,h6,[role=heading i]").some((heading) => role(heading) === "heading" && exposed(heading) && visible(heading)
    && (content.own.some(({ node }) => heading.contains(node)) || ownImage(content, heading)));
  const ownImage = (content, heading) => !heading.textContent.trim() && !!name(heading) && !heading.closest(BLOCKS) && content.texts.some(({ node, repeated }) => repeated
    && node.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);

  const hasOwnLandmark = (content) => all("main,[role=main i],section,[role=region i],form,[role=form i],[role=search i]").some((landmark) => {
    const found = role(landmark);
    if (!exposed(landmark) || !/^(main|region|form|search)$/.test(found || "")) return false;
    return (found === "main" || found === "search" || !!name(landmark)) && leadsToOwn(content, landmark, true);
  });

  const targetOf = (link) => {
    const href = link.getAttribute("href") || "";
    let url;
    try { url = new URL(href, document.baseURI); } catch { return null; }
    if (!url.hash || url.href.split("#")[0] !== document.URL.split("#")[0]) return null;
    let id = url.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* taken as written */ }
    return document.getElementById(id) || document.getElementsByName(id)[0] || null;
  };
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "");
  const TITLES = "h1,h2,h3,h4,h5,h6";
  /** Whether a link has the name of what it leads to: of the address's end, or of a heading on this page. */
  const isCalledAsTarget = (link, called) => {
    const [path, id] = String(link.href?.baseVal ?? link.href ?? "").split("#");
    const place = path.split("?")[0].replace(/\/(?:index|default)\.\w+$|\/$/, "");
    const last = place.slice(place.lastIndexOf("/") + 1).replace(/\.\w{2,5}$/, "");
    const part = id && path === location.href.split("#")[0] && document.getElementById(id);
    const heading = part && (part.matches(TITLES) ? part : part.querySelector(TITLES));
    return !!called && (fold(last) === fold(called) || (!!heading && fold(heading.textContent) === fold(called)));
  };
  const hasSkipLink = (content) => all("a[href*='#']").some((link) => {
    const target = exposed(link) && focusable(link) ? targetOf(link) : null;
    return !!target && getComputedStyle(target).display !== "none" && leadsToOwn(content, target);
  });

  const LANDMARKS = /^(banner|complementary|contentinfo|form|main|navigation|region|search)$/;
  const isLandmark = (at) => (at.localName !== "form" || at.hasAttribute("role")) && LANDMARKS.test(role(at) || "") && (role(at) !== "region" || !!name(at));
  /** Whether an element lies in a landmark; a region without a name is none to browsers. */
  const isInLandmark = (element) => {
    for (let at = element; (at = civiscopeRest.around(at)); ) if (isLandmark(at)) return true;
    return false;
  };

  return { name, role, exposed, visible, focusable, all, shownText, ownContent, isInLandmark, hasOwnHeading, hasOwnLandmark, hasSkipLink, isCalledAsTarget };
};
