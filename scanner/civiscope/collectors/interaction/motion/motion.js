// Watches what moves or changes on the page while nobody touches it, and tries what may stop it.
globalThis.civiscopeMotion ??= (() => {
  const MOST = { movers: 20, pressed: 6, elements: 6000 };
  const LONG = 5000; // ms
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const BUTTONS = "button,[role=button i],[role=switch i],input[type=button],input[type=checkbox],input[type=submit],summary,a[href='#'],a[href^='javascript:' i],[onclick]";
  const FIELDS = "input[type=text],input[type=number],input[type=range],select";
  const NEVER = /\b(log ?out|sign ?out|log ?off|delete|remove|erase|buy|pay|order|checkout|purchase|subscribe|unsubscribe|send|submit|donate|abmelden|l[öo]schen|kaufen|bezahlen|d[ée]connexion|supprimer|acheter|payer|cerrar sesi[óo]n|eliminar|comprar|pagar)\b/i;
  const STOPS = /\b(pause|stop|halt|freeze|hide|close|dismiss|disable|turn off|play|resume|speed|slower|frequency|interval|motion|animations?|movement|control|updat\w*|refresh|anhalten|stopp\w*|pausieren|ausblenden|schlie(ß|ss)en|bewegung|arr[êe]ter|masquer|fermer|lecture|mouvement|pausar|detener|ocultar|cerrar|movimiento|fermare|nascondi|chiudi|pauze|stilzetten|verbergen)\b/i;

  const { everything, visible, isDisabled } = civiscopeToolkit();
  const all = (css) => everything(document).filter((element) => element.matches(css));
  const box = (element) => element.getBoundingClientRect();
  /** What a mover takes up. The box around something that turns is another one each moment. */
  const areaOf = ({ element, kind, text }) => {
    const turns = kind === "animation" && element instanceof HTMLElement && /\b(transform|rotate|scale)\b/.test(text);
    const [width, height] = turns ? [element.offsetWidth, element.offsetHeight] : [box(element).width, box(element).height];
    return Math.round(width * height);
  };
  const nameOf = (element) => civiscope.nameOf(element) || civiscope.cut([...(element.labels || [])].map((label) => label.textContent).join(" ").trim() || element.value);
  const busy = (element) => !!element.closest("[role=progressbar i],[aria-busy=true i],progress");

  // ---- how long has been watched ---------------------------------------------------------------

  const TICK = { every: 50, most: 80 }; // ms
  let clock = { time: 0, last: 0 };
  const sinceTick = () => Math.min(TICK.most, performance.now() - clock.last);
  /** How long has been watched, in ms. What scripts do step by step comes late on a busy machine, and so do our ticks: each counts as one, however late. */
  const time = () => clock.time + sinceTick();
  const startClock = () => {
    clock = { time: 0, last: performance.now() };
    const tick = () => { clock = { time: time(), last: performance.now() }; later(); };
    // Steps are done by timers or for frames. A page that is not shown is given no frames.
    const later = () => setTimeout(() => Promise.race([new Promise(requestAnimationFrame), wait(TICK.every)]).then(tick), TICK.every);
    later();
  };

  // ---- text that changes, and what scripts push about ----------------------------------------

  let changes = new Map(); // element -> [{at, text}]
  let states = new Map(); // element -> [{at, state}]
  let observer = null;
  const textOf = (element) => element.innerText ?? element.textContent ?? "";
  const stateOf = (element) => { const b = box(element); return `${Math.round(b.x + scrollX)},${Math.round(b.y + scrollY)},${Math.round(b.width)},${Math.round(b.height)},${getComputedStyle(element).opacity},${element.currentSrc || ""}`; };

  const note = (map, element, value) => {
    const list = map.get(element) || [];
    if (!list.length && map.size >= 200) return;
    const at = time();
    // To ask for text and boxes costs the page a layout; five times a second is enough.
    if (list.length && at - list[list.length - 1].at < 200) return;
    const now = value(element);
    if (!list.length || list[list.length - 1].value !== now) list.push({ at, value: now });
    map.set(element, list);
  };

  /** Begin to watch. */
  const begin = () => {
    startClock();
    observer = new MutationObserver((records) => {
      const touched = new Set(), moved = new Set();
      for (const record of records) {
        const element = record.target.nodeType === Node.TEXT_NODE ? record.target.parentElement : record.target;
        if (!element || element.nodeType !== Node.ELEMENT_NODE || !element.isConnected) continue;
        (record.type === "attributes" ? moved : touched).add(element);
      }
      let looked = 0;
      // A body whose text changes is the page growing, not a piece of it that will not rest.
      for (const element of touched) if (element !== document.body && looked++ < 40) note(changes, element, textOf);
      const rows = new Set();
      for (const element of moved) {
        if (looked++ < 80) note(states, element, stateOf);
        if (element.parentElement && element.parentElement.childElementCount < 30) rows.add(element.parentElement);
      }
      // Slides take turns: what changes is the row they stand in.
      for (const row of rows) if (looked++ < 120) note(states, row, () => [...row.children].map(stateOf).join(";"));
    });
    if (document.body) observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["style", "class", "src", "transform", "x", "y", "cx", "cy", "d", "hidden"] });
  };

  const span = (list) => (list.length > 1 ? list[list.length - 1].at - list[0].at : 0);
  // Timers are late by some milliseconds: what changes every two seconds spans a little less than four.
  const restless = (list) => list.length >= 3 && span(list) >= 0.75 * LONG;

  /** What a text says at all times, so that it is quoted alike whenever it is seen; "…" for what changes. */
  const keptWords = (list) => {
    const [first, ...others] = list.map(({ value }) => value.trim().split(/\s+/));
    const sets = others.map((words) => new Set(words));
    const kept = first.map((word) => (sets.every((set) => set.has(word)) ? word : "…"));
    return kept.filter((word, index) => word !== "…" || kept[index - 1] !== "…").join(" ");
  };

  const changing = () => {
    const found = [];
    for (const [element, list] of changes) {
      if (!restless(list) || !element.isConnected || !visible(element)) continue;
      if (![...changes.keys()].every((other) => other === element || !element.contains(other) || !restless(changes.get(other)))) continue;
      if (textOf(element).trim() === (document.body.innerText || "").trim()) continue;
      if (element.closest("[aria-hidden=true i]") && !textOf(element).trim()) continue;
      found.push({ element, kind: "text", often: list.length - 1, period: span(list) / (list.length - 1), text: civiscope.cut(keptWords(list), 60) });
    }
    return found;
  };

  const takesTurns = (row) => [...row.children].filter((child) => states.has(child)).length > 1;
  const pushed = () => [...states].filter(([element, list]) => restless(list) && new Set(list.map(({ value }) => value)).size >= 3 && element.isConnected && visible(element) && span(list) >= 0.8 * LONG)
    // How many turns one slide had depends on how long was watched: the row stands for its slides.
    .filter(([element], _, those) => !those.some(([row]) => row === element.parentElement && takesTurns(row)))
    .filter(([element], _, those) => !those.some(([other]) => other !== element && element.contains(other)))
    .map(([element, list]) => ({ element, kind: "script", often: list.length - 1, period: span(list) / (list.length - 1), text: "" }));

  // ---- animations ------------------------------------------------------------------------------

  const STILL = new Set(["offset", "computedOffset", "easing", "composite"]);
  const varies = (effect) => {
    const frames = effect.getKeyframes();
    const names = new Set(frames.flatMap((frame) => Object.keys(frame)).filter((name) => !STILL.has(name)));
    return [...names].filter((name) => new Set(frames.map((frame) => frame[name])).size > 1);
  };
  const elementOf = (effect) => effect.target;
  const animations = () => {
    const found = [];
    for (const animation of document.getAnimations()) {
      const { effect } = animation;
      if (!effect || !effect.target || animation.playState !== "running") continue;
      const { endTime, duration } = effect.getComputedTiming();
      if (!(endTime > LONG) || !duration || animation.timeline !== document.timeline) continue;
      const properties = varies(effect);
      if (!properties.length || !visible(elementOf(effect))) continue;
      found.push({ element: elementOf(effect), animation, kind: "animation", often: Math.round(1000 / duration * 10) / 10, text: properties.sort().join(", "), flashes: duration <= 334 && properties.some((name) => /opacity|color|background|visibility|filter/i.test(name)) });
    }
    for (const moving of all("animate,animateTransform,animateMotion,set")) {
      const svg = moving.ownerSVGElement;
      if (svg && moving.getAttribute("repeatCount") === "indefinite" && !svg.animationsPaused() && visible(svg)) found.push({ element: svg, kind: "animation", often: 0, text: "svg" });
    }
    return found;
  };

  /** Whether anything moves without end, on whose turns a script may wait. */
  const endless = () => civiscopeRest.roots().some((root) => root.getAnimations().some(({ effect }) => effect?.getComputedTiming().endTime === Infinity));

  const names = (list) => list.map(({ element, text }) => civiscope.place(element).selector + "|" + text);

  /** What moves already although little movement is asked for, to be held against what moves later. */
  const calm = () => JSON.stringify(names(animations()));

  const films = () => all("video").filter((film) => !film.paused && !film.ended && visible(film) && !film.controls && (film.loop || !(film.duration <= LONG / 1000)))
    .map((film) => ({ element: film, kind: "video", often: 0, text: "" }));

  /** Addresses of pictures that are to be seen, with where. */
  const pictures = () => {
    const found = [];
    for (const image of all("img,input[type=image]")) {
      const url = image.currentSrc || image.src;
      if (url && visible(image) && !busy(image)) found.push([url, image]);
    }
    for (const element of all("*").slice(0, MOST.elements)) {
      const { backgroundImage } = getComputedStyle(element);
      for (const [, url] of backgroundImage.matchAll(/url\("([^"]+\.(?:gif|webp|png|apng|avif)[^"]*)"\)/gi)) if (visible(element)) found.push([url, element]);
    }
    shown = found.slice(0, 200);
    return JSON.stringify(shown.map(([url]) => (url.startsWith("data:") ? url.slice(0, 400000) : url)));
  };
  let shown = [];

  const CAROUSEL = "[aria-roledescription*=carousel i],[aria-roledescription*=slide i],[class*=carousel i],[class*=slider i],[class*=swiper i],[class*=slick i],[class*=splide i],[class*=slideshow i]";
  /** Whether anything could change by itself at all. */
  const alive = () => document.scripts.length > 0 || all("*").slice(0, MOST.elements).some((element) => [...element.attributes].some(({ name }) => name.startsWith("on"))) || films().length > 0;
  /** Whether a style sheet, or a rule of it, sets properties of its own by how much movement is wanted. */
  const heedsMotion = (part, asked = false) => {
    const asks = asked || /motion/.test(part.media?.mediaText || "");
    if (part.styleSheet) return heedsMotion(part.styleSheet, asks);
    return (asks && !!part.cssText?.includes("--")) || [...(part.cssRules || [])].some((rule) => heedsMotion(rule, asks));
  };
  /** Whether nothing moves, and no style sheet tells scripts, by properties of its own, how much movement is wanted. */
  const staysStill = () => {
    if (animations().length + films().length > 0) return false;
    // A picture that is shown to who wants movement only would still have to come.
    if (civiscopeRest.roots().some((root) => root.querySelector("source[media*=motion i]"))) return false;
    const sheets = civiscopeRest.roots().flatMap((root) => [...root.styleSheets, ...root.adoptedStyleSheets]);
    // One of another origin cannot be read.
    try { return !sheets.some((sheet) => heedsMotion(sheet)); } catch { return false; }
  };
  /** Until when, in ms, what has changed twice or more has to be watched to know whether it goes on: its next turn is due by then. */
  const undecidedUntil = () => Math.max(0, ...[...changes, ...states].filter(([element, list]) => list.length >= 2 && !restless(list) && element.isConnected).map(([, list]) => {
    const last = list[list.length - 1].at;
    const due = list.length > 2 ? list[0].at + LONG : last + 1.6 * span(list) + 500;
    return time() < due ? due : 0;
  }));
  /** What has happened so far, to know how long to go on watching. */
  const sofar = () => JSON.stringify({ until: undecidedUntil() / 1000, moving: changes.size + states.size + animations().length + films().length > 0, carousel: all(CAROUSEL).some(visible) });

  // ---- all together ----------------------------------------------------------------------------

  let movers = [];
  const controls = (mover) => {
    let near = mover.element.parentElement;
    for (let up = 0; near && near !== document.body && up < 2 && !near.querySelector(BUTTONS); up++) near = near.parentElement;
    const close = near && near !== document.body && near.localName !== "main" ? new Set([...near.querySelectorAll(BUTTONS)]) : new Set();
    return all(BUTTONS).filter((button) => visible(button) && !isDisabled(button) && (close.has(button) || button.contains(mover.element) || STOPS.test(nameOf(button))));
  };

  /** Everything that moved, with the pictures that Python found to be moving. */
  const collect = (numbers, frozen) => {
    observer.disconnect();
    const known = new Set(frozen);
    const pictured = numbers.map((number) => ({ element: shown[number][1], kind: "picture", often: 0, text: civiscope.cut(shown[number][0].startsWith("data:") ? "data:" : shown[number][0], 200) }));
    movers = [...changing(), ...pushed(), ...animations(), ...films(), ...pictured].filter(({ element }) => !busy(element)).slice(0, MOST.movers);
    const fields = all(FIELDS).filter((field) => visible(field) && STOPS.test(nameOf(field))).length;
    return JSON.stringify({
      movers: movers.map((mover) => ({
        spot: civiscope.place(mover.element), kind: mover.kind, area: areaOf(mover), often: mover.often, text: mover.text,
        flashes: !!mover.flashes, words: civiscope.words(textOf(mover.element)), picture: /^(img|svg|video|canvas|picture)$/.test(mover.element.localName) || !!mover.element.querySelector?.("img,svg,picture,video"),
        timer: !!mover.element.closest("[role=timer i]") || /^\s*(\d{1,2}[:.]\d{2}([:.]\d{2})?|\d+\s*(s|sec|min|h|d)\b)/i.test(textOf(mover.element)),
        calmed: mover.kind === "animation" && !known.has(names([mover])[0]), candidates: controls(mover).length + fields, pressed: 0, stopped_by: "",
      })),
    }).toWellFormed();
  };

  const stillMoves = async (mover, until) => {
    const { element, kind, animation } = mover;
    if (!element.isConnected || !visible(element)) return false;
    if (kind === "animation") return animation ? animation.playState === "running" : !element.animationsPaused();
    if (kind === "video") return !element.paused;
    if (kind === "picture") return (element.currentSrc || element.src || getComputedStyle(element).backgroundImage).includes(shown.find(([, one]) => one === element)[0]);
    const value = kind === "text" ? textOf : stateOf;
    const rest = Math.min(6000, 2.2 * mover.period);
    const before = value(element);
    for (const end = time() + rest; time() < end;) {
      if (performance.now() > until) return true;
      await wait(150);
      if (value(element) !== before) return true;
    }
    return false;
  };

  /** Press what may stop a mover, one after the other, for so many ms; the name of what did, or how many did not. */
  const stop = async (index, ms) => {
    const until = performance.now() + ms;
    const mover = movers[index];
    const tried = new Set();
    for (let round = 0; round < MOST.pressed && performance.now() < until; round++) {
      const button = controls(mover).find((one) => !tried.has(one) && !NEVER.test(nameOf(one)) && !(one.form && one.type === "submit"));
      if (!button) break;
      tried.add(button);
      const name = nameOf(button) || button.localName;
      button.click();
      await wait(60);
      if (!(await stillMoves(mover, until))) return JSON.stringify({ pressed: tried.size, stopped_by: name }).toWellFormed();
    }
    return JSON.stringify({ pressed: tried.size, stopped_by: "" });
  };

  return { begin, time, alive, staysStill, endless, sofar, calm, pictures, collect, stop };
})();
