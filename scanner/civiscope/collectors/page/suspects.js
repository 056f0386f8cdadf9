// Which elements that axe-core fails for their name, role or state it may have misread: what they
// are to assistive technology stands where axe does not look, and the browser has to be asked. And which
// custom elements it passes over, since what they are stands there, too.
globalThis.civiscopeSuspects = (found, place) => {
  const MAX_DESCENDANTS = 200;
  const MAX_HOSTS = 500; // custom elements without words that are looked at
  const MAX_ELEMENTS = 50000; // the browser's tree of a larger document takes too long to build
  let asked = [];

  const isCustom = (element) => element.localName.includes("-") || element.hasAttribute("is");
  const isShadow = (root) => root instanceof ShadowRoot;
  const within = (element) => [...element.querySelectorAll("*")].slice(0, MAX_DESCENDANTS);
  const around = function* (element) {
    for (let at = element; at; at = at.assignedSlot || at.parentElement || at.getRootNode().host) yield at;
  };

  // Words that a style sheet brings, as text or as the alternative of a picture.
  const hasCssWords = (element) => [null, "::before", "::after"].some((part) => {
    const { content } = getComputedStyle(element, part);
    return content && content !== "normal" && content !== "none" && /["(]/.test(content.replace(/url\("(?:[^"\\]|\\.)*"\)/g, ""));
  });

  // Elements that another takes its name from.
  const namers = (element) => [...(element.labels || []), ...(element.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && element.getRootNode().getElementById?.(id)).filter(Boolean)];

  const hasUnknownRole = (element) => {
    const role = (element.getAttribute("role") || "").trim().toLowerCase().split(/\s+/)[0];
    return role !== "" && !(axe._audit?.standards ?? axe.utils.getStandards()).ariaRoles[role];
  };

  const KINDS = {
    "custom-element": isCustom,
    "in-shadow-tree": (element) => isShadow(element.getRootNode()),
    "slot": (element) => !!element.assignedSlot || within(element).some((each) => each.localName === "slot"),
    "holds-custom-element": (element) => within(element).some(isCustom),
    "in-custom-element": (element) => !!element.parentElement && isCustom(element.parentElement),
    "css-words": (element) => [element, ...namers(element)].some((each) => [each, ...within(each)].some(hasCssWords)),
    "focusgroup": (element) => !!element.closest("[focusgroup]"),
    "select": (element) => element.localName !== "select" && !!element.closest("select"),
    "customizable-select": (element) => element.localName === "select" && getComputedStyle(element).appearance === "base-select",
    "refers-to-custom-element": (element) => namers(element).some((named) => isCustom(named) || within(named).some(isCustom)),
    "unknown-role": hasUnknownRole,
    // An old name of the role list, which browsers turn into that.
    "in-directory": (element) => !!element.parentElement?.matches("[role=directory i]"),
    "edited-text": (element) => !!element.querySelector(":scope > ins, :scope > del, :scope > mark"),
  };

  const attached = (element) => {
    // Custom elements keep what they are to assistive technology to themselves. Whether they do tells
    // only the attempt; one that has no definition or forbids it keeps nothing.
    if (!element.localName.includes("-")) return false;
    try { element.attachInternals(); } catch (error) { return /already attached/i.test(String(error)); }
    return false;
  };

  const OWN_ROLE = "own-role";
  const SILENT = "style,script,template";
  const hasWords = (root) => [...root.childNodes].some((node) => (node.nodeType === Node.TEXT_NODE ? /\S/.test(node.nodeValue) : node.nodeType === Node.ELEMENT_NODE
    && !node.matches(SILENT) && (hasWords(node) || (!!node.shadowRoot && hasWords(node.shadowRoot)))));
  // A role that a custom element keeps to itself is nothing to axe, which then asks for no name. What a style
  // sheet shows as a picture has a role without that.
  const mayKeepRole = (element) => element.localName.includes("-") && element.matches(":defined") && !element.hasAttribute("role") && !element.ariaLabel
    && !element.hasAttribute("aria-labelledby") && !element.closest("[aria-hidden=true i],[inert]") && !civiscopeFrames.isAdded(element) && element.checkVisibility() && getComputedStyle(element).content === "normal"
    && !hasWords(element) && !(element.shadowRoot && hasWords(element.shadowRoot));
  const hosts = () => {
    const kept = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (kept.length >= MAX_HOSTS) return;
        if (mayKeepRole(element)) kept.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return kept;
  };

  const pick = (entries) => {
    const picked = new Map();
    for (const { element, selector } of entries) {
      if (!element?.isConnected || picked.has(selector)) continue;
      const kinds = Object.keys(KINDS).filter((kind) => { try { return KINDS[kind](element); } catch { return false; } });
      if (kinds.length) picked.set(selector, { element, selector, kinds });
    }
    const known = new Set([...picked.values()].map(({ element }) => element));
    const own = hosts().filter((element) => !known.has(element)).map((element) => ({ element, ...place(element), kinds: [OWN_ROLE] }));
    asked = [...picked.values(), ...own];
    const nodes = asked.map(({ element, selector, kinds, snippet, box }) => ({
      selector, kinds, snippet, box, internals: !kinds.includes(OWN_ROLE) && attached(element), tag: element.localName,
      attributes: element.getAttributeNames().filter((name) => name.startsWith("aria-") || name === "role"),
    }));
    return JSON.stringify({ nodes, large: document.getElementsByTagName("*").length > MAX_ELEMENTS });
  };

  /** Elements of this document that *rules* fail or leave open, as far as the browser should be asked of them. */
  const suspects = (rules) => pick(rules.flatMap((rule) => (found.get(rule) || []).filter(({ element, verdict }) => verdict === "failed" || (element && isCustom(element)))));

  /** The same in a frame, where elements are named by their selectors. */
  const suspectsAt = (selectors) => pick(selectors.map((selector) => {
    let root = document, element = null;
    for (const step of selector.split(" >>> ")) {
      try { element = root?.querySelector(step) || null; } catch { element = null; }
      root = element?.shadowRoot;
    }
    return { element, selector };
  }));

  /** The nth of them. */
  const suspect = (index) => asked[index].element;

  return { suspects, suspectsAt, suspect };
};
