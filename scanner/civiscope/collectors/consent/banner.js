// Runs in our own world of each frame, after roots.js: lists what can be pressed, then the boxes that
// it lies in, and measures the one that is a consent notice. What the texts mean is decided outside.
globalThis.civiscopeBanner ??= (() => {
  const PRESSABLE = "button,a,input[type=button],input[type=submit],[role=button i],[role=link i],[onclick],summary";
  const LOOKS_PRESSABLE = /(^|[-_ ])(btn|button|accept|reject|decline|agree|refuse|allow|deny|close)/i;
  // What names a banner for cookies, and what may as well name another kind of consent.
  const MARKED = /cookie|dsgvo|rgpd|ccpa|\bcmp|privacy-?(banner|notice|bar|popup|modal)|onetrust|didomi|usercentrics|cybot|truste|quantcast|tarteaucitron|orejime|klaro/i;
  const VAGUELY_MARKED = /consent|gdpr/i;
  const LIMIT = { buttons: 1000, text: 160, words: 4000, near: 1500, options: 40, containers: 60 };
  const { shadowOf, parentOf, inside, deepest } = globalThis.civiscopeRoots;
  let buttons = [];

  const visible = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width >= 2 && box.height >= 2;
  };
  const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim();
  /** The text of an element as it is drawn, line by line, with that of what is closed to scripts. */
  const drawn = (element) => {
    const parts = [element.innerText ?? element.textContent ?? ""];
    for (const host of [element, ...inside(element, "*")]) for (const child of shadowOf(host)?.children ?? []) parts.push(child.innerText ?? "");
    return parts.join("\n").slice(0, LIMIT.words);
  };
  const words = (element) => squeeze(drawn(element));
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

  const isDialog = (element) => element.matches("dialog[open],[role=dialog i],[role=alertdialog i],[aria-modal=true i]");
  const isPinned = (element) => {
    const { position } = getComputedStyle(element);
    return position === "fixed" || position === "sticky";
  };
  const nameOf = (element) => `${element.id} ${element.getAttribute("class") || ""} ${element.getAttribute("aria-label") || ""} ${element.localName}`;
  const markOf = (element) => { const name = nameOf(element); return MARKED.test(name) ? "strong" : VAGUELY_MARKED.test(name) ? "weak" : ""; };
  const HEADINGS = "h1,h2,h3,h4,h5,h6,[role=heading i],legend";
  const WRITTEN = "input:not([type]),input[type=text],input[type=email],input[type=tel],input[type=password],input[type=number],input[type=date],input[type=url],textarea,select,[contenteditable=true],[role=textbox i]";
  // A page that is held in place as a whole, or marked as one that has a banner, is no banner.
  const isWholePage = (element) => !isDialog(element) && (lettersIn(element) >= LIMIT.words || inside(element, "main,[role=main i]").length > 0);
  let lengths = new Map();
  const lettersIn = (element) => {
    if (!lengths.has(element)) lengths.set(element, words(element).length);
    return lengths.get(element);
  };

  let containers = [];
  const numberOfContainer = (element, how) => {
    const known = containers.findIndex((one) => one.element === element);
    if (known >= 0) return known;
    return containers.length < LIMIT.containers ? containers.push({ element, how }) - 1 : -1;
  };
  /** What a button may belong to, from the outermost to the innermost. */
  const around = (button, answers) => {
    const box = platform?.box;
    if (box && button !== box && within(button, box) && !buttons.includes(box)) return [numberOfContainer(box, "platform")];
    const held = [];
    const near = [];
    for (let at = parentOf(button); at && at !== document.body && at !== document.documentElement; at = parentOf(at)) {
      if (isDialog(at) || isPinned(at) || markOf(at)) {
        if (!isWholePage(at)) held.unshift(at);
      } else if (answers && !held.length && near.length < 6 && lettersIn(at) <= LIMIT.near) near.push(at);
    }
    if (held.length) return held.map((at) => numberOfContainer(at, "held"));
    const found = near.map((at) => numberOfContainer(at, "near"));
    return answers && isFrame() && document.body ? [...found, numberOfContainer(document.body, "frame")] : found;
  };
  const isFrame = () => { try { return window.top !== window; } catch { return true; } };

  // ---- how it looks -----------------------------------------------------------------------------

  const { rgba, contrast: ratio } = civiscopeToolkit();
  const colour = (text) => {
    const { rgb: [r, g, b], alpha } = rgba(text);
    return { r, g, b, a: alpha };
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
  const contrast = (one, other) => (one && other ? Math.round(ratio([one.r, one.g, one.b], [other.r, other.g, other.b]) * 100) / 100 : null);
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

  const CHANGED = "input[type=checkbox],[role=checkbox i],[role=switch i],input[type=radio],[role=radio i]";
  const labelOf = (field) => {
    const labels = [...(field.labels || [])].map((label) => label.textContent).join(" ");
    const named = field.getAttribute("aria-labelledby")?.split(/\s+/).map((id) => field.getRootNode().getElementById?.(id)?.textContent || "").join(" ");
    return squeeze(named || field.getAttribute("aria-label") || labels || words(parentOf(field) || field)).slice(0, LIMIT.text);
  };
  const isOff = (field) => field.matches(":disabled") || field.matches("[aria-disabled=true i]") || field.readOnly === true;
  /** The boxes, switches and radio buttons in an element that visitors can change. */
  const optionsIn = (container) => {
    const found = [];
    const groups = [];
    for (const field of inside(container, CHANGED)) {
      if (found.length >= LIMIT.options || isOff(field)) continue;
      // A box that is drawn by its label may have no size itself.
      const seen = visible(field) || [...(field.labels || [])].some(visible) || (parentOf(field) && visible(parentOf(field)));
      if (!seen) continue;
      const radio = field.type === "radio" || field.matches("[role=radio i]");
      const around = radio ? field.closest("[role=radiogroup i],fieldset") || parentOf(field) : null;
      const group = radio ? (field.name ? `name ${field.name}` : around) : null;
      if (radio && !groups.includes(group)) groups.push(group);
      found.push({
        element: field, kind: radio ? "radio" : "box", text: labelOf(field), group: radio ? groups.indexOf(group) : -1,
        on: field.localName === "input" ? field.checked : field.matches("[aria-checked=true i]"),
      });
    }
    return found;
  };

  let options = [];

  const textsOf = (elements, most) => elements.filter(visible).map((one) => squeeze(one.innerText).slice(0, LIMIT.text)).filter(Boolean).slice(0, most);
  const labelledBy = (element) => squeeze(element.getAttribute("aria-labelledby")?.split(/\s+/).map((id) => element.getRootNode().getElementById?.(id)?.textContent || "").join(" "));
  const isBelow = (element, match) => {
    for (let at = element; at && at !== document.documentElement; at = parentOf(at)) if (match(at)) return true;
    return false;
  };

  /** What the buttons with these labels lie in: what each says of itself, and which lie in it. */
  const candidates = (labels) => {
    containers = [];
    lengths = new Map();
    const chains = Object.entries(labels).filter(([index]) => buttons[index]?.isConnected)
      .map(([index, label]) => ({ index: Number(index), chain: around(buttons[index], label !== "settings").filter((number) => number >= 0) }));
    const titles = [...document.querySelectorAll("h1,[role=heading i][aria-level='1']")].filter(visible);
    return {
      chains: chains.map(({ chain }) => chain).filter((chain) => chain.length),
      texts: Object.fromEntries(chains.map(({ index }) => [index, textOf(buttons[index]).slice(0, LIMIT.text)])),
      containers: containers.map(({ element, how }) => {
        const above = titles.filter((one) => !within(one, element) && element.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
        return {
          how, mark: markOf(element),
          buttons: chains.filter(({ index }) => within(buttons[index], element)).map(({ index }) => index),
          held: isBelow(element, (at) => isDialog(at) || isPinned(at)),
          main: isBelow(element, (at) => at.matches?.("main,[role=main i],article") ?? false),
          names: [labelledBy(element) || squeeze(element.getAttribute("aria-label")), ...textsOf(inside(element, HEADINGS), 4)].filter(Boolean),
          text: drawn(element), links: textsOf(inside(element, "a[href]"), 40), pressed: textsOf(inside(element, PRESSABLE), 60),
          fields: inside(element, WRITTEN).filter((field) => visible(field) && !isOff(field)).length,
          options: optionsIn(element).map(({ text }) => text),
          // The page's own title, where the container is part of what stands below it.
          under: textsOf(above, 20).at(-1) ?? "", url: document.URL.slice(0, 500),
        };
      }),
    };
  };

  /** The container of that number as a banner, with its buttons of these labels. */
  const measure = (number, labels) => {
    const element = containers[number]?.element;
    const first = buttons.find((button, index) => index in labels && element && within(button, element));
    if (!first) return null;
    let pinned = null;
    let dialog = false;
    for (let at = first; at && at !== document.body; at = parentOf(at)) {
      if (isPinned(at)) pinned = at;
      dialog ||= isDialog(at);
    }
    // The box of an element that only holds a shadow root says nothing.
    const shown = visible(element) ? element : pinned || first;
    const box = shown.getBoundingClientRect();
    const point = first.getBoundingClientRect();
    options = optionsIn(element);
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
      options: options.map(({ element: field, ...one }) => ({ ...one, selector: civiscope.place(field).selector })),
    };
  };

  /** Share of the window that is covered at nine times nine points, when the banner is at one. */
  const covering = (x, y) => {
    const pin = (element) => {
      let found = null;
      for (let at = element; at && at !== document.body; at = parentOf(at)) if (isPinned(at) || isDialog(at)) found = at;
      return found;
    };
    const own = pin(deepest(Math.max(1, Math.min(innerWidth - 2, x)), Math.max(1, Math.min(innerHeight - 2, y))));
    if (!own) return 0;
    let covered = 0;
    for (let row = 0; row < 9; row++) {
      for (let column = 0; column < 9; column++) {
        const over = pin(deepest(innerWidth * (column + 0.5) / 9, innerHeight * (row + 0.5) / 9));
        const box = over?.getBoundingClientRect();
        if (over === own || (box && box.width >= innerWidth * 0.9 && box.height >= innerHeight * 0.9)) covered += 1;
      }
    }
    return Math.round((covered / 81) * 100) / 100;
  };

  /** Bring a button into sight and say where to press it, in this frame's own window. */
  const aim = (index) => aimAt(buttons[index]);
  const aimOption = (index) => aimAt(options[index]?.element);
  let hit = false;
  /** Whether the last press reached what it was aimed at. */
  const wasHit = () => hit;
  const aimAt = async (element) => {
    if (!element || !element.isConnected) return null;
    const target = visible(element) ? element : [...(element.labels || [])].find(visible) || parentOf(element);
    if (!target) return null;
    const lies = () => {
      const box = target.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    hit = false;
    for (const type of ["mousedown", "click"]) {
      // What lies in a closed root is not on the path that the window is told; its place is.
      const reached = (event) => event.composedPath().includes(target) || within(deepest(event.clientX, event.clientY), target);
      addEventListener(type, (event) => { if (reached(event)) hit = true; }, { capture: true, once: true });
    }
    // What slides in is pressed once it lies still, as a person would.
    let { x, y } = lies();
    for (let wait = 0; wait < 30; wait++) {
      const before = { x, y };
      await new Promise((done) => setTimeout(done, 80));
      ({ x, y } = lies());
      if (Math.abs(x - before.x) < 1 && Math.abs(y - before.y) < 1) break;
    }
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) {
      target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      ({ x, y } = lies());
    }
    // Whatever lies over it would be pressed in its place.
    const top = deepest(x, y);
    return { x, y, free: !!top && (within(top, target) || within(target, top)) };
  };
  /** Whether a frame is what lies on top at a point, so that a press reaches what is in it. */
  const isFrameAt = (x, y) => /^(?:iframe|frame|object|embed)$/.test(deepest(x, y)?.localName ?? "");

  return Object.freeze({ collect, candidates, measure, covering, aim, aimOption, wasHit, isFrameAt });
})();
