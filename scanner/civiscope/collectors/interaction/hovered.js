// What comes up under the mouse: where it lies, what it hides, and whether it is still there.
globalThis.civiscopeHovered ??= (() => {
  const LIMIT = { of_a_kind: 2, letters: 600 };
  const { visible, holds, hitAt, isDisabled, everything } = civiscopeToolkit();
  const TRIGGERS = "a[href],button,input:not([type=hidden]),select,summary,abbr,[tabindex],[aria-describedby],[data-tooltip],[data-tip],[data-bs-toggle],[data-toggle],[role=img],[role=button],[class*=tooltip i]";
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  let triggers = [], at = null, before = null, popup = null;

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
          const match = /^([^]*?):hover\b[^\s>+~]*\s*[\s>+~]\s*\S/.exec(part.trim());
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
  const list = (limit) => {
    const kinds = new Map();
    const candidates = new Set([...styled(), ...everything(document).filter((one) => one.matches(TELLS))]);
    triggers = [...candidates].filter((one) => visible(one) && !isDisabled(one) && !one.matches("body,html,main,form")).filter((one) => {
      const box = one.getBoundingClientRect();
      if (box.width < 6 || box.height < 6 || box.height > innerHeight / 2) return false;
      const kind = [one, one.parentElement].map((each) => `${each?.localName}.${[...(each?.classList || [])].sort().join(".")}`).join("<") + one.getAttributeNames().filter((name) => /^data-|^aria-describedby/.test(name)).join(",");
      kinds.set(kind, (kinds.get(kind) || 0) + 1);
      return kinds.get(kind) <= LIMIT.of_a_kind;
    });
    const more = Math.max(0, triggers.length - limit);
    // What says that it has a tip comes first.
    const tells = (one) => one.matches(TELLS);
    triggers = [...triggers.filter(tells), ...triggers.filter((one) => !tells(one))].slice(0, limit);
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
    return JSON.stringify({ x, y, acts: !!at.closest("a[href],[type=submit],[type=image],select") });
  };
  const faded = (element) => { for (let up = element; up; up = up.parentElement) if (Number(getComputedStyle(up).opacity) < 0.6) return true; return false; };
  /** What can be read now, could not before, and is not in the trigger; null when nothing. */
  const shown = () => {
    const fresh = [...readable().keys()].filter((one) => !before.has(one) && !holds(at, one) && !faded(one));
    if (!fresh.length) return false;
    let around = fresh[0];
    while (around.parentElement && around.parentElement !== document.body && ![...before.keys()].some((one) => around.parentElement.contains(one) && one !== around.parentElement) && !around.parentElement.contains(at)) around = around.parentElement;
    popup = around;
    return !popup.closest("dialog,[role=dialog],[role=alertdialog]") && clean(popup.innerText).length < LIMIT.letters;
  };
  const still = () => !!popup?.isConnected && visible(popup) && !faded(popup) && [popup, ...popup.querySelectorAll("*")].some((one) => clean(one.innerText) && visible(one));
  /** The point of what came up that lies nearest to the trigger. */
  const inside = () => {
    const box = popup.getBoundingClientRect(), own = at.getBoundingClientRect();
    const near = (low, high, from) => Math.min(Math.max(from, low + 3), high - 3);
    const x = near(Math.max(box.left, 0), Math.min(box.right, innerWidth), own.left + own.width / 2), y = near(Math.max(box.top, 0), Math.min(box.bottom, innerHeight), own.top + own.height / 2);
    // What lets the mouse through cannot be pointed at; it is tried all the same.
    return JSON.stringify({ x, y });
  };
  /** Text that was there before and lies under what came up. */
  const hides = () => {
    const box = popup.getBoundingClientRect();
    for (const [element, rect] of before) {
      if (!element.isConnected || popup.contains(element)) continue;
      const across = Math.min(box.right, rect.right) - Math.max(box.left, rect.left), down = Math.min(box.bottom, rect.bottom) - Math.max(box.top, rect.top);
      if (across > 6 && down > 4) return civiscope.cut(element.innerText, 80);
    }
    return "";
  };
  const facts = () => JSON.stringify({ ...civiscope.place(popup), text: civiscope.cut(popup.innerText, 100), trigger: civiscope.place(at), name: civiscope.cut(civiscope.nameOf(at), 80) }).toWellFormed();
  return { list, aim, shown, still, inside, hides, facts };
})();
