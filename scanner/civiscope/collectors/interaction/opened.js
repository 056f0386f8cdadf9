// Opens what a page keeps closed, one part at a time or all that unfolds at once, and says which
// elements can be seen then. In our own world.
globalThis.civiscopeOpened ??= (() => {
  const MAX = { folded: 2000, openers: 200, roots: 200, watched: 8000 };
  const UNTOUCHED = /log ?-?(out|off)|sign ?-?out|abmelden|ausloggen|déconn|cerrar sesión|delet|remov|löschen|supprim|elimin|borrar|\bbuy\b|\bpay\b|kaufen|acheter|comprar|pagar|submit|absenden|envoyer|enviar|\bprint\b/i;
  const OPENS = "[aria-expanded=false i],[aria-haspopup]:not([aria-haspopup=false i]),[popovertarget],[commandfor],[role=tab i][aria-selected=false i]";
  const CONTROL = "button,[role=button i],[role=tab i],[role=menuitem i],input[type=button],a[href^='#']";
  const CHOICE = "input[type=radio],input[type=checkbox]";
  const all = (css) => civiscopeRest.roots().flatMap((root) => [...root.querySelectorAll(css)]);
  const { around, within } = civiscopeRest;
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
  const nameOf = (element) => (element.getAttribute("aria-label") || element.innerText || element.value || element.getAttribute("title") || "").trim();
  const find = (path) => {
    let root = document;
    let element = null;
    for (const step of path.split(" >>> ")) {
      try { element = root?.querySelector(step) || null; } catch { element = null; }
      root = element?.shadowRoot;
    }
    return element;
  };

  // ---- parts that the visit found hidden ----------------------------------------------------------

  let parts = new Map();
  const isOpen = (element) => (element.localName === "details" ? element.open : isShown(element));
  /** Remember these parts; say which of them have been met until now. */
  const track = (paths) => { parts = new Map(paths.map((path) => [path, { element: find(path), met: false }])); };
  const met = () => JSON.stringify([...parts].filter(([, part]) => part.met).map(([path]) => path));

  let before = new WeakSet();
  const elements = () => civiscopeRest.everything().slice(0, MAX.watched);
  const remember = () => { before = new WeakSet(elements().filter(isShown)); };
  /** Take a part for one that could not be seen until now. */
  const forget = (part) => {
    const own = new Set([part]);
    for (const element of elements()) if (within(element, own)) before.delete(element);
  };

  let shown = [];
  /** Take up what can be seen now and could not be before; how many pieces that is. */
  const takeUp = () => {
    // What fades in cannot be seen before it has begun to.
    civiscopeRest.endMovement();
    const fresh = new Set(elements().filter((element) => !before.has(element) && isShown(element)));
    shown = [...fresh].filter((element) => !fresh.has(around(element))).slice(0, MAX.roots);
    for (const part of parts.values()) if (part.element?.isConnected && isOpen(part.element)) part.met = true;
    return shown.length;
  };
  const isWithin = (element) => shown.length > 0 && within(element, new Set(shown));

  // ---- what unfolds by itself ---------------------------------------------------------------------

  let folded = [];
  /** Open what is folded, `count` at a time: of details of one name, the next of each. How many were opened. */
  const unfold = (count) => {
    const names = new Set();
    let left = count;
    folded = all("details:not([open]),[hidden=until-found i]").slice(0, MAX.folded).filter((element) => {
      if (done.has(element) || left <= 0) return false;
      const name = element.localName === "details" ? element.getAttribute("name") : "";
      if (name && names.has(name)) return false;
      if (name) names.add(name);
      left -= 1;
      return true;
    });
    for (const element of folded) {
      done.add(element);
      if (element.localName === "details") element.open = true;
      else {
        // As the browser does when a search finds something in it.
        element.dispatchEvent(new Event("beforematch", { bubbles: true }));
        element.removeAttribute("hidden");
      }
    }
    return folded.length;
  };
  const done = new WeakSet();

  // ---- what a control opens -----------------------------------------------------------------------

  /** Where a control is pressed: a styled choice is itself transparent, and its label is what people see. */
  const seenAs = (element) => (isShown(element) ? element : (element.matches(CHOICE) && [...(element.labels || [])].find(isShown)) || null);
  /** Whether a choice that is not made yet says of which part, now hidden, it is the opener. */
  const reveals = (choice) => !choice.checked && (choice.getAttribute("aria-controls") || "").split(/\s+/).some((id) => {
    const part = id && choice.getRootNode().getElementById(id);
    return part && !isShown(part);
  });
  let openers = [];
  /** Controls that open something; how many. */
  const findOpeners = () => {
    openers = [...all(OPENS).filter((element) => element.matches(CONTROL)), ...all(CHOICE).filter(reveals)].filter((element) => seenAs(element) && !element.matches(":disabled,[aria-disabled=true i]")
      && !(element.form && /^(submit|image|reset)$/.test(element.type)) && !UNTOUCHED.test(nameOf(element)) && !pressed.has(element));
    return openers.length;
  };
  const pressed = new WeakSet();
  /** Where to press the next of them, in the window; null when there is none. */
  const aim = () => {
    while (openers.length) {
      const element = openers.shift();
      const place = element.isConnected && !pressed.has(element) && seenAs(element);
      if (!place) continue;
      pressed.add(element);
      place.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      const box = place.getBoundingClientRect();
      current = element;
      return { x: box.x + Math.min(box.width / 2, 40), y: box.y + box.height / 2 };
    }
    return null;
  };
  /** Press the next of them where the mouse cannot go: in a frame. Whether there was one. */
  const pressNext = () => {
    const at = aim();
    if (at) current.click();
    return at !== null;
  };
  /** Close what lies over the rest of the document, as its own button would. */
  const closeAgain = () => {
    for (const element of shown.flatMap((root) => [root, ...root.querySelectorAll("dialog[open],:popover-open")])) {
      if (element.matches("dialog[open]")) element.close();
      else if (element.matches(":popover-open")) element.hidePopover();
    }
    if (liesOver() && current?.isConnected && isShown(current)) current.click();
  };
  let current = null;
  const isOverlay = (element) => {
    for (let at = element; at && at !== document.body; at = around(at)) if (/^(absolute|fixed|sticky)$/.test(getComputedStyle(at).position)) return true;
    return element.matches(":popover-open,dialog");
  };
  /** Whether what was opened lies over the rest of the page. */
  const liesOver = () => shown.some((element) => element.isConnected && isShown(element) && isOverlay(element));
  const isLeft = () => shown.some((element) => element.isConnected && isShown(element));
  /** Where to press again to close it; null when its control is gone. */
  const aimAgain = () => {
    if (!current?.isConnected || !isShown(current)) return null;
    const box = current.getBoundingClientRect();
    const x = box.x + Math.min(box.width / 2, 40), y = box.y + box.height / 2;
    const top = current.getRootNode().elementFromPoint(x, y);
    return top && (top === current || current.contains(top) || top.contains(current)) ? { x, y } : null;
  };

  // ---- a page that goes on --------------------------------------------------------------------------

  /** Scroll one window on; whether there is more below. */
  const scrollOn = () => {
    scrollBy({ top: innerHeight * 0.9, behavior: "instant" });
    const { scrollTop, scrollHeight, clientHeight } = document.scrollingElement || document.documentElement;
    return JSON.stringify({ end: scrollTop + clientHeight >= scrollHeight - 2, height: scrollHeight });
  };
  const toTop = () => scrollTo({ top: 0, left: 0, behavior: "instant" });

  return Object.freeze({ track, met, remember, forget, takeUp, isWithin, unfold, findOpeners, aim, aimAgain, pressNext, closeAgain, liesOver, isLeft, scrollOn, toTop, shown: () => shown });
})();
