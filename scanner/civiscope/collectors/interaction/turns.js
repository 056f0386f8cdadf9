// Gives each slide of a set the look of the one that is shown, for as long as it is judged: which of
// them is met by chance must not decide what is found.
globalThis.civiscopeTurns ??= (() => {
  const { childrenOf, parentOf } = civiscopeElements;
  const { MAX, LOOKS, STATES, isShown, setOf } = civiscopeSlides;

  const MOST_HELD = 100; // times that one turn is taken back from the page
  const end = (parent) => {
    for (const each of parent.getAnimations({ subtree: true })) if (each.timeline instanceof DocumentTimeline) try { each.finish(); } catch { /* it has no end */ }
  };
  let slides = [];
  /** Find slides of which one is shown at a time, that one too; how many. */
  const find = () => {
    // While one slide fades into the next, two are to be seen. A set that was found once stays one.
    civiscopeRest.endMovement();
    const parents = civiscopeRest.everything().slice(0, MAX.watched);
    slides = parents.map(setOf).filter(Boolean).flatMap((set) => [...childrenOf(set.parent)].map((slide) => ({ slide, set })));
    return slides.length;
  };

  const keep = (element) => ({ looks: LOOKS.map((name) => [element.style.getPropertyValue(name), element.style.getPropertyPriority(name)]), states: STATES.map((name) => element.getAttribute(name)), styled: element.hasAttribute("style") });
  const give = (element, { looks, states, styled }) => {
    LOOKS.forEach((name, index) => {
      if (element.style.getPropertyValue(name) !== looks[index][0]) element.style.setProperty(name, ...looks[index]);
    });
    if (!styled && !element.getAttribute("style")) element.removeAttribute("style");
    STATES.forEach((name, index) => {
      if (element.getAttribute(name) === states[index]) return;
      if (states[index] === null) element.removeAttribute(name); else element.setAttribute(name, states[index]);
    });
  };
  const others = ({ parent, slide }) => [...childrenOf(parent)].filter((each) => each !== slide);

  let turn = null;
  /** Have the slide in sight, and the one that the page shows out of it. */
  const put = ({ parent, slide, shown, mark, unmark, ofSlide, ofShown }) => {
    slide.classList.add(...mark); shown.classList.remove(...mark);
    slide.classList.remove(...unmark); shown.classList.add(...unmark);
    give(slide, ofShown); give(shown, ofSlide);
    end(parent);
  };
  // The page goes on meanwhile, and gives the turn to the next.
  const goOn = (records) => {
    if (!turn) return;
    // A page that insists on its own turn would be answered for ever.
    if (--turn.left < 0) { observer.disconnect(); return; }
    const next = others(turn).find((each) => (turn.mark.length ? turn.mark.every((token) => each.classList.contains(token)) : isShown(each)));
    if (next) turn.shown = next;
    turn.isIts = !next && (turn.isIts || records.some(({ target }) => target === turn.slide));
    put(turn);
    observer.takeRecords();
  };
  const observer = new MutationObserver(goOn);

  /** Give one of them the look of the one that is shown; whether it can be seen. */
  const take = (number) => {
    const { slide, set: { parent, marks, unmark } } = slides[number];
    civiscopeOpened.forget(slide);
    if (!slide.isConnected || parentOf(slide) !== parent) return isShown(slide);
    // What fades out is no longer shown by the page.
    end(parent);
    const rest = others({ parent, slide });
    const other = rest.find(isShown);
    if (!rest.length || (!other && !isShown(slide))) return isShown(slide);
    const shown = other || rest[0];
    const [ofSlide, ofShown] = other ? [keep(slide), keep(shown)] : [keep(shown), keep(slide)];
    civiscopeRest.takeTurns(true);
    turn = { parent, slide, shown, mark: [], unmark: [], left: MOST_HELD, isIts: !other, ofSlide, ofShown };
    // The turn may be its own already; the page must not go on before it is judged.
    if (!other) {
      turn.mark = marks.find((mark) => mark.length) || [];
      turn.unmark = turn.mark.length ? [] : unmark;
    }
    for (const mark of other ? marks : []) {
      turn.mark = [...turn.mark, ...mark];
      put(turn);
      if (isShown(slide)) break;
    }
    if (!isShown(slide)) {
      // Else one of the classes that only the others have must be what hides them.
      turn.unmark = unmark;
      put(turn);
    }
    observer.observe(parent, { attributes: true, attributeFilter: ["class", "style", ...STATES], subtree: true });
    return isShown(slide);
  };
  /** Give the turn back; whether the slide was shown until now. */
  const back = (number) => {
    const stayed = isShown(slides[number].slide);
    if (!turn) return stayed;
    observer.disconnect();
    const { parent, slide, shown, mark, unmark, ofSlide, ofShown, isIts } = turn;
    turn = null;
    // Where the page has come to this slide itself, it stays.
    if (!isIts) put({ parent, slide: shown, shown: slide, mark, unmark, ofSlide, ofShown });
    civiscopeRest.takeTurns(false);
    return stayed;
  };
  /** Show one of them in place of the one that is shown; whether it can be seen. Where it cannot, all is as before. */
  const show = (number) => {
    const can = take(number);
    if (!can) back(number);
    return can;
  };

  return Object.freeze({ find, show, back });
})();
