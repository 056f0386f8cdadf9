// What a frame sees of a walk with the Tab key. Runs in our own world, once in each frame.
globalThis.civiscopeKeyboard ??= (() => {
  const LIMIT = { elements: 1500, containers: 6, moves: 50, guards: 3 };
  const { parentOf, holds, everything, find, focused, hitAt, isInert, isBehind, modals, tabbable, sight, partOf, boxesOf, whyHidden, rgba, cutBox, isEmptyBox, finishAnimations, freezeAnimations } = civiscopeToolkit();
  const looks = civiscopeLooks;
  const elements = [];
  const numbers = new WeakMap();
  const resting = new Map();
  const verdicts = new Map();
  const marks = new Map();
  let last = null;
  let moves = [];

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const numberOf = (element) => {
    if (!numbers.has(element)) numbers.set(element, elements.push(element) - 1);
    return numbers.get(element);
  };
  addEventListener("focus", (event) => {
    const target = event.composedPath()[0];
    if (target instanceof Element && moves.length < LIMIT.moves) moves.push(numberOf(target));
  }, true);

  // ---- what one sees of an element ------------------------------------------------------------

  const WINDOW = () => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  /** What one looks at for an element: a part of a picture has no box of its own. */
  const seenAs = (element) => {
    const map = element.localName === "area" ? element.closest("map")?.name : "";
    return (map && element.getRootNode().querySelector(`[usemap="#${CSS.escape(map)}"]`)) || element;
  };
  /** Say whether an element can be seen where it stands, and if not, why not. */
  const shown = (given) => {
    const element = seenAs(given);
    const why = whyHidden(element, { now: true });
    if (why) return why;
    const parts = boxesOf(element).map(([at, box]) => partOf(at, box, { now: true })).filter((box) => !isEmptyBox(box));
    return parts.some((box) => !isEmptyBox(cutBox(box, WINDOW()))) ? "shown" : "outside";
  };

  const opaque = (hit, layer) => {
    for (let at = hit; at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (parseFloat(style.opacity) < 0.9) return false;
      if (/^(img|video|canvas|iframe)$/.test(at.localName)) return true;
      if (rgba(style.backgroundColor).alpha > 0.9) return true;
      if (at === layer) return false;
    }
    return false;
  };

  /** The fixed or sticky element that hides an element wholly; null when some of it can be seen. */
  const coveredBy = (element) => {
    let cover = null;
    for (const rect of [...element.getClientRects()].slice(0, 3)) {
      const box = partOf(element, rect, { now: true });
      if (isEmptyBox(box)) continue;
      for (const [across, down] of [[0.5, 0.5], [0.08, 0.12], [0.92, 0.12], [0.08, 0.88], [0.92, 0.88], [0.5, 0.12], [0.5, 0.88]]) {
        const x = box.left + (box.right - box.left) * across;
        const y = box.top + (box.bottom - box.top) * down;
        if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
        const hit = hitAt(x, y);
        if (!hit || holds(element, hit) || holds(hit, element)) return null;
        let layer = hit;
        while (layer && !/^(fixed|sticky)$/.test(getComputedStyle(layer).position)) layer = parentOf(layer);
        if (!layer || holds(layer, element) || !opaque(hit, layer)) return null;
        cover = layer;
      }
    }
    return cover;
  };

  // ---- facts ----------------------------------------------------------------------------------

  // Room for a mark around an element; those that have it on other sides are of another kind.
  const ROOM = 6;
  const roomAround = (element, seen) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const outer = { left: left - ROOM, top: top - ROOM, right: right + ROOM, bottom: bottom + ROOM };
    const part = seen.partOf(element, outer);
    return Object.keys(outer).filter((side) => Math.abs(outer[side] - part[side]) > 1).join();
  };
  const kindOf = (element, seen) => [
    ...[element, parentOf(element)].map((at) => (at ? `${at.localName}.${[...at.classList].sort().join(".")}` : "")),
    element.type || "", roomAround(element, seen), element.getAttribute("style") || "",
  ].join("<");
  // Of these, an object and an embed may show a document of their own as well.
  const FRAMES = /^(i?frame|object|embed)$/;
  const PARTED = /^(date|time|month|week|datetime-local)$/;
  // Parts of these can hold the focus one after the other, and none of them can be told apart.
  const hasParts = (element) => /^(video|audio|embed|object|iframe|frame)$/.test(element.localName) || PARTED.test(element.type || "") || (element.localName.includes("-") && !element.shadowRoot);

  /** What holds elements among which other keys than Tab lead on; null when an element is in no such group. */
  const groupOf = (element) => {
    for (let at = element; at; at = parentOf(at)) {
      const group = at.getAttribute("focusgroup");
      if (group !== null) return /^\s*none\b/.test(group) ? null : at;
      // The links of a slide that is not shown are left out, until its tab is chosen.
      if (at !== element && /tabs/.test(getComputedStyle(at).scrollMarkerGroup || "")) return at;
    }
    return null;
  };

  const facts = (element, seen) => {
    const containers = [];
    let layer = null;
    for (let at = element; at && at !== document.documentElement; at = parentOf(at)) {
      if (layer === null && /^(absolute|fixed|sticky)$/.test(getComputedStyle(at).position)) layer = numberOf(at);
      if (at !== element && containers.length < LIMIT.containers) containers.push(numberOf(at));
    }
    const group = groupOf(element);
    return {
      ...civiscope.place(element), number: numberOf(element), tag: element.localName, type: String(element.type || ""), role: element.getAttribute("role") || "",
      name: civiscope.cut(civiscope.nameOf(element), 80), tabindex: element.tabIndex, containers, layer: layer ?? -1,
      rtl: getComputedStyle(element).direction === "rtl", kind: kindOf(element, seen).slice(0, 300),
      several: hasParts(element), parted: PARTED.test(element.type || ""), group: group ? numberOf(group) : -1,
    };
  };

  // A constructed sheet changes no attribute that a snippet would show.
  const sheet = new CSSStyleSheet();
  // What is asked whether the page stands as it did does not count it as the page's.
  (globalThis.civiscopeOwnSheets ??= new WeakSet()).add(sheet);
  sheet.replaceSync("*{scroll-behavior:auto!important}");
  const scrollAtOnce = (all) => {
    for (const root of [document, ...all.map((element) => element.shadowRoot).filter(Boolean)]) {
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }
  };

  /** Every element that Tab should reach, before it does, and the frames whose content it passes over. */
  const survey = () => {
    const all = everything(document);
    scrollAtOnce(all);
    finishAnimations();
    const dialogs = modals(all);
    const possible = all.filter((element) => tabbable(element, dialogs));
    const found = possible.slice(0, LIMIT.elements);
    for (const element of found) if (element !== focused()) resting.set(numberOf(element), looks.snapshot(element));
    const frames = all.filter((element) => FRAMES.test(element.localName));
    const shut = frames.filter((frame) => isInert(frame) || isBehind(frame, dialogs) || Number(frame.getAttribute("tabindex") || 0) < 0 || !frame.checkVisibility({ visibilityProperty: true }));
    const seen = sight({ still: true });
    return { stops: found.map((element) => facts(element, seen)), whole: found.length === possible.length, frames: frames.map(numberOf), shut: shut.map(numberOf) };
  };

  /** Keep what is told by styles of the element that had the focus last, if its look is gone with the focus. */
  const rest = () => {
    if (!last) return;
    const { element, now, seen, near } = last;
    last = null;
    if (!element.isConnected) return;
    finishAnimations(element);
    const after = looks.snapshot(element);
    // One that never lets go of the focus has nothing to be compared with but what came before.
    const gone = focused() === element ? seen : (seen || looks.surelySeen(element, after, now)).filter((name) => after[name] !== now[name]);
    if (gone?.length) verdicts.set(numberOf(element), "style");
    else {
      const mark = looks.changedSince(near, focused());
      // "own" where nothing but the element itself looks different.
      const only = mark && !looks.changedSince(near.filter(([each]) => !holds(element, each)), focused());
      marks.set(numberOf(element), only ? `own ${mark}` : mark);
    }
  };

  const tellStyle = (element) => {
    const number = numberOf(element);
    if (verdicts.has(number)) return;
    if (looks.hasCaret(element)) { verdicts.set(number, "caret"); return; }
    const now = looks.snapshot(element);
    const before = resting.get(number);
    const seen = before ? looks.surelySeen(element, before, now) : null;
    last = { element, now, seen, near: seen?.length ? [] : looks.nearby(element) };
  };

  /** Decide on what is there once everything has moved in, and twice before it is said to be hidden. */
  const standing = async (element) => {
    let found = shown(element);
    // What still moved at the second look is looked at a third time.
    for (let look = 0, moved = true; look < 2 && moved && found !== "shown" && focused() === element; look++) {
      await wait(60);
      moved = finishAnimations(element);
      found = shown(element);
    }
    return found;
  };

  /** Say where the focus is, `ms` milliseconds after a key. */
  const step = async (ms, { styles = false, cover = false } = {}) => {
    await wait(ms);
    const active = focused();
    const between = moves;
    moves = [];
    if (last && active !== last.element) rest();
    if (!active) return { active: -1, moves: between, focus: document.hasFocus() };
    const frame = FRAMES.test(active.localName);
    const number = numberOf(active);
    // Scroll markers and buttons are made by styles: what they belong to is named by the focus event, and
    // as the active element, but does not have the focus itself.
    const named = between.length ? between[between.length - 1] : number;
    const inner = !frame && (named !== number || (document.hasFocus() && !active.matches(":focus"))) ? named : -1;
    if (!frame && (styles || cover)) finishAnimations(active);
    if (styles && !frame && inner < 0) tellStyle(active);
    let covering = cover && !frame ? coveredBy(active) : null;
    if (covering) {
      await wait(100);
      covering = focused() === active ? coveredBy(active) : null;
    }
    return {
      active: number, moves: between, frame, inner, focus: document.hasFocus(), shown: frame || inner >= 0 || !styles ? "shown" : await standing(active),
      cover: covering ? { ...civiscope.place(covering), dialog: !!covering.closest("dialog,[role=dialog i],[role=alertdialog i],[aria-modal=true i]") } : null,
    };
  };

  // ---- elements that only hand the focus on ----------------------------------------------------

  const CONTROL = "a,area,button,input,select,textarea,summary,iframe,video,audio,[contenteditable]";
  /** Whether everything that takes the focus in an element gives it on within a second; null when nothing does. */
  const handsOn = async (path) => {
    const holder = find(path);
    const inside = holder ? [holder, ...everything(holder)].filter((each) => tabbable(each)) : [];
    if (!inside.length) return null;
    if (inside.length > LIMIT.guards || inside.some((each) => each.matches(CONTROL))) return false;
    for (const each of inside) {
      focused()?.blur();
      each.focus({ preventScroll: true });
      for (const end = performance.now() + 1000; performance.now() < end && focused() === each;) await wait(25);
      if (focused() === each) return false;
    }
    return true;
  };

  const element = (number) => elements[number] || null;
  const describe = (wanted) => {
    const seen = sight({ still: true });
    return wanted.map((number) => facts(elements[number], seen));
  };

  /** Give an element the focus, or take it away; for pictures of it with and without. */
  const take = (number) => elements[number].focus({ preventScroll: true });
  /** Whether an element that is still there does not keep the focus; one that a list has made anew is no sign. */
  const refuses = (number) => {
    if (!elements[number].isConnected) return false;
    take(number);
    return focused() === null;
  };
  const leave = () => { focused()?.blur(); };
  /** Whether a bar that stays in the window lies over the middle of an element. */
  const isUnderBar = (element, { left, top, width, height }) => {
    for (let at = document.elementFromPoint(left + width / 2, top + height / 2); at && !holds(at, element); at = at.parentElement) {
      if (/^(fixed|sticky)$/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  };
  /** Bring an element into the window, with room around it; say where the window stands then. */
  const bring = (number) => {
    const box = elements[number].getBoundingClientRect();
    const room = 40;
    const inside = box.top >= room && box.bottom <= innerHeight - room && box.left >= 0 && box.right <= innerWidth;
    if (!inside || isUnderBar(elements[number], box)) elements[number].scrollIntoView({ block: "center", inline: "nearest" });
    const { left, top } = elements[number].getBoundingClientRect();
    return [Math.round(scrollX), Math.round(scrollY), Math.round(left), Math.round(top)];
  };
  const boxAround = (number) => {
    const { left, top, width, height } = elements[number].getBoundingClientRect();
    const [x, y] = [Math.max(0, Math.floor(left + scrollX - 16)), Math.max(0, Math.floor(top + scrollY - 16))];
    return { x, y, width: Math.ceil(width + 32), height: Math.ceil(height + 32) };
  };
  /** Let everything come to its end, so that two pictures of one state are alike. */
  const still = (number) => {
    finishAnimations(elements[number]);
    freezeAnimations(elements[number]);
    return !!elements[number].isConnected && elements[number].matches(":focus-visible");
  };

  const text = () => (document.body ? document.body.innerText : "").slice(0, 100000);

  return Object.freeze({
    survey, step, rest, verdicts: () => [Object.fromEntries(verdicts), Object.fromEntries(marks)], describe, handsOn, element, take, refuses, leave, bring, boxAround, still, text, everything, focused, numberOf, holds,
    tabbable: (each) => tabbable(each), shown, moves: () => moves,
  });
})();
