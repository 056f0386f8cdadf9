// Brings a document to rest before it is measured: loads what waits to be scrolled to, ends what
// moves for a while, holds what moves for ever, and says which texts never come to rest.
globalThis.civiscopeRest = (() => {
  const MAX = { lazy: 60, named: 20, animations: 500, rounds: 40, sure: 10, turns: 50, start: 1000, starts: 3, again: 2, pause: 1200, frame: 250, loading: 700, tick: 100, ticks: 30 };
  const CALM = 120; // ms without a change of look; scripts that fade something in write more often
  const LOOK = /opacity|color|background|filter|visibility|fill|mask/i;
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
  // Frames that are not shown are given no animation frames; on a busy machine the others wait for theirs.
  const nextFrame = () => Promise.race([new Promise((done) => { requestAnimationFrame(() => done()); }), wait(innerWidth && innerHeight ? MAX.frame : 50)]);
  // A form's fields take the place of its own properties of the same name, in every world.
  const getter = (kind, name) => {
    const { get } = Object.getOwnPropertyDescriptor(kind.prototype, name);
    return (element) => get.call(element);
  };
  const tagOf = getter(Element, "localName");
  const openRootOf = getter(Element, "shadowRoot");
  const shadowOf = (element) => openRootOf(element) || civiscopeClosed.rootOf(element);
  const parentOf = getter(Node, "parentElement");
  const textOf = getter(Node, "textContent");
  const isThere = getter(Node, "isConnected");
  const hostOf = (element) => Node.prototype.getRootNode.call(element).host;
  const hasWords = (element) => /[\p{L}\p{N}]/u.test(textOf(element) || "");

  // A page that somebody else has opened stays as it is: nothing is loaded, ended, held or turned back.
  let still = false;
  const keepStill = () => { still = true; };
  const isStill = () => still;
  let touched = false;
  /** Whether nothing had to be loaded, ended, held or turned back for the document to be at rest: it is as it came. */
  const isUntouched = () => !touched;

  let known = { roots: [document], custom: [], entered: 0, until: 0 };
  // Shadow roots that are open to us, and custom elements that may have one that is closed.
  const survey = () => {
    const roots = [document];
    const custom = [];
    for (let i = 0; i < roots.length; i++) {
      for (const element of roots[i].querySelectorAll("*")) {
        const shadow = shadowOf(element);
        if (shadow) roots.push(shadow);
        else if (tagOf(element).includes("-")) custom.push(element);
      }
    }
    known = { roots, custom, entered: civiscopeClosed.size(), until: performance.now() + 50 };
    return known;
  };
  /** The same, looked for anew after a moment only: a walk over all elements is dear. */
  const lastSurvey = () => (performance.now() > known.until || civiscopeClosed.size() !== known.entered ? survey() : known);
  /** The document and its shadow roots. */
  const roots = () => lastSurvey().roots;
  /** All elements that may show something, those in shadow trees last. */
  const everything = () => roots().flatMap((root) => [...root.querySelectorAll(root === document ? "body *" : "*")]);

  // ---- what waits to be scrolled to ---------------------------------------------------------------

  /** Have lazy pictures and frames load; how many frames began to, and how many elements may have a closed root. */
  const wake = async ({ limit }) => {
    const { roots: trees, custom } = survey();
    const hosts = civiscopeClosed.note(custom, trees);
    if (still) return { frames: 0, hosts };
    const lazy = trees.flatMap((root) => [...root.querySelectorAll("img[loading=lazy i],iframe[loading=lazy i]")])
      .filter((element) => element.localName === "iframe" || !element.complete || !element.naturalWidth).slice(0, MAX.lazy);
    const loads = lazy.map((element) => new Promise((done) => {
      for (const name of ["load", "error"]) element.addEventListener(name, done, { once: true });
      const written = element.getAttribute("loading");
      // Loading begins with the change; the page's own word is put back at once.
      element.setAttribute("loading", "eager");
      element.setAttribute("loading", written);
    }));
    touched ||= loads.length > 0;
    if (loads.length) await Promise.race([Promise.all(loads), wait(limit)]);
    return { frames: lazy.filter((element) => element.localName === "iframe").length, hosts };
  };

  // ---- how old the page is ------------------------------------------------------------------------

  let clock = null;
  /** Begin to count how long the page has been there. */
  const startClock = () => {
    if (clock) return;
    const { responseStart = 0 } = performance.getEntriesByType("navigation")[0] || {};
    const now = performance.now();
    clock = { age: Math.min(now - responseStart, MAX.loading), last: now, ticks: 0 };
    const tick = () => {
      clock = { age: clock.age + MAX.tick, last: performance.now(), ticks: clock.ticks + 1 };
      if (clock.ticks < MAX.ticks) setTimeout(tick, MAX.tick);
    };
    setTimeout(tick, MAX.tick);
  };
  /** How long the page has had to show what its timers bring, in ms: they come late on a busy machine, as ours do. What a slow server took is no such time. */
  const age = () => (clock && clock.ticks < MAX.ticks ? clock.age + Math.min(MAX.tick, performance.now() - clock.last) : performance.now());

  /** Do what keeps the page busy for our own sake: that time counts, since what was due has its turn next. */
  const whileBusy = async (work) => {
    const [before, began] = [age(), performance.now()];
    const answer = await work();
    const now = performance.now();
    if (clock) clock = { ...clock, age: Math.max(age(), before + now - began), last: now };
    return answer;
  };

  // ---- what scripts change ------------------------------------------------------------------------

  const changed = new Map();
  let observer = null;
  const note = (records) => {
    const now = performance.now();
    for (const { target } of records) {
      const known = changed.get(target);
      if (known) { known.times += 1; known.last = now; } else if (changed.size < 2000) changed.set(target, { times: 1, last: now, look: null });
    }
    noteTurns(records);
  };

  // Movements that end and are begun anew, by a timer or as each ends: at rest they look as if they were over.
  const begun = new Map();
  const OWN = "own ";
  const noteBegun = (target, { name, look }) => {
    if (begun.size >= 2000 && !begun.has(target)) return;
    const times = begun.get(target) || new Map();
    begun.set(target, times.set(name, { times: (times.get(name)?.times || 0) + 1, look }));
  };
  const noteStart = ({ target, animationName, pseudoElement }) => {
    const animation = isThere(target) && Element.prototype.getAnimations.call(target, { subtree: !!pseudoElement }).find((each) => each.animationName === animationName);
    noteBegun(target, { name: `css ${pseudoElement}${animationName}`, look: !animation || changesLook(animation) });
  };
  /** Elements of which a movement has begun again, and whether it changes their look. Scripts may move one in steps. */
  const beginners = () => {
    const inSlides = civiscopeSlides.lookOut();
    // A slide that comes into sight again and again is at rest in between, and how often it came hangs on how long the page was looked at.
    const onlyTurns = (element, name) => (name === `${OWN}opacity` || name === `${OWN}visibility`) && inSlides(element);
    return [...begun].filter(([element]) => isThere(element)).flatMap(([element, names]) => [...names]
      .filter(([name, { times }]) => times >= (name.startsWith("css ") ? MAX.again : MAX.starts) && !onlyTurns(element, name)).map(([, { look }]) => [element, look]));
  };

  // What a script has begun, by itself or by a class, it may begin again after a pause.
  const mayBeginAgain = () => {
    const sure = new Set(beginners().map(([element]) => element));
    return [...begun].some(([element, names]) => !sure.has(element) && isThere(element) && hasWords(element)
      && [...names].some(([name, { look }]) => look && (name === OWN || (name.startsWith("css ") && changed.has(element)))));
  };

  /** Begin to note which elements have their style or class changed, and what begins to move. */
  const watch = (roots = [document]) => {
    observer ??= new MutationObserver(note);
    for (const root of roots) root.addEventListener("animationstart", noteStart, { capture: true, passive: true });
    for (const root of roots) observer.observe(root, { attributes: true, attributeFilter: ["style", "class"], attributeOldValue: true, subtree: true });
  };

  // Slides that a script shows one after the other: which of them is met hangs on the moment. A class
  // that goes from one element to the next beside it, long after the page has come, is such a turn.
  const turned = new Map();
  let ours = false;
  /** Whether it is us who show one slide after the other: such turns are neither noted nor taken back. */
  const takeTurns = (on) => {
    if (observer) note(observer.takeRecords());
    ours = on;
  };
  const tokens = (value) => new Set((value || "").split(/\s+/).filter(Boolean));
  const isLate = () => {
    const loaded = performance.getEntriesByType("navigation")[0]?.loadEventEnd || 0;
    return loaded > 0 && performance.now() - loaded > MAX.start;
  };
  const noteTurns = (records) => {
    const before = new Map();
    for (const { target, attributeName, oldValue } of records) if (attributeName === "class" && !before.has(target)) before.set(target, oldValue || "");
    if (ours || before.size < 2 || before.size > MAX.turns || !isLate()) return;
    const moves = [...before].map(([element, was]) => {
      const [old, now] = [tokens(was), tokens(Element.prototype.getAttribute.call(element, "class"))];
      return { element, was, lost: [...old].filter((token) => !now.has(token)), gained: [...now].filter((token) => !old.has(token)) };
    });
    for (const one of moves) {
      const next = moves.find((other) => other !== one && one.lost.some((token) => other.gained.includes(token)) && parentOf(other.element) === parentOf(one.element) && tagOf(other.element) === tagOf(one.element));
      for (const each of next ? [one, next] : []) if (!turned.has(each.element)) turned.set(each.element, each.was);
    }
  };
  /** Show what takes turns as it stood before the first. */
  const turnBack = () => {
    if (still || ours) return;
    if (observer) note(observer.takeRecords());
    const moved = [...turned].filter(([element, was]) => isThere(element) && (Element.prototype.getAttribute.call(element, "class") || "") !== was);
    if (!moved.length) return;
    touched = true;
    for (const [element, was] of moved) Element.prototype.setAttribute.call(element, "class", was);
    observer.takeRecords();
    settleAnimations(roots());
  };
  const lookOf = (element) => {
    const { opacity, color, backgroundColor, filter } = getComputedStyle(element);
    return [opacity, color, backgroundColor, filter].join();
  };
  /** Elements whose look a script is changing step by step. */
  const driven = () => {
    const now = performance.now();
    const found = [];
    for (const [element, known] of changed) {
      if (known.times < 2 || now - known.last > CALM || !isThere(element)) continue;
      const look = lookOf(element);
      if (look !== known.look) found.push(element);
      known.look = look;
    }
    return found;
  };

  // ---- animations and transitions -----------------------------------------------------------------

  const animationsIn = (roots) => roots.flatMap((root) => root.getAnimations()).slice(0, MAX.animations);
  const isEndless = (animation) => {
    const { endTime } = animation.effect?.getComputedTiming() ?? {};
    return endTime === Infinity;
  };
  const isScrolled = (animation) => !!animation.timeline && !(animation.timeline instanceof DocumentTimeline);
  const changesLook = (animation) => (animation.effect?.getKeyframes?.() || []).some((frame) => Object.keys(frame).some((name) => LOOK.test(name)));

  // Where an animation stops is ours to choose: where most of the element can be seen.
  const stopAtClearest = (animation, times) => {
    const { target } = animation.effect;
    let best = { time: times[0], opacity: -1 };
    for (const time of times) {
      animation.currentTime = time;
      const opacity = Number(getComputedStyle(target, animation.effect.pseudoElement).opacity);
      if (opacity > best.opacity) best = { time, opacity };
    }
    animation.currentTime = best.time;
  };
  const held = new Map();
  const hold = (animation) => {
    if (held.has(animation)) return;
    touched = true;
    held.set(animation, animation.effect?.target || null);
    try {
      animation.pause();
      if (isScrolled(animation)) stopAtClearest(animation, [100, 50, 0].map((part) => CSS.percent(part)));
      else {
        const { delay, duration } = animation.effect.getComputedTiming();
        const length = Number(duration) || 0;
        stopAtClearest(animation, [delay, delay + length / 2, delay + length * 0.999]);
      }
    } catch { /* it ended or went away by itself */ }
  };

  let wasMoving = false;
  /** Note whether something moves that will end, before the browser's clock is set forward. */
  const noteMovement = () => {
    wasMoving = animationsIn(known.roots).some((animation) => animation.playState === "running" && !isEndless(animation) && !isScrolled(animation));
  };

  /** End or hold all animations that run now; say whether one was ended. */
  const settleAnimations = (roots) => {
    let ended = false;
    for (const animation of animationsIn(roots)) {
      if (animation.playState !== "running" || held.has(animation) || !animation.effect) continue;
      if (isEndless(animation) || isScrolled(animation)) { hold(animation); continue; }
      try { animation.finish(); ended = touched = true; } catch { hold(animation); continue; }
      // Of one that a style sheet names, the start is an event.
      if (!animation.animationName && animation.effect.target) noteBegun(animation.effect.target, { name: OWN + (animation.transitionProperty || ""), look: changesLook(animation) });
    }
    return ended;
  };

  /** End what moves just now, and hold what moves for ever. */
  const endMovement = () => { settleAnimations(survey().roots); };

  let restless = new Map();
  const restlessTexts = (moving, busy, roots) => {
    const found = new Map();
    const add = (element, look) => { if (element && isThere(element) && hasWords(element)) found.set(element, found.get(element) || look); };
    for (const [animation, target] of held) if (!isScrolled(animation)) add(target, changesLook(animation));
    for (const element of moving) add(element, true);
    for (const [element, look] of beginners()) add(element, look);
    // One movement begins as another ends.
    if (busy) for (const animation of animationsIn(roots)) if (animation.playState === "running") add(animation.effect?.target, true);
    return found;
  };

  // What will have ended by itself before this time is waited for; all else that moves is told of.
  const endsBefore = (animation, end) => {
    const { endTime } = animation.effect.getComputedTiming();
    const left = (Number(endTime) - Number(animation.currentTime || 0)) / Math.abs(animation.playbackRate || 1);
    return !isScrolled(animation) && Number.isFinite(left) && performance.now() + left < end;
  };
  const waitStill = async (end) => {
    for (;;) {
      const { roots } = survey();
      watch(roots);
      const running = animationsIn(roots).filter((animation) => animation.playState === "running" && animation.effect);
      const moving = driven();
      if (performance.now() < end && (moving.length || running.some((animation) => endsBefore(animation, end)))) {
        await wait(CALM / 4);
        continue;
      }
      restless = restlessTexts(moving, false, roots);
      for (const animation of running) {
        const { target } = animation.effect;
        if (target && isThere(target) && hasWords(target)) restless.set(target, restless.get(target) || changesLook(animation));
      }
      return { busy: false, texts: [...restless.keys()] };
    }
  };
  /** Let go of the document: nothing of it is watched any more. */
  const release = () => { observer?.disconnect(); };

  /**
   * Wait for fonts, end what moves for a while, hold what moves for ever. Says which texts never come
   * to rest, and whether the page begins new movements as fast as they end.
   */
  const rest = async ({ limit }) => {
    const end = performance.now() + limit;
    if (document.fonts && document.fonts.status !== "loaded") await Promise.race([document.fonts.ready, wait(limit)]);
    if (still) return waitStill(end);
    let { roots, custom } = lastSurvey();
    watch(roots);
    // The browser's clock was set forward: what moves where we cannot look ends by it, and what ended
    // before we looked is over, though the page, which may go on from there, learns of it a frame later.
    touched ||= wasMoving;
    if (custom.length || wasMoving) { await nextFrame(); await nextFrame(); }
    wasMoving = false;
    // On a busy machine steps are late: those that are due have their turn before ours.
    if ([...changed.values()].some(({ times }) => times > 1)) await wait(1);
    let moving = driven();
    let ended = settleAnimations(roots);
    // On a busy machine time is over before a page has had its turns: one that goes on must have shown it in several.
    for (let round = 0; (ended || moving.length) && round < MAX.rounds && (performance.now() < end || (ended && round < MAX.sure)); round++) {
      await (moving.length ? wait(CALM / 2) : nextFrame());
      roots = survey().roots;
      // What waited for the end of one movement may begin the next.
      ended = settleAnimations(roots);
      moving = driven();
    }
    const pause = Math.min(end, performance.now() + MAX.pause);
    while (!ended && mayBeginAgain() && performance.now() < pause) {
      await wait(CALM);
      settleAnimations(survey().roots);
      moving = driven();
    }
    restless = restlessTexts(moving, ended, roots);
    return { busy: ended, texts: [...restless.keys()] };
  };

  /** What an element lies in, also where that is the host of its shadow tree; null for the root. */
  const around = (element) => parentOf(element) || hostOf(element) || null;
  const within = (element, set) => {
    for (let at = element; at; at = around(at)) if (set.has(at)) return true;
    return false;
  };
  const shaky = () => new Set([...restless, ...beginners()].filter(([, look]) => look).map(([element]) => element));
  /** Whether the look of an element never comes to rest. */
  const isRestless = (element) => restless.size + begun.size > 0 && within(element, shaky());
  /** Texts that turned out to move again and again since it was said which never come to rest. */
  const begunSince = () => [...new Set(beginners().map(([element]) => element))].filter((element) => hasWords(element) && !restless.has(element));

  /** Elements that scripts changed since `time`, other than those that never rest. */
  const changedSince = (time) => {
    const found = new Set();
    for (const [element, { last }] of changed) if (last > time && !restless.has(element)) found.add(element);
    return found;
  };

  return Object.freeze({ MAX_NAMED: MAX.named, keepStill, isStill, isUntouched, noteMovement, endMovement, release, roots, everything, wake, watch, rest, startClock, whileBusy, age, isRestless, begunSince, changedSince, takeTurns, turnBack, around, within });
})();
