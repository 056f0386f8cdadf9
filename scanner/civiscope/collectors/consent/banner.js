// Runs in our own world of each frame: lists what can be pressed, then measures the banner that
// some of it belongs to. What the texts mean is decided outside.
globalThis.civiscopeBanner ??= (() => {
  const PRESSABLE = "button,a,input[type=button],input[type=submit],[role=button],[role=link],[onclick],summary";
  const LOOKS_PRESSABLE = /(^|[-_ ])(btn|button|accept|reject|decline|agree|refuse|allow|deny|close)/i;
  const MARKED = /cookie|consent|gdpr|dsgvo|rgpd|ccpa|\bcmp|privacy-?(banner|notice|bar|popup|modal)|onetrust|didomi|usercentrics|cybot|truste|quantcast|tarteaucitron|klaro/i;
  const LIMIT = { buttons: 1000, text: 160, words: 4000 };
  let buttons = [];

  const inside = (root, css, found = [], depth = 0) => {
    for (const element of root.querySelectorAll(css)) found.push(element);
    if (depth < 6) {
      for (const host of root.querySelectorAll("*")) {
        const shadow = host.openOrClosedShadowRoot || host.shadowRoot;
        if (shadow) inside(shadow, css, found, depth + 1);
      }
    }
    return found;
  };
  const parentOf = (element) => element.parentElement || (element.getRootNode().host ?? null) || (element.assignedSlot ?? null);
  const visible = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width >= 2 && box.height >= 2;
  };
  const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim();
  const words = (element) => {
    const parts = [squeeze(element.innerText ?? element.textContent)];
    for (const host of element.querySelectorAll("*")) if (host.shadowRoot) for (const child of host.shadowRoot.children) parts.push(squeeze(child.innerText));
    if (element.shadowRoot) for (const child of element.shadowRoot.children) parts.push(squeeze(child.innerText));
    return parts.join(" ").slice(0, LIMIT.words);
  };
  const textOf = (element) => {
    const own = element.localName === "input" ? element.value : squeeze(element.innerText);
    return squeeze(own || element.getAttribute("aria-label") || element.getAttribute("title") || element.querySelector("img[alt]")?.alt);
  };

  let platform = null;
  /** The number of a button that a platform's rules name; it is listed if it was not. */
  const numberOf = (element) => {
    if (!element) return -1;
    for (let at = element; at; at = parentOf(at)) if (buttons.includes(at)) return buttons.indexOf(at);
    return buttons.push(element) - 1;
  };
  const within = (element, container) => {
    for (let at = element; at; at = parentOf(at)) if (at === container) return true;
    return false;
  };

  /** Everything that can be seen and pressed. */
  const collect = () => {
    const all = inside(document, PRESSABLE);
    for (const element of inside(document, "div[class],span[class]")) {
      if (LOOKS_PRESSABLE.test(element.className) && !element.querySelector(PRESSABLE) && !element.closest(PRESSABLE)) all.push(element);
    }
    buttons = [...new Set(all)].filter(visible).slice(0, LIMIT.buttons);
    platform = globalThis.civiscopePlatforms?.find() ?? null;
    return {
      url: document.URL,
      unprepared: globalThis.civiscopePlatforms === undefined,
      platform: platform && {
        name: platform.name, asks: platform.asks, opens: platform.opens,
        accept: numberOf(platform.accept), refuse: numberOf(platform.refuse),
      },
      words: squeeze(document.body?.innerText).length,
      elements: document.getElementsByTagName("*").length,
      buttons: buttons.map((element, index) => ({ index, text: textOf(element).slice(0, LIMIT.text + 40), tag: element.localName })),
    };
  };

  // ---- where a banner begins and ends -----------------------------------------------------------

  const isDialog = (element) => element.matches("dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]");
  const isPinned = (element) => {
    const { position } = getComputedStyle(element);
    return position === "fixed" || position === "sticky";
  };
  const isMarked = (element) => MARKED.test(`${element.id} ${element.getAttribute("class") || ""} ${element.getAttribute("aria-label") || ""} ${element.localName}`);

  const containerOf = (button, cookieWords) => {
    const about = (text) => { const lower = text.toLowerCase(); return cookieWords.some((word) => lower.includes(word)); };
    let best = null;
    let near = null;
    const told = platform?.box;
    if (told && button !== told && within(button, told) && !buttons.includes(told)) return { element: told, score: 4 };
    for (let at = parentOf(button); at && at !== document.body && at !== document.documentElement; at = parentOf(at)) {
      const dialog = isDialog(at);
      const pinned = dialog || isPinned(at);
      const marked = isMarked(at);
      if (!pinned && !marked && near) continue;
      const text = words(at);
      const says = about(text);
      if ((pinned && says) || marked) {
        // A page marked as a whole ("has-cookie-banner") is no banner.
        if (text.length < LIMIT.words || dialog) best = { element: at, score: 3 };
      } else if (!near && says && text.length <= 1500) near = { element: at, score: 2 };
    }
    if (!best && !near && document.body && isFrame() && about(document.URL + " " + words(document.body))) return { element: document.body, score: 2 };
    return best || near;
  };
  const isFrame = () => { try { return window.top !== window; } catch { return true; } };

  // ---- how it looks -----------------------------------------------------------------------------

  const colour = (text) => {
    const parts = /rgba?\(([^)]+)\)/.exec(text)?.[1].split(/[ ,/]+/).map(Number);
    return parts && parts.length >= 3 ? { r: parts[0], g: parts[1], b: parts[2], a: parts[3] ?? 1 } : null;
  };
  const backgroundOf = (element) => {
    for (let at = element; at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const found = colour(style.backgroundColor);
      if (found && found.a > 0.95) return found;
      if (found && found.a > 0) return null;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  };
  const light = ({ r, g, b }) => {
    const part = (value) => { const s = value / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (one, other) => {
    if (!one || !other) return null;
    const [bright, dark] = [light(one), light(other)].sort((a, b) => b - a);
    return Math.round(((bright + 0.05) / (dark + 0.05)) * 100) / 100;
  };
  const looksLikeLink = (element) => {
    if (element.localName === "input") return false;
    const style = getComputedStyle(element);
    const border = ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none" && colour(style[`border${side}Color`])?.a > 0.1);
    const own = colour(style.backgroundColor);
    const around = parentOf(element) ? backgroundOf(parentOf(element)) : null;
    const filled = style.backgroundImage !== "none" || (own && own.a > 0.1 && contrast(own, around) !== 1);
    return !border && !filled && style.boxShadow === "none";
  };
  const round = (number) => Math.round(number * 10) / 10;

  const boxesIn = (container) => {
    const found = [];
    for (const field of inside(container, "input[type=checkbox],[role=checkbox],[role=switch]")) {
      const on = field.localName === "input" ? field.checked : field.getAttribute("aria-checked") === "true";
      const off = field.disabled || field.getAttribute("aria-disabled") === "true" || field.readOnly;
      if (!on || off) continue;
      const labels = [...(field.labels || [])].map((label) => label.textContent).join(" ");
      const named = field.getAttribute("aria-labelledby")?.split(/\s+/).map((id) => field.getRootNode().getElementById?.(id)?.textContent || "").join(" ");
      // A box that is drawn by its label may have no size itself.
      const seen = visible(field) || [...(field.labels || [])].some(visible) || (parentOf(field) && visible(parentOf(field)));
      if (seen) found.push({ text: squeeze(named || field.getAttribute("aria-label") || labels || words(parentOf(field) || field)).slice(0, LIMIT.text), element: field });
    }
    return found;
  };

  let ticked = [];

  /** The banner that the buttons labelled so belong to, or null. */
  const measure = (labels, cookieWords) => {
    const found = new Map();
    for (const [index, label] of Object.entries(labels)) {
      const button = buttons[index];
      if (!button || !button.isConnected) continue;
      const container = containerOf(button, cookieWords);
      // Outside something that is pinned or marked, only a clear yes or no counts.
      if (!container || (container.score < 3 && label !== "accept" && label !== "reject")) continue;
      const known = found.get(container.element) || { ...container, labels: new Set(), count: 0 };
      known.labels.add(label);
      known.count += 1;
      found.set(container.element, known);
    }
    // A link to a policy in a footer that says "cookies" is no banner: it must ask something.
    const asking = [...found.values()].filter(({ labels: said }) => said.has("accept") || said.has("reject") || said.has("acknowledge"));
    if (!asking.length) return null;
    const worth = ({ score, labels: said }) => score * 10 + (said.has("accept") ? 4 : 0) + (said.has("reject") ? 4 : 0) + said.size;
    asking.sort((a, b) => worth(b) - worth(a));
    const { element } = asking[0];
    const first = buttons.find((button, index) => index in labels && within(button, element));
    let pinned = null;
    let dialog = false;
    for (let at = first; at && at !== document.body; at = parentOf(at)) {
      if (isPinned(at)) pinned = at;
      dialog ||= isDialog(at);
    }
    // The box of an element that only holds a shadow root says nothing.
    const drawn = visible(element) ? element : pinned || first;
    const box = drawn.getBoundingClientRect();
    const point = first.getBoundingClientRect();
    ticked = boxesIn(element);
    const place = civiscope.place(element);
    return {
      kind: dialog ? "dialog" : pinned ? "bar" : "inline",
      text: words(element).slice(0, 600), selector: place.selector, snippet: place.snippet,
      box: { x: round(box.x + scrollX), y: round(box.y + scrollY), width: round(box.width), height: round(box.height) },
      at: { x: point.x + point.width / 2, y: point.y + point.height / 2 },
      buttons: buttons.map((button, index) => ({ button, index })).filter(({ button, index }) => index in labels && within(button, element)).map(({ button, index }) => {
        const size = button.getBoundingClientRect();
        return {
          index, text: textOf(button).slice(0, LIMIT.text), label: labels[index], selector: civiscope.place(button).selector,
          link: looksLikeLink(button), width: round(size.width), height: round(size.height),
          contrast: contrast(colour(getComputedStyle(button).color), backgroundOf(button)),
        };
      }),
      ticked: ticked.map(({ text, element: field }) => ({ text, selector: civiscope.place(field).selector })),
    };
  };

  /** Share of the window that is covered at nine times nine points, when the banner is at one. */
  const covering = (x, y) => {
    const deep = (left, top) => {
      let at = document.elementFromPoint(left, top);
      while (at?.shadowRoot) { const next = at.shadowRoot.elementFromPoint(left, top); if (!next || next === at) break; at = next; }
      return at;
    };
    const pin = (element) => {
      let found = null;
      for (let at = element; at && at !== document.body; at = parentOf(at)) if (isPinned(at) || isDialog(at)) found = at;
      return found;
    };
    const own = pin(deep(Math.max(1, Math.min(innerWidth - 2, x)), Math.max(1, Math.min(innerHeight - 2, y))));
    if (!own) return 0;
    let covered = 0;
    for (let row = 0; row < 9; row++) {
      for (let column = 0; column < 9; column++) {
        const over = pin(deep(innerWidth * (column + 0.5) / 9, innerHeight * (row + 0.5) / 9));
        const box = over?.getBoundingClientRect();
        if (over === own || (box && box.width >= innerWidth * 0.9 && box.height >= innerHeight * 0.9)) covered += 1;
      }
    }
    return Math.round((covered / 81) * 100) / 100;
  };

  /** Bring a button into sight and say where to press it, in this frame's own window. */
  const aim = (index) => aimAt(buttons[index]);
  const aimTicked = (index) => aimAt(ticked[index]?.element);
  let hit = false;
  /** Whether the last press reached what it was aimed at. */
  const wasHit = () => hit;
  const aimAt = async (element) => {
    if (!element || !element.isConnected) return null;
    const target = visible(element) ? element : [...(element.labels || [])].find(visible) || parentOf(element);
    if (!target) return null;
    const lies = () => {
      const box = target.getBoundingClientRect();
      return { box, x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    hit = false;
    for (const type of ["mousedown", "click"]) {
      addEventListener(type, (event) => { if (event.composedPath().includes(target) || event.target === target) hit = true; }, { capture: true, once: true });
    }
    // What slides in is pressed once it lies still, as a person would.
    let { box, x, y } = lies();
    for (let wait = 0; wait < 30; wait++) {
      const before = { x, y };
      await new Promise((done) => setTimeout(done, 80));
      ({ box, x, y } = lies());
      if (Math.abs(x - before.x) < 1 && Math.abs(y - before.y) < 1) break;
    }
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) {
      target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      ({ box, x, y } = lies());
    }
    return { x, y, width: box.width, height: box.height };
  };

  return Object.freeze({ collect, measure, covering, aim, aimTicked, wasHit });
})();
