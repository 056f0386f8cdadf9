// Slides of which one is shown at a time. Which one it is hangs on the moment, and so must not decide
// how an element of them is named.
globalThis.civiscopeSlides = (() => {
  const { attr, tagOf, childrenOf, parentOf } = civiscopeElements;
  const MAX = { watched: 8000, slides: 20, area: 1500 };
  const NAMED = /carousel|slide|rotat|ticker|swiper|slick|testimonial|hero/i;
  const NO_SLIDE = "tr,td,th,tbody,thead,tfoot,col,option,optgroup,dt,dd,source,track,script,style,link,template,details,dialog,[popover],[role=tabpanel i],[role=tab i],input,button";
  const STATE = /(^|[-_])(active|current|selected|shown?|visible|open|on|in)([-_]|$)/i;
  const LOOKS = ["opacity", "visibility", "display", "z-index", "pointer-events"];
  const STATES = ["hidden", "inert", "aria-hidden"];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
  const hasContent = (element) => /[\p{L}\p{N}]{2}/u.test(element.textContent) || element.matches("img,picture") || !!element.querySelector("img,picture");
  const tokens = (element) => [...element.classList];
  const isNamed = (element) => [element, parentOf(element)].some((each) => each && (NAMED.test(attr(each, "class")) || NAMED.test(attr(each, "id")) || attr(each, "aria-roledescription") === "carousel"));
  const isControlled = (element) => {
    const id = attr(element, "id");
    return !!id && !!element.getRootNode().querySelector(`[aria-controls~="${CSS.escape(id)}"]`);
  };
  const isLarge = (element) => { const { width, height } = element.getBoundingClientRect(); return width * height >= MAX.area; };

  const sets = new WeakMap();
  /** What tells the slide that is shown from the others, or null where they are no such slides. */
  const setOf = (parent) => {
    if (!sets.has(parent)) {
      const found = readSet(parent);
      if (!found) return null;
      sets.set(parent, found);
    }
    return sets.get(parent);
  };
  const readSet = (parent) => {
    const all = [...childrenOf(parent)];
    if (all.length < 2 || all.length > MAX.slides || all.some((each) => tagOf(each) !== tagOf(all[0])) || all[0].matches(NO_SLIDE)) return null;
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
    // What counts them stays with each, and so do classes that tell no state, if it goes without: each may have its own colours by them.
    const mark = own.filter((token) => !/\d/.test(token) && !theirs.some((each) => each.includes(token)));
    const unmark = theirs[0].filter((token) => !/\d/.test(token) && !own.includes(token) && theirs.every((each) => each.includes(token)));
    const styled = others.some((each) => LOOKS.some((name) => each.style.getPropertyValue(name) !== shown.style.getPropertyValue(name)));
    const stated = others.some((each) => STATES.some((name) => each.getAttribute(name) !== shown.getAttribute(name)));
    const marks = [mark.filter((token) => STATE.test(token)), mark.filter((token) => !STATE.test(token))];
    return mark.length || unmark.length || styled || stated ? { parent, marks, unmark } : null;
  };

  /** A function that says whether an element is a slide or in one; what it finds out holds while the page stands still. */
  const lookOut = () => {
    const known = new Map();
    const isSet = (parent) => {
      if (!known.has(parent)) known.set(parent, !!setOf(parent));
      return known.get(parent);
    };
    return (element) => {
      for (let at = parentOf(element); at; at = parentOf(at)) if (isSet(at)) return true;
      return false;
    };
  };

  return Object.freeze({ MAX, LOOKS, STATES, isShown, setOf, lookOut });
})();
