// Whether the focus can be told by styles alone: a change of an element's own look that is bound to be
// seen. What is not certain is left to pictures. Runs in our own world, beside keyboard.js.
globalThis.civiscopeLooks ??= (() => {
  const { parentOf, holds, hitAt, rgba, groundOf, over, distance, styleOf, opacity, partOf, whyHidden, isEmptyBox } = civiscopeToolkit();
  const CLEAR = 48; // difference in one channel of colour, of 255, that no screen swallows
  const SIDES = ["Top", "Right", "Bottom", "Left"];
  const TEXT = /^(text|search|url|tel|email|password|number|)$/;

  /** All of an element's own look that is judged here. */
  const snapshot = (element) => {
    const style = getComputedStyle(element);
    return {
      outline: style.outlineStyle === "none" || !parseFloat(style.outlineWidth) ? "" : [style.outlineStyle, style.outlineWidth, style.outlineColor, style.outlineOffset].join(" | "),
      shadow: style.boxShadow === "none" ? "" : style.boxShadow,
      background: style.backgroundImage === "none" ? style.backgroundColor : "",
      color: style.webkitTextFillColor || style.color,
      decoration: style.textDecorationLine === "none" ? "" : `${style.textDecorationLine} | ${style.textDecorationColor}`,
      border: SIDES.map((side) => (style[`border${side}Style`] === "none" ? "0" : `${parseFloat(style[`border${side}Width`])} ${style[`border${side}Color`]}`)).join(" | "),
    };
  };

  const grown = (box, by) => ({ left: box.left - by, top: box.top - by, right: box.right + by, bottom: box.bottom + by });
  /** Whether of what is painted between `inner` and `outer` one whole side is left. */
  const ringLeft = (element, outer, inner) => {
    const part = partOf(element, outer, { now: true });
    if (isEmptyBox(part)) return false;
    const wide = Math.min(part.right, inner.right) - Math.max(part.left, inner.left) > 2;
    const high = Math.min(part.bottom, inner.bottom) - Math.max(part.top, inner.top) > 2;
    return (wide && (part.top < inner.top - 0.9 || part.bottom > inner.bottom + 0.9)) || (high && (part.left < inner.left - 0.9 || part.right > inner.right + 0.9));
  };
  const bytes = (colour, ground) => over(rgba(colour), ground);
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(node.nodeValue));
  const plainInside = (element) => hasText(element) || element.children.length === 0;

  const outlineSeen = (element, before, now, ground, box) => {
    const [kind, width, colour, offset] = now.outline.split(" | ");
    const size = parseFloat(width), gap = parseFloat(offset);
    if (kind !== "auto") {
      const own = gap < 0 ? over(rgba(now.background || "rgba(0, 0, 0, 0)"), ground || [0, 0, 0]) : ground;
      if (!ground || size < 1 || (gap < 0 && !now.background) || distance(bytes(colour, own), own) < CLEAR) return false;
      const earlier = before.outline.split(" | ");
      // The same ring, only wider or of about the same colour, is for pictures to tell.
      if (before.outline && distance(bytes(colour, own), bytes(earlier[2], own)) < CLEAR) return false;
    } else if (before.outline || rgba(colour).alpha < 0.5) {
      // The browser's own ring takes the colour that the page gives it.
      return false;
    }
    return ringLeft(element, grown(box, gap + Math.max(size, 1)), grown(box, gap));
  };

  const shadowSeen = (element, before, now, ground, box) => {
    if (!ground || /\(/.test(before.shadow)) return false;
    return (now.shadow.match(/(?:[^,()]|\([^()]*\))+/g) || []).some((layer) => {
      const colour = /^\s*([\w-]+\([^()]*\))/.exec(layer)?.[1];
      const [x, y, , spread] = layer.replace(colour || "", "").match(/-?[\d.]+(?=px)/g)?.map(Number) || [];
      if (!colour || spread === undefined || /inset/.test(layer) || distance(bytes(colour, ground), ground) < CLEAR) return false;
      const moved = { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
      return spread + Math.max(Math.abs(x), Math.abs(y)) >= 1 && ringLeft(element, grown(moved, spread), box);
    });
  };

  const bordersSeen = (element, before, now, ground, box) => {
    if (!ground) return false;
    const part = partOf(element, box, { now: true });
    const edges = { Top: part.top <= box.top + 0.5, Right: part.right >= box.right - 0.5, Bottom: part.bottom >= box.bottom - 0.5, Left: part.left <= box.left + 0.5 };
    const earlier = before.border.split(" | ");
    return now.border.split(" | ").some((border, index) => {
      const [width, ...colour] = border.split(" ");
      const [was, ...colourWas] = earlier[index].split(" ");
      if (Number(width) < 1 || !edges[SIDES[index]]) return false;
      return distance(bytes(colour.join(" "), ground), Number(was) < 1 ? ground : bytes(colourWas.join(" "), ground)) >= CLEAR && (Number(was) >= 1 || Number(width) >= 1);
    });
  };

  /** Whether the middle of an element is itself, and not something that lies on it. */
  const onTop = (element, box) => {
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
    const hit = hitAt(x, y);
    return !!hit && (holds(element, hit) || holds(hit, element));
  };
  // A shadow behind a layer leaves the colours within it alone.
  const HARMLESS = /^(none|(\s*drop-shadow\((?:[^()]|\([^()]*\))*\))+)$/;
  const distorted = (element) => {
    for (let at = element; at; at = parentOf(at)) {
      const style = styleOf(at);
      if (!HARMLESS.test(style.filter) || style.mixBlendMode !== "normal" || (style.maskImage && style.maskImage !== "none") || (at === element && style.clipPath !== "none")) return true;
    }
    return opacity(element) < 0.5;
  };

  /** The parts of an element's look that changed so that it is bound to be seen. */
  const surelySeen = (element, before, now) => {
    const changed = Object.keys(now).filter((name) => now[name] !== before[name]);
    if (!changed.length || whyHidden(element, { now: true }) || distorted(element)) return [];
    const box = element.getBoundingClientRect();
    if (!onTop(element, box)) return [];
    const ground = groundOf(parentOf(element));
    const tests = {
      outline: () => !!now.outline && outlineSeen(element, before, now, ground, box),
      shadow: () => !!now.shadow && shadowSeen(element, before, now, ground, box),
      background: () => !!ground && !!now.background && !!before.background && plainInside(element) && distance(bytes(now.background, ground), bytes(before.background, ground)) >= CLEAR,
      color: () => !!ground && hasText(element) && distance(bytes(now.color, ground), bytes(before.color, ground)) >= CLEAR,
      decoration: () => !!ground && !before.decoration && !!now.decoration && hasText(element) && distance(bytes(now.decoration.split(" | ")[1], ground), ground) >= CLEAR,
      border: () => bordersSeen(element, before, now, ground, box),
    };
    return changed.filter((name) => tests[name]());
  };

  // ---- what changes near an element, to know others that are marked alike ----------------------

  const MAX_NEAR = 16;
  const NEAR = ["backgroundColor", "backgroundImage", "color", "outline", "boxShadow", "borderTop", "borderBottom", "opacity", "transform", "filter", "visibility", "display", "textDecoration", "fill", "stroke", "content"];
  const lookAt = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    return pseudo && (style.content === "none" || style.display === "none") ? "" : NEAR.map((name) => style[name]).join("|");
  };
  /** How an element looks and what stands round it: labels, neighbours, what it is in, what is in it. */
  const nearby = (element) => {
    const near = new Set([element, ...(element.labels || [])]);
    for (const side of [element.previousElementSibling, element.nextElementSibling]) if (side) near.add(side);
    for (let at = parentOf(element), up = 0; at && at !== document.body && up < 4; at = parentOf(at), up++) near.add(at);
    for (const inside of element.querySelectorAll("*")) {
      if (near.size >= MAX_NEAR) break;
      near.add(inside);
    }
    return [...near].map((each) => [each, [null, "::before", "::after"].map((pseudo) => lookAt(each, pseudo))]);
  };
  /** What of that has changed since, in few letters; empty when nothing has. What `other` may have changed is left out. */
  const changedSince = (near, other) => {
    const parts = near.flatMap(([each, then], index) => {
      if (!each.isConnected || (other && holds(each, other))) return [];
      return then.flatMap((look, which) => (lookAt(each, [null, "::before", "::after"][which]) === look ? [] : [`${index}.${which}:${look}`]));
    });
    let hash = 2166136261;
    for (const letter of parts.join("\n")) hash = Math.imul(hash ^ letter.codePointAt(0), 16777619) >>> 0;
    return parts.length ? hash.toString(36) : "";
  };

  /** Whether a caret blinks in an element that has the focus, in a colour that can be seen. */
  const hasCaret = (element) => {
    const field = element.localName === "textarea" || (element.localName === "input" && TEXT.test(element.type)) || element.isContentEditable;
    if (!field || element.readOnly) return false;
    const style = getComputedStyle(element);
    const caret = rgba(style.caretColor);
    const ground = groundOf(parentOf(element));
    if (!ground || style.backgroundImage !== "none") return caret.alpha > 0.5;
    const own = over(rgba(style.backgroundColor), ground);
    return distance(over(caret, own), own) >= CLEAR;
  };

  return Object.freeze({ snapshot, surelySeen, hasCaret, nearby, changedSince });
})();
