// What comes up under the mouse: where it lies, what it hides, and whether it is still there.
globalThis.civiscopeHovered ??= (() => {
  const LIMIT = { of_a_kind: 2, letters: 600 };
  const { visible, holds, hitAt, isDisabled, everything } = civiscopeToolkit();
  const TRIGGERS = "a[href],button,input:not([type=hidden]),select,summary,abbr,[tabindex],[aria-describedby],[data-tooltip],[data-tip],[data-bs-toggle],[data-toggle],[role=img i],[role=button i],[class*=tooltip i]";
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  let triggers = [], at = null, before = null, popup = null;
  /** Words that a style sheet adds while the mouse is there: of which element, and in which of its parts. */
  const added = new Map();
  const PARTS = ["::before", "::after"];
  const MIN_LETTERS = 3;

  const readable = () => {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && found.size < 5000; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent && clean(node.data) && !found.has(parent) && !/^(script|style|noscript)$/.test(parent.localName) && visible(parent)) found.set(parent, parent.getBoundingClientRect());
    }
    return found;
  };
  /** Elements over which a style sheet of the page shows something else. */
  const styled = () => {
    const found = new Set();
    const read = (rules) => {
      for (const rule of rules) {
        for (const part of (rule.selectorText || "").split(",")) {
          const selector = part.trim();
          const own = /^([^]*?):hover\b[^\s>+~]*::(?:before|after)$/.exec(selector);
          if (own && added.size < 100) {
            try { for (const one of [...document.querySelectorAll(own[1].trim() || "*")].slice(0, 20)) added.set(one, null); } catch { /* of no use alone */ }
          }
          const match = /^([^]*?):hover\b[^\s>+~]*\s*[\s>+~]\s*\S/.exec(selector);
          if (!match || found.size > 200) continue;
          try { for (const one of [...document.querySelectorAll(match[1].trim() || "*")].slice(0, 20)) found.add(one); } catch { /* of no use alone */ }
        }
        if (rule.cssRules?.length) read(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) { try { read(sheet.cssRules); } catch { /* of another origin */ } }
    return [...found].map((one) => (one.matches(TRIGGERS) ? one : [...one.querySelectorAll(TRIGGERS)].find(visible) || one));
  };
  const TELLS = "[aria-describedby],[data-tooltip],[data-tip],[data-bs-toggle=tooltip],[data-toggle=tooltip],[class*=tooltip i],abbr";
  const wordsIn = (element, style) => [...(style.content || "").replace(/attr\(\s*([\w-]+)[^)]*\)/g, (_, name) => JSON.stringify(element.getAttribute(name) || "")).matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]).join(" ");
  /** The words of an element; those in a drawing have no text of their own as it is shown. */
  const saidBy = (element) => clean(element.innerText ?? element.textContent);
  const letters = (text) => (text.match(/\p{L}/gu) || []).length;
  const isHidden = (style) => style.display === "none" || style.visibility !== "visible" || Number(style.opacity) < 0.6 || parseFloat(style.fontSize) < 2;
  /** The words that a style sheet adds in a part of an element, if they can be read now. */
  const addedWords = (element, part) => {
    const style = getComputedStyle(element, part);
    const text = clean(wordsIn(element, style));
    return letters(text) >= MIN_LETTERS && !isHidden(style) && !/^scale\(0|matrix\(0, 0, 0, 0/.test(style.transform) ? text : "";
  };
  /** What may bring up more: `limit` of it at most; `listening` are the numbers of what listens to the mouse's coming. */
  const list = (limit, listening = []) => {
    const kinds = new Map();
    const listeners = new Set(listening.map((number) => civiscopeKeyboard.element(number)).filter((one) => one?.isConnected));
    const byStyle = styled();
    // A style may add its words, or take them from an attribute, only while the mouse is there.
    const mayAdd = [...added.keys()].filter((one) => PARTS.some((part) => letters(wordsIn(one, getComputedStyle(one, part))) >= MIN_LETTERS) || one.getAttributeNames().some((name) => /^data-|^aria-label$/.test(name)));
    const candidates = new Set([...mayAdd, ...byStyle, ...listeners, ...everything(document).filter((one) => one.matches(TELLS))]);
    triggers = [...candidates].filter((one) => visible(one) && !isDisabled(one) && !one.matches("body,html,main,form")).filter((one) => {
      const box = one.getBoundingClientRect();
      if (box.width < 6 || box.height < 6 || box.height > innerHeight / 2) return false;
      const kind = [one, one.parentElement].map((each) => `${each?.localName}.${[...(each?.classList || [])].sort().join(".")}`).join("<") + one.getAttributeNames().filter((name) => /^data-|^aria-describedby/.test(name)).join(",");
      kinds.set(kind, (kinds.get(kind) || 0) + 1);
      return kinds.get(kind) <= LIMIT.of_a_kind;
    });
    const more = Math.max(0, triggers.length - limit);
    // What says that it has a tip comes first.
    const rank = (one) => (one.matches(TELLS) ? 0 : listeners.has(one) || added.has(one) ? 1 : 2);
    triggers = triggers.sort((one, other) => rank(one) - rank(other)).slice(0, limit);
    return JSON.stringify({ count: triggers.length, more });
  };
  /** A point at which the mouse meets a trigger; the page is remembered as it stands. */
  const aim = (index) => {
    at = triggers[index];
    if (!at?.isConnected || !visible(at)) return "null";
    at.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const box = [...at.getClientRects()].find((one) => one.width > 2 && one.height > 2);
    if (!box) return "null";
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const hit = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight ? hitAt(x, y) : null;
    if (!hit || !(holds(at, hit) || holds(hit, at))) return "null";
    before = readable();
    popup = null;
    addedPart = "";
    if (added.has(at)) added.set(at, PARTS.map((part) => addedWords(at, part)));
    return JSON.stringify({ x, y, acts: !!at.closest("a[href],[type=submit],[type=image],select") });
  };
  const faded = (element) => { for (let up = element; up; up = up.parentElement) if (Number(getComputedStyle(up).opacity) < 0.6) return true; return false; };
  let addedPart = "";
  /** The words that styles add to the trigger now, and did not before. */
  const addedNow = () => {
    const earlier = added.get(at);
    if (!earlier) return "";
    addedPart = PARTS.find((part, index) => { const text = addedWords(at, part); return text && text !== earlier[index]; }) || "";
    return addedPart && addedWords(at, addedPart);
  };
  /** Where such words stand; null when that cannot be worked out. */
  const addedBox = () => {
    const style = getComputedStyle(at, addedPart);
    let holder = at;
    while (holder && style.position === "absolute" && getComputedStyle(holder).position === "static" && getComputedStyle(holder).transform === "none") holder = holder.parentElement;
    const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(parseFloat);
    if (!/^(absolute|fixed)$/.test(style.position) || [left, top, width, height].some(Number.isNaN)) return null;
    const around = style.position === "fixed" || !holder ? { left: 0, top: 0 } : holder.getBoundingClientRect();
    const moved = style.transform === "none" ? { e: 0, f: 0 } : new DOMMatrix(style.transform);
    const edges = (names) => (style.boxSizing === "border-box" ? 0 : names.reduce((sum, name) => sum + (parseFloat(style[name]) || 0), 0));
    const x = around.left + (holder?.clientLeft || 0) + left + (parseFloat(style.marginLeft) || 0) + moved.e;
    const y = around.top + (holder?.clientTop || 0) + top + (parseFloat(style.marginTop) || 0) + moved.f;
    return { left: x, top: y, right: x + width + edges(["paddingLeft", "paddingRight"]), bottom: y + height + edges(["paddingTop", "paddingBottom"]) };
  };
  /** Whether an element lies over the page, and not in the lines of the trigger. */
  const liesOver = (element) => { for (let up = element; up && up !== at; up = up.parentElement) if (/^(absolute|fixed)$/.test(getComputedStyle(up).position)) return true; return false; };
  /** Whether something can be read now, could not before, and is no part of the trigger's own lines. */
  const shown = () => {
    const fresh = [...readable().keys()].filter((one) => !before.has(one) && (!holds(at, one) || liesOver(one) || !at.matches(TRIGGERS)) && !faded(one));
    if (!fresh.length) {
      popup = addedNow() ? at : null;
      return popup !== null;
    }
    addedPart = "";
    let around = fresh[0];
    while (around.parentElement && around.parentElement !== document.body && ![...before.keys()].some((one) => around.parentElement.contains(one) && one !== around.parentElement) && !around.parentElement.contains(at)) around = around.parentElement;
    popup = around;
    return !popup.closest("dialog,[role=dialog i],[role=alertdialog i]") && saidBy(popup).length < LIMIT.letters;
  };
  const still = () => (popup === at ? at.isConnected && !!addedNow() : stillStands());
  const stillStands = () => !!popup?.isConnected && visible(popup) && !faded(popup) && [popup, ...popup.querySelectorAll("*")].some((one) => saidBy(one) && visible(one));
  /** The point of what came up that lies nearest to the trigger. */
  const inside = () => {
    const box = popup === at ? addedBox() || at.getBoundingClientRect() : popup.getBoundingClientRect(), own = at.getBoundingClientRect();
    const near = (low, high, from) => Math.min(Math.max(from, low + 3), high - 3);
    const x = near(Math.max(box.left, 0), Math.min(box.right, innerWidth), own.left + own.width / 2), y = near(Math.max(box.top, 0), Math.min(box.bottom, innerHeight), own.top + own.height / 2);
    // What lets the mouse through cannot be pointed at; it is tried all the same.
    return JSON.stringify({ x, y });
  };
  /** Where the words of an element stand that are not in what came up. */
  const wordsOf = (element) => {
    const rects = [];
    const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (nodes.nextNode() && rects.length < 100) {
      const { currentNode } = nodes;
      if (!currentNode.data.trim() || popup.contains(currentNode)) continue;
      range.selectNodeContents(currentNode);
      rects.push(...range.getClientRects());
    }
    return rects;
  };
  const lieOver = (box, own) => Math.min(box.right, own.right) - Math.max(box.left, own.left) > 6 && Math.min(box.bottom, own.bottom) - Math.max(box.top, own.top) > 4;
  /** Text that was there before and lies under what came up. */
  const hides = () => {
    const box = popup === at ? addedBox() : popup.getBoundingClientRect();
    if (!box) return "";
    for (const [element, rect] of before) {
      // The words of the trigger and of what it stands in are no page that something else lies over.
      if (!element.isConnected || popup.contains(element) || (popup === at && element.contains(at))) continue;
      // A menu that comes up where a paragraph's last line has ended, or beside the words of a heading, hides nothing of it.
      if ((element.contains(popup) || lieOver(box, rect)) && wordsOf(element).some((own) => lieOver(box, own))) return civiscope.cut(element.innerText, 80);
    }
    return "";
  };
  const textNow = () => (popup === at ? addedNow() : saidBy(popup));
  const plain = (each) => (each || "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  /** Whether the words are what the trigger is called or described by. */
  const describes = (text) => {
    const ids = (at.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean);
    const told = [civiscope.nameOf(at), at.getAttribute("aria-description"), ...ids.map((id) => at.getRootNode().getElementById(id)?.textContent)];
    return told.some((each) => plain(each).includes(plain(text)));
  };
  /** Whether what came up is written elsewhere on the page, in sight. */
  const repeats = (text) => {
    const wanted = plain(text);
    const others = [...before.keys()].filter((one) => one.isConnected && !popup.contains(one)).map((one) => one.innerText || "");
    return !wanted || plain([...others, popup === at ? at.innerText || "" : ""].join(" ")).includes(wanted);
  };
  const facts = () => {
    const text = textNow();
    return JSON.stringify({
      ...civiscope.place(popup), text: civiscope.cut(text, 100), trigger: civiscope.place(at), name: civiscope.cut(civiscope.nameOf(at), 80),
      links: popup === at ? 0 : popup.querySelectorAll("a[href],button,input,select,textarea").length, repeats: repeats(text), described: describes(text),
    }).toWellFormed();
  };
  /** Give the focus to what the mouse was over, or to what stands for it: in it or around it. Whether anything takes it. */
  const enter = () => {
    const around = [];
    for (let up = at.parentElement; up && up !== document.body; up = up.parentElement) around.push(up);
    const target = [at, ...everything(at), ...around].find((one) => civiscopeKeyboard.tabbable(one));
    target?.focus({ preventScroll: true });
    return !!target && document.activeElement !== document.body;
  };
  const leave = () => { civiscopeKeyboard.leave(); };
  return { list, aim, shown, still, inside, hides, facts, enter, leave };
})();
