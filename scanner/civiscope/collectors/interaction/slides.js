// Slides of which one is shown at a time: each of the others is given the look of the one that is
// shown, for as long as it is judged. Which of them is met by chance must not decide what is found.
globalThis.civiscopeSlides ??= (() => {
  const MAX = { watched: 8000, slides: 20, area: 1500 };
  const NAMED = /carousel|slide|rotat|ticker|swiper|slick|testimonial|hero/i;
  const NO_SLIDE = "tr,td,th,tbody,thead,tfoot,col,option,optgroup,dt,dd,source,track,script,style,link,template,details,dialog,[popover],[role=tabpanel i],[role=tab i],input,button";
  const LOOKS = ["opacity", "visibility", "display", "z-index", "pointer-events"];
  const STATES = ["hidden", "inert", "aria-hidden"];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
  const hasContent = (element) => /[\p{L}\p{N}]{2}/u.test(element.textContent) || element.matches("img,picture") || !!element.querySelector("img,picture");
  const tokens = (element) => [...element.classList];
  const isNamed = (element) => [element, element.parentElement].some((each) => each && (NAMED.test(each.getAttribute("class") || "") || NAMED.test(each.id) || each.getAttribute("aria-roledescription") === "carousel"));
  const isControlled = (element) => {
    const { id } = element;
    return !!id && !!element.getRootNode().querySelector(`[aria-controls~="${CSS.escape(id)}"]`);
  };
  const isLarge = (element) => { const { width, height } = element.getBoundingClientRect(); return width * height >= MAX.area; };

  /** What tells the slide that is shown from the others, or null where they are no such slides. */
  const setOf = (parent) => {
    const all = [...parent.children];
    if (all.length < 2 || all.length > MAX.slides || all.some((each) => each.localName !== all[0].localName) || all[0].matches(NO_SLIDE)) return null;
    let shown = null;
    for (const each of all) {
      if (!isShown(each)) continue;
      if (shown) return null;
      shown = each;
    }
    if (!shown || !isShown(parent)) return null;
    const others = all.filter((each) => each !== shown);
    const named = isNamed(parent);
    // A sign and another that takes its place in another state of the page are no slides.
    if ((all.length < 3 && !named) || !isLarge(shown) || !others.every(hasContent) || all.some(isControlled)) return null;
    const unrendered = others.some((each) => getComputedStyle(each).display === "none");
    if (unrendered && !named) return null;
    const [own, theirs] = [tokens(shown), others.map(tokens)];
    // What counts them stays with each.
    const mark = own.filter((token) => !/\d/.test(token) && !theirs.some((each) => each.includes(token)));
    const unmark = theirs[0].filter((token) => !own.includes(token) && theirs.every((each) => each.includes(token)));
    const styled = others.some((each) => LOOKS.some((name) => each.style.getPropertyValue(name) !== shown.style.getPropertyValue(name)));
    const stated = others.some((each) => STATES.some((name) => each.getAttribute(name) !== shown.getAttribute(name)));
    return mark.length || unmark.length || styled || stated ? { parent, mark, unmark } : null;
  };

  let slides = [];
  /** Find slides of which one is shown at a time, that one too; how many. */
  const find = () => {
    const parents = civiscopeRest.roots().flatMap((root) => [...root.querySelectorAll("body *")]).slice(0, MAX.watched);
    slides = parents.map(setOf).filter(Boolean).flatMap((set) => [...set.parent.children].map((slide) => ({ slide, set })));
    return slides.length;
  };

  const keep = (element) => ({ element, looks: LOOKS.map((name) => [element.style.getPropertyValue(name), element.style.getPropertyPriority(name)]), states: STATES.map((name) => element.getAttribute(name)), styled: element.hasAttribute("style") });
  const give = (element, { looks, states, styled }) => {
    LOOKS.forEach((name, index) => {
      if (element.style.getPropertyValue(name) !== looks[index][0]) element.style.setProperty(name, ...looks[index]);
    });
    if (!styled && !element.getAttribute("style")) element.removeAttribute("style");
    STATES.forEach((name, index) => {
      if (states[index] === null) element.removeAttribute(name); else element.setAttribute(name, states[index]);
    });
  };
  const end = (element) => { for (const each of element.getAnimations({ subtree: true })) try { each.finish(); } catch { /* it has no end */ } };

  let turn = null;
  /** Give one of them the look of the one that is shown; whether it can be seen. */
  const take = (number) => {
    const { slide, set: { parent, mark, unmark } } = slides[number];
    civiscopeOpened.forget(slide);
    const shown = [...parent.children].find((each) => each !== slide && isShown(each));
    if (!slide.isConnected || !shown) return isShown(slide);
    civiscopeRest.takeTurns(true);
    turn = { slide, shown, mark, unmark: [], ofSlide: keep(slide), ofShown: keep(shown) };
    slide.classList.add(...mark); shown.classList.remove(...mark);
    give(slide, turn.ofShown); give(shown, turn.ofSlide);
    end(parent);
    if (isShown(slide)) return true;
    // Else one of the classes that only the others have must be what hides them.
    turn.unmark = unmark;
    slide.classList.remove(...unmark); shown.classList.add(...unmark);
    end(parent);
    return isShown(slide);
  };
  /** Give the turn back; whether the slide was shown until now. */
  const back = (number) => {
    const stayed = isShown(slides[number].slide);
    if (!turn) return stayed;
    const { slide, shown, mark, unmark, ofSlide, ofShown } = turn;
    turn = null;
    slide.classList.remove(...mark); slide.classList.add(...unmark);
    give(slide, ofSlide);
    // The page may have moved on meanwhile.
    const others = [...shown.parentElement?.children || []].filter((each) => each !== slide && each !== shown);
    if (!others.some((each) => (mark.length ? mark.every((token) => each.classList.contains(token)) : isShown(each)))) {
      shown.classList.add(...mark); shown.classList.remove(...unmark);
      give(shown, ofShown);
    }
    if (shown.parentElement) end(shown.parentElement);
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
