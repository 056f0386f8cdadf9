// What people can see of an element: whether styles leave anything of it, and which part of it.
globalThis.civiscopeSight = ({ parentOf, clipPathBox, clipBox, maskedAway, rgba }) => {
  const MAX_INSIDE = 24;
  const FAINT = 0.02;
  const cut = (box, edge) => ({ left: Math.max(box.left, edge.left), top: Math.max(box.top, edge.top), right: Math.min(box.right, edge.right), bottom: Math.min(box.bottom, edge.bottom) });
  // A box of one pixel hides what is in it from sight and keeps it for screen readers.
  const isEmpty = (box) => box.right - box.left <= 1 || box.bottom - box.top <= 1;

  /** What there is to ask about sight; with `still`, answers are kept: while nothing on the page changes. */
  const sight = ({ still = false } = {}) => {
    const keep = (ask) => {
      if (!still) return ask;
      const known = new Map();
      return (element) => {
        if (!known.has(element)) known.set(element, ask(element));
        return known.get(element);
      };
    };
    const styleOf = keep((element) => getComputedStyle(element));

    // ---- how much paint comes through -----------------------------------------------------------

    const throughFilter = (filter) => [...filter.matchAll(/opacity\(([\d.]+)(%?)\)/g)].reduce((left, [, amount, percent]) => left * Math.min(1, Number(amount) / (percent ? 100 : 1)), 1);
    const through = keep((element) => {
      const style = styleOf(element);
      const effects = (style.filter === "none" ? 1 : throughFilter(style.filter)) * Number(style.opacity);
      return effects && maskedAway(element, style) ? 0 : effects;
    });
    const below = new Map();
    /** How opaque an element is with all that it stands in, 0 to 1. */
    const opacity = (element) => {
      const path = [];
      let at = element;
      for (; at && !(still && below.has(at)); at = parentOf(at)) path.push(at);
      let left = at ? below.get(at) : 1;
      for (const each of path.reverse()) {
        if (left > 0) left *= through(each);
        if (left < FAINT) left = 0;
        if (still) below.set(each, left);
      }
      return left;
    };
    /** Whether styles let an element be painted at all, wherever it stands. */
    const painted = keep((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && opacity(element) > 0);

    /** Whether letters of an element have no colour of their own and nothing in place of it. */
    const inkless = keep((element) => {
      const style = styleOf(element);
      const fill = style.webkitTextFillColor || style.color;
      if (rgba(fill).alpha > FAINT || style.textShadow !== "none") return false;
      if (parseFloat(style.webkitTextStrokeWidth) > 0 && rgba(style.webkitTextStrokeColor).alpha > FAINT) return false;
      for (let at = element; at; at = parentOf(at)) if (/\btext\b/.test(styleOf(at).backgroundClip)) return false;
      return true;
    });

    // ---- boxes that cut -------------------------------------------------------------------------

    const holdsFixed = (style) => style.transform !== "none" || style.translate !== "none" || style.scale !== "none" || style.rotate !== "none" || style.filter !== "none"
      || style.perspective !== "none" || /paint|layout|strict|content/.test(style.contain) || /transform|filter|perspective/.test(style.willChange);
    /** The element whose content box an element moves along with: what can scroll it, and cut it off. */
    const holderOf = keep((element) => {
      const { position } = styleOf(element);
      let at = parentOf(element);
      if (position !== "absolute" && position !== "fixed") return at;
      for (; at; at = parentOf(at)) {
        const style = styleOf(at);
        if (holdsFixed(style) || (position === "absolute" && style.position !== "static")) return at;
      }
      return null;
    });
    // The overflow of the root, or of the body when the root has none, is that of the window.
    let ofWindow = null;
    const windowBox = () => {
      if (ofWindow && still) return ofWindow;
      const root = styleOf(document.documentElement);
      ofWindow = root.overflowX === "visible" && root.overflowY === "visible" && document.body ? document.body : document.documentElement;
      return ofWindow;
    };
    /** The boxes around the content of an element that cut it off or let it be scrolled, innermost first. */
    const wallsOf = keep((element) => {
      if (!element) return [];
      const style = styleOf(element);
      const outer = wallsOf(holderOf(element));
      if (element === document.documentElement || element === windowBox() || style.display === "inline" || style.display === "contents") return outer;
      const painting = /paint|strict|content/.test(style.contain);
      const own = [["x", style.overflowX], ["y", style.overflowY]].filter(([, how]) => how !== "visible" || painting)
        .map(([axis, how]) => ({ element, axis, scrolls: how === "auto" || how === "scroll", style }));
      return own.length ? [...own, ...outer] : outer;
    });
    const edgeOf = keep((element) => element.getBoundingClientRect());

    /** Boxes that effects leave of an element: its own and those of all that it stands in. */
    const ownClips = keep((element) => [clipPathBox(element, styleOf(element)), clipBox(element, styleOf(element))].filter(Boolean));
    const clipsOf = (element) => {
      const found = [];
      for (let at = element; at; at = parentOf(at)) found.push(...ownClips(at));
      return found;
    };
    /** Whether effects leave nothing of an element: it is faded, masked or clipped away. */
    const isEffaced = (element) => {
      if (opacity(element) === 0) return true;
      const clips = clipsOf(element);
      return clips.length > 0 && boxesOf(element).every(([, box]) => isEmpty(clips.reduce(cut, box)));
    };

    /**
     * The part of `box` that is left of an element, or with `inside` of its content. What can be scrolled
     * into sight counts as seen, unless `now` asks for what is seen at this moment.
     */
    const partOf = (element, box, { inside = false, now = false } = {}) => {
      let left = clipsOf(element).reduce(cut, { left: box.left, top: box.top, right: box.right, bottom: box.bottom });
      const free = new Set();
      for (const { element: wall, axis, scrolls } of wallsOf(inside ? element : holderOf(element))) {
        if (free.has(axis)) continue;
        if (scrolls && !now) { free.add(axis); continue; }
        const edge = edgeOf(wall);
        left = axis === "x" ? cut(left, { ...left, left: edge.left, right: edge.right }) : cut(left, { ...left, top: edge.top, bottom: edge.bottom });
      }
      return left;
    };

    /** The boxes of an element that are not empty; of one without size, those of what it holds. */
    const boxesOf = (element) => {
      const own = element.getBoundingClientRect();
      if (!isEmpty(own)) return [[element, own]];
      return [...element.querySelectorAll("*")].slice(0, MAX_INSIDE).map((inside) => [inside, inside.getBoundingClientRect()]).filter(([, box]) => !isEmpty(box));
    };

    /** Why an element cannot be seen, now or after scrolling; empty when it can. */
    const whyHidden = (element, how = {}) => {
      if (!painted(element)) return "transparent";
      const left = boxesOf(element).map(([at, box]) => partOf(at, box, how)).filter((box) => !isEmpty(box));
      if (!left.length) return "clipped";
      // Nothing scrolls to what lies above or left of the page.
      return left.some((box) => box.right + scrollX > 0 && box.bottom + scrollY > 0) ? "" : "outside";
    };
    const visible = keep((element) => whyHidden(element) === "");

    return { styleOf, opacity, painted, inkless, holderOf, windowBox, wallsOf, clipsOf, isEffaced, partOf, boxesOf, whyHidden, visible };
  };

  return { sight, ...sight(), cutBox: cut, isEmptyBox: isEmpty };
};
