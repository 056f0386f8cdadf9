// Our own world in every frame: the page cannot see or change what is here, and we see the page's
// document through natives that no script of the page has touched.
globalThis.civiscope = (() => {
  const { cut, countWords, plain, nameOf, regionOf, snippet, selector, boxOf } = civiscopeElements;

  // Elements axe has spoken of, by its selectors, for scripts that look at them again.
  const named = new WeakMap();
  const found = new Map();

  /** What a finding needs of an element. */
  const place = (element) => ({ selector: named.get(element) || selector(element), snippet: snippet(element), box: boxOf(element) });

  /**
   * Wait until fonts are there and the document has stopped changing; never longer than `limit` ms. Where the
   * page answers the event `due` that nothing is due in it before it would count as quiet, two frames are enough: "calm".
   */
  const settle = async ({ quiet, limit, due = "" }) => {
    const end = performance.now() + limit;
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    civiscopeRest.startClock();
    civiscopeRest.watch();
    if (document.fonts && document.fonts.status !== "loaded") {
      await Promise.race([document.fonts.ready, wait(limit)]);
    }
    let last = performance.now();
    const observer = new MutationObserver(() => { last = performance.now(); });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    const began = last;
    // Frames may send messages at any time.
    const calm = due !== "" && !window.length && await civiscopeWaiting.isCalm(due, quiet) && last === began;
    let now = performance.now();
    while (!calm && now - last < quiet && now < end) {
      await wait(Math.min(quiet - (now - last), end - now) + 1);
      now = performance.now();
    }
    observer.disconnect();
    civiscopeRest.noteMovement();
    return calm ? "calm" : now - last >= quiet;
  };

  /** What the document is and holds, and the style sheets that are not known yet, as JSON. */
  const dom = (sheets = []) => {
    const facts = civiscopeFacts();
    civiscopeRest.noteMovement();
    return plain({ ...facts, sheets: civiscopeSheets.learn(sheets) });
  };

  /** Bring the document to rest; the places of texts that never do, as JSON. */
  const rest = async (limits) => {
    const { busy, texts } = await civiscopeRest.rest(limits);
    return plain({ busy, texts: texts.slice(0, civiscopeRest.MAX_NAMED).map(place), more: Math.max(0, texts.length - civiscopeRest.MAX_NAMED) });
  };

  const { suspects, suspectsAt, suspect } = civiscopeSuspects(found, place);
  const { takeUpTree, withTree, ...axeRuns } = civiscopeAxe(named, found, suspects);

  const runAll = async (scripts, isOurs) => {
    const answers = {};
    let texts = null;
    const painted = () => (texts ??= civiscopePainted(selector));
    // Nothing changes while rules ask, so what is worked out once holds for all of them.
    const toolkit = Object.freeze({ ...civiscopeToolkit(), ...civiscopeToolkit().sight({ still: true }) });
    // So does the place of an element that several of them speak of.
    const places = new Map();
    const placeOnce = (element) => {
      if (!places.has(element)) places.set(element, place(element));
      return places.get(element);
    };
    const semantics = civiscopeSemantics(toolkit);
    const axeFound = (rule) => found.get(rule) || [];
    // Elements that axe found without a name by what they were, though another role was given to them.
    const unnamed = (...rules) => rules.flatMap(axeFound).filter(({ element, verdict }) => verdict === "failed" && element?.hasAttribute("role"))
      .map(({ element }) => ({ element, role: semantics.role(element) }));
    const known = Object.freeze({ ...api, place: placeOnce, ...semantics, toolkit, axeFound, unnamed, painted });
    for (const { id, run, options: given } of scripts) {
      try {
        const said = [...(await run(given, known) || [])];
        if (said.some((outcome) => outcome instanceof Node)) throw new TypeError("An outcome holds an element and is none itself.");
        answers[id] = { answer: said.filter(isOurs).slice(0, 500).map(({ element, ...outcome }) => (element ? { ...placeOnce(element), ...outcome } : outcome)) };
      } catch (error) {
        answers[id] = { error: cut(String(error && error.message ? error.message : error)) };
      }
    }
    return answers;
  };

  /** Answers of rule scripts: each a function (options, civiscope) that returns a list of outcomes. */
  const ask = async (scripts, isWithin = null) => {
    const isOurs = ({ element }) => (element ? !civiscopeFrames.isAdded(element) && (!isWithin || isWithin(element)) : !isWithin && !civiscopeFrames.isLimited());
    takeUpTree();
    const lift = civiscopeCanvas.lay(null);
    try {
      return plain(await runAll(scripts, isOurs));
    } finally {
      lift();
      axe.teardown();
    }
  };

  /** Run rule scripts for nothing while a page is waited for: the browser has them ready afterwards. */
  const rehearse = (scripts) => civiscopeRest.whileBusy(() => withTree(() => runAll(scripts, () => true)));

  /** What `ask` notes on its way, where there is nothing to ask. */
  const noteUnseen = () => { takeUpTree(); axe.teardown(); };

  const cover = civiscopeCover(found, place);
  /** What of this document was not judged: hidden parts, texts that turned out never to rest, and in a
      frame also what lies behind a dialog, and texts whose look axe-core does not know. */
  const unseen = () => plain({ ...cover.hidden(), moving: civiscopeRest.begunSince().slice(0, civiscopeRest.MAX_NAMED).map(place), cover: cover.coverOfFrame(), painted: axeRuns.unknownTexts() });

  // What is asked of a page at one moment is asked in one question: each is a way through three processes.

  /** Have what is lazy load, then bring the document to rest; where closed roots may have to be entered first, only the one. */
  const wakeAndRest = async ({ lazy, limit }) => {
    const woken = await civiscopeRest.wake({ limit: lazy });
    return { ...woken, rest: woken.hosts ? null : await rest({ limit }) };
  };

  /** Answers of rule scripts, what covers the page after that, and what of it was not judged: a line each, empty where that broke. */
  const askAndLook = async (scripts) => {
    const answers = await ask(scripts);
    const attempt = (look) => { try { return look(); } catch { return ""; } };
    return [answers, attempt(cover.look), attempt(unseen)].join("\n");
  };

  const forget = () => { try { sessionStorage.clear(); } catch { /* a sandboxed frame has none */ } };

  const api = Object.freeze({ place, nameOf, regionOf, cut, words: countWords });
  return Object.freeze({
    ...api, settle, wake: civiscopeRest.wake, rest, wakeAndRest, fileType: civiscopeFrames.fileType, orientation: civiscopeFrames.orientation, dom, noteUnseen, ...axeRuns, seesThrough: civiscopeCanvas.seesThrough, suspects, suspectsAt, suspect, selector, ask, rehearse, askAndLook, forget, cover, unseen, keepStill: civiscopeRest.keepStill, release: civiscopeRest.release, limit: civiscopeFrames.limit,
  });
})();
