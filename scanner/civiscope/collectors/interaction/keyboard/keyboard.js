// What a frame sees of a walk with the Tab key. Runs in our own world, once in each frame.
globalThis.civiscopeKeyboard ??= (() => {
  const LIMIT = { elements: 1500, wide: 24, containers: 6 };
  const elements = [];
  const numbers = new WeakMap();
  const resting = new Map();
  const styled = new Map();
  let wideWhileFocused = null;
  let last = null;
  let moves = [];

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const numberOf = (element) => {
    if (!numbers.has(element)) numbers.set(element, elements.push(element) - 1);
    return numbers.get(element);
  };
  const parentOf = (node) => node.assignedSlot || node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const holds = (outer, inner) => {
    for (let at = inner; at; at = parentOf(at)) if (at === outer) return true;
    return false;
  };
  const focused = () => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    return !at || at === document.body || at === document.documentElement ? null : at;
  };
  const everything = (root, found = []) => {
    for (const element of root.querySelectorAll("*")) {
      if (found.length >= 20000) break;
      found.push(element);
      if (element.shadowRoot) everything(element.shadowRoot, found);
    }
    return found;
  };
  addEventListener("focus", (event) => {
    const target = event.composedPath()[0];
    if (target instanceof Element && moves.length < 50) moves.push(numberOf(target));
  }, true);

  // ---- what one sees of an element ------------------------------------------------------------

  const seen = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true };
  const solid = (color) => !/^transparent$|^rgba\((?:[^,]+,){3}\s*0(?:\.0+)?\)$|\/\s*0(?:\.0+)?\)$/.test(color);
  const ground = (element) => {
    for (let at = parentOf(element); at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return "";
      if (solid(style.backgroundColor)) return style.backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const PROPERTIES = ["backgroundImage", "backgroundPosition", "backgroundSize", "color", "opacity", "transform", "filter",
    "textDecorationLine", "textDecorationStyle", "textDecorationThickness", "visibility", "display", "clip", "clipPath", "fontWeight",
    "fontStyle", "letterSpacing", "fill", "stroke", "strokeWidth", "width", "height", "left", "top", "right", "bottom", "marginLeft", "marginTop", "content"];

  /** All that can be painted differently; what paints nothing (an outline of no width) is left out. */
  const look = (element, pseudo = null) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && (style.content === "none" || style.display === "none")) return "";
    const parts = PROPERTIES.map((name) => style[name]);
    if (solid(style.backgroundColor)) parts.push(style.backgroundColor);
    if (style.textDecorationLine !== "none") parts.push(style.textDecorationColor);
    if (style.boxShadow !== "none" && /rgb\(|color\(|[1-9]\)/.test(style.boxShadow)) parts.push(style.boxShadow);
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      if (parseFloat(style[`border${side}Width`]) > 0) parts.push(style[`border${side}Width`], style[`border${side}Color`], style[`border${side}Style`]);
    }
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && solid(style.outlineColor)) {
      const lost = style.outlineStyle !== "auto" && parseFloat(style.outlineOffset) >= 0 && style.outlineColor === ground(element);
      if (!lost) parts.push(`outline ${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`);
    }
    return parts.join("|");
  };
  const looks = (element) => [look(element), look(element, "::before"), look(element, "::after")].join("¦");

  /** The looks of what stands round an element: labels, neighbours, what it is in, what is in it. */
  const wide = (element) => {
    const near = new Set([element, ...(element.labels || [])]);
    for (const side of [element.previousElementSibling, element.nextElementSibling]) if (side) near.add(side);
    for (let at = parentOf(element), up = 0; at && at !== document.body && up < 4; at = parentOf(at), up++) near.add(at);
    for (const inside of element.querySelectorAll("*")) {
      if (near.size >= LIMIT.wide) break;
      near.add(inside);
    }
    return [...near].map(looks).join("\n");
  };

  const TEXT = /^(text|search|url|tel|email|password|number|)$/;
  const hasCaret = (element) => {
    const field = element.localName === "textarea" || (element.localName === "input" && TEXT.test(element.type)) || element.isContentEditable;
    return field && !element.readOnly && solid(getComputedStyle(element).caretColor);
  };

  const cut = (box, edge) => ({ left: Math.max(box.left, edge.left), top: Math.max(box.top, edge.top), right: Math.min(box.right, edge.right), bottom: Math.min(box.bottom, edge.bottom) });
  const empty = (box) => box.right - box.left <= 1 || box.bottom - box.top <= 1;

  /** The part of a box that no scrolling or clipping ancestor cuts off. */
  const unclipped = (element, box) => {
    let left = box;
    let free = getComputedStyle(element).position;
    for (let at = parentOf(element); at && at !== document.body && at !== document.documentElement; at = parentOf(at)) {
      if (free === "fixed") break;
      const style = getComputedStyle(at);
      if (free === "absolute" && style.position === "static" && style.transform === "none") continue;
      if (style.overflowX !== "visible" || style.overflowY !== "visible" || style.clipPath !== "none") left = cut(left, at.getBoundingClientRect());
      free = style.position;
    }
    return left;
  };

  /** Say whether an element can be seen where it stands, and if not, why not. */
  const shown = (element) => {
    if (!element.checkVisibility(seen)) return "transparent";
    const style = getComputedStyle(element);
    if (style.position === "absolute" || style.position === "fixed") {
      if (/^rect\((0px|1px|auto)(,? ?)(0px|1px|auto)\2(0px|1px|auto)\2(0px|1px|auto)\)$/.test(style.clip) && style.clip !== "rect(auto, auto, auto, auto)") return "clipped";
    }
    if (/inset\((100|50)%/.test(style.clipPath)) return "clipped";
    const own = element.getBoundingClientRect();
    const boxes = empty(own) ? [...element.querySelectorAll("*")].slice(0, LIMIT.wide).map((inside) => inside.getBoundingClientRect()) : [own];
    const whole = boxes.filter((box) => !empty(box));
    if (!whole.length) return "clipped";
    const left = whole.map((box) => unclipped(element, box)).filter((box) => !empty(box));
    if (!left.length) return "clipped";
    const view = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    return left.some((box) => !empty(cut(box, view))) ? "shown" : "outside";
  };

  const opaque = (hit, layer) => {
    for (let at = hit; at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (parseFloat(style.opacity) < 0.9) return false;
      if (/^(img|video|canvas|iframe)$/.test(at.localName)) return true;
      const alpha = /rgba\(.*[,/] ?([\d.]+)\)$/.exec(style.backgroundColor);
      if (solid(style.backgroundColor) && (!alpha || parseFloat(alpha[1]) > 0.9)) return true;
      if (at === layer) return false;
    }
    return false;
  };

  const hitAt = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    while (hit && hit.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };

  /** The fixed or sticky element that hides an element wholly; null when some of it can be seen. */
  const coveredBy = (element) => {
    let cover = null;
    let points = 0;
    for (const rect of [...element.getClientRects()].slice(0, 3)) {
      const box = unclipped(element, rect);
      if (empty(box)) continue;
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
        points++;
      }
    }
    return points ? cover : null;
  };

  // ---- facts ----------------------------------------------------------------------------------

  const kindOf = (element) => [element, parentOf(element)].map((at) => (at ? `${at.localName}.${[...at.classList].sort().join(".")}` : "")).join("<") + (element.type || "");
  const modal = () => document.querySelector("dialog:modal");
  const tabbable = (element) => (!modal() || holds(modal(), element)) && element.tabIndex >= 0 && !element.disabled && !element.matches("a:not([href],[tabindex],[*|href]),area:not([href])") && !element.closest("[inert]") && element.checkVisibility({ visibilityProperty: true });

  const facts = (element) => {
    const containers = [];
    let layer = null;
    for (let at = element; at && at !== document.documentElement; at = parentOf(at)) {
      if (layer === null && /^(absolute|fixed|sticky)$/.test(getComputedStyle(at).position)) layer = numberOf(at);
      if (at !== element && containers.length < LIMIT.containers) containers.push(numberOf(at));
    }
    return {
      ...civiscope.place(element), number: numberOf(element), tag: element.localName, type: String(element.type || ""), role: element.getAttribute("role") || "",
      name: civiscope.cut(civiscope.nameOf(element), 80), tabindex: element.tabIndex, containers, layer: layer ?? -1,
      rtl: getComputedStyle(element).direction === "rtl", kind: kindOf(element).slice(0, 300),
      // Parts of these can hold the focus one after the other, and none of them can be told apart.
      several: /^(video|audio|embed|object|iframe|frame)$/.test(element.localName) || /^(date|time|month|week|datetime-local)$/.test(element.type || "") || (element.localName.includes("-") && !element.shadowRoot),
    };
  };

  /** Every element that Tab should reach, before it does. */
  const survey = () => {
    document.documentElement.style.setProperty("scroll-behavior", "auto", "important");
    const all = everything(document).filter(tabbable);
    const found = all.slice(0, LIMIT.elements);
    for (const element of found) resting.set(numberOf(element), looks(element));
    return { stops: found.map(facts), whole: found.length === all.length };
  };

  /** Compare the last element with its looks while it had the focus. */
  const rest = () => {
    if (last && wideWhileFocused !== null) styled.set(numberOf(last), wide(last) === wideWhileFocused ? "none" : "style");
    last = null;
    wideWhileFocused = null;
  };

  const style = (element) => {
    const number = numberOf(element);
    if (styled.has(number)) return;
    last = element;
    wideWhileFocused = null;
    if (hasCaret(element)) styled.set(number, "caret");
    else if (resting.has(number) && looks(element) !== resting.get(number)) styled.set(number, "style");
    else wideWhileFocused = wide(element);
  };

  /** Say where the focus is, `ms` milliseconds after a key. */
  const step = async (ms, { styles = false, cover = false } = {}) => {
    await wait(ms);
    const active = focused();
    const between = moves;
    moves = [];
    if (last && active !== last) rest();
    if (!active) return { active: -1, moves: between, focus: document.hasFocus() };
    const frame = /^i?frame$/.test(active.localName);
    const number = numberOf(active);
    if (styles && !frame) style(active);
    let covering = cover && !frame ? coveredBy(active) : null;
    if (covering) {
      await wait(100);
      covering = focused() === active ? coveredBy(active) : null;
    }
    return {
      active: number, moves: between, frame, focus: document.hasFocus(), shown: frame ? "shown" : shown(active),
      cover: covering ? { ...civiscope.place(covering), dialog: !!covering.closest("dialog,[role=dialog],[role=alertdialog],[aria-modal=true]") } : null,
    };
  };

  const verdicts = () => Object.fromEntries(styled);
  const element = (number) => elements[number] || null;
  const describe = (wanted) => wanted.map((number) => facts(elements[number]));

  /** Give an element the focus, or take it away; for pictures of it with and without. */
  const take = (number) => elements[number].focus({ preventScroll: true });
  const leave = () => { focused()?.blur(); };
  const bring = (number) => {
    elements[number].scrollIntoView({ block: "center", inline: "nearest" });
    const box = elements[number].getBoundingClientRect();
    return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height };
  };

  const text = () => (document.body ? document.body.innerText : "").slice(0, 100000);

  return Object.freeze({ survey, step, rest, verdicts, describe, element, take, leave, bring, text, everything, focused, numberOf, holds, tabbable, shown, moves: () => moves });
})();
