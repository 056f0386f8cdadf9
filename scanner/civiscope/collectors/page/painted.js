// Texts whose look axe-core does not know: those under filters, masks and blend modes, words that a
// style sheet brings, markers, first lines, placeholders, zoomed text, and text without a box. Lists them; judges nothing.
globalThis.civiscopePainted = (selector) => {
  const MAX = { elements: 20000, texts: 200, kinds: 1000 };
  const LETTER = /[\p{L}\p{N}]/u;
  const WORDS = /\p{L}{2,}|\p{N}/u;
  const SILENT = new Set(["script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "canvas", "video", "audio"]);
  const ICONS = /icon|awesome|material|glyph|symbol/i;

  // What filters leave as it is: a shadow falls beside the text.
  const NOTHING = { brightness: "1", contrast: "1", saturate: "1", opacity: "1", grayscale: "0", sepia: "0", invert: "0", blur: "0px", "hue-rotate": "0deg" };
  const changing = (filter, harmless) => {
    if (!filter || filter === "none") return "";
    const parts = [...filter.matchAll(/([a-z-]+)\(((?:[^()]|\([^()]*\))*)\)/g)];
    const left = parts.filter(([, name, value]) => !harmless.has(name) && NOTHING[name] !== value.trim());
    return left.map(([whole]) => whole).join(" ");
  };
  const SHADOWS = new Set(["drop-shadow"]);
  // What lies behind stays as light as it is when it is only blurred.
  const BLURS = new Set(["blur", "drop-shadow"]);
  const effectOf = (style) => {
    const found = [];
    const filter = changing(style.filter, SHADOWS);
    if (filter) found.push(`filter: ${filter}`);
    const behind = changing(style.backdropFilter, BLURS);
    if (behind) found.push(`backdrop-filter: ${behind}`);
    if (style.mixBlendMode && style.mixBlendMode !== "normal") found.push(`mix-blend-mode: ${style.mixBlendMode}`);
    // A mask without anything half transparent in it cuts, and changes no colour.
    if (style.maskImage && !/^(none|(repeating-)?(linear|radial|conic)-gradient\((?!.*(rgba|url\(|\/)).*)$/.test(style.maskImage)) found.push("mask-image");
    return found.join("; ");
  };

  const hasOwnText = (element) => {
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE && LETTER.test(node.data)) return true;
    return false;
  };
  // What a slot holds itself is shown only where nothing was put into it.
  const isFilledSlot = (element) => element.localName === "slot" && element.assignedNodes().length > 0;
  const isField = (element) => /^(input|textarea)$/.test(element.localName);
  const isOff = (element) => !!element.closest(":disabled,[aria-disabled=true i]") || !!element.closest("label")?.control?.matches(":disabled");
  const { painted: isShown } = civiscopeToolkit().sight({ still: true });
  const typed = (element) => isField(element) && !/^(hidden|checkbox|radio|range|color|file|image|password)$/.test(element.type) && !!element.value;

  // ---- words of pseudo-elements ------------------------------------------------------------------

  // The words of `content`, without pictures and without what stands for them.
  const contentOf = (content) => {
    const plain = content.replace(/url\("(?:[^"\\]|\\.)*"\)/g, "");
    const strings = [...plain.matchAll(/"((?:[^"\\]|\\.)*)"|(\bcounters?\()|\s(\/)\s/g)];
    const end = strings.findIndex((match) => match[3]);
    return strings.slice(0, end < 0 ? undefined : end).map((match) => match[1] ?? "1").join("");
  };
  const wordsOf = {
    before: (element, style) => contentOf(style.content),
    after: (element, style) => contentOf(style.content),
    placeholder: (element) => (element.matches(":placeholder-shown") ? element.placeholder : ""),
    marker: (element, style, own) => {
      if (own.display !== "list-item" || style.color === own.color) return "";
      if (style.content !== "normal") return contentOf(style.content);
      return /^(disc|circle|square|none|disclosure-)/.test(own.listStyleType) || own.listStyleImage !== "none" ? "" : "1";
    },
    "first-line": (element, style, own) => (style.color !== own.color && hasOwnText(element) ? element.textContent : ""),
    "first-letter": (element, style, own) => (style.color !== own.color && hasOwnText(element) ? element.textContent : ""),
  };


  const colourOf = (part, style) => (part !== "marker" && style.webkitTextFillColor) || style.color;
  /** The words of a part of an element, empty when nobody sees them. */
  const partWords = (element, part, own) => {
    const style = getComputedStyle(element, `::${part}`);
    if (/^(before|after)$/.test(part) && (style.content === "none" || style.content === "normal" || ICONS.test(style.fontFamily))) return "";
    const text = wordsOf[part](element, style, own).trim();
    if (!WORDS.test(text)) return "";
    const seen = style.display !== "none" && style.visibility === "visible" && Number(style.opacity) > 0 && parseFloat(style.fontSize) >= 1 && !/, 0\)$/.test(colourOf(part, style));
    return seen ? text : "";
  };
  const partsOf = (element, style) => {
    const found = isField(element) ? ["placeholder"] : ["before", "after"];
    if (style.display === "list-item") found.push("marker");
    if (/^(block|list-item|inline-block|table-cell|flow-root)$/.test(style.display) && hasOwnText(element)) found.push("first-line", "first-letter");
    return found;
  };

  /** The box of a pseudo-element, as far as its style tells it; null where only pixels can. */
  const boxOfPart = (element, part, style) => {
    const around = element.getBoundingClientRect();
    if (!/^(before|after)$/.test(part)) return part === "marker" ? null : around;
    const plain = style.transform === "none" && style.translate === "none" && style.rotate === "none" && style.scale === "none";
    if (!plain || style.position === "fixed") return null;
    if (style.position !== "absolute") {
      const moved = style.float !== "none" || style.position === "sticky" || [style.marginTop, style.marginLeft, style.marginRight].some((value) => value.startsWith("-"));
      return moved || (style.position === "relative" && [style.left, style.top].some((value) => !/^(auto|0px)$/.test(value))) ? null : around;
    }
    let holder = element;
    while (holder && getComputedStyle(holder).position === "static") holder = holder.parentElement;
    const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(parseFloat);
    if (!holder || ![left, top, width, height].every(Number.isFinite)) return null;
    const base = holder.getBoundingClientRect();
    return new DOMRect(base.left + holder.clientLeft + left, base.top + holder.clientTop + top, width, height);
  };

  // ---- one walk over the document -----------------------------------------------------------------

  const effects = [];
  const zoomed = [];
  const boxless = [];
  const parts = [];
  // Elements of one kind in parents of one kind have the same style, so one of each is asked.
  const kinds = new Map();
  // Those kinds of which nothing is to be listed: no effect, no zoom, no words of their own.
  const still = new Set();
  let count = 0;
  let texts = 0;

  const addParts = (element, style, kind, under) => {
    if (!kinds.has(kind)) {
      if (kinds.size >= MAX.kinds) return;
      kinds.set(kind, partsOf(element, style).filter((part) => partWords(element, part, style) || (part === "placeholder" && element.placeholder)));
    }
    for (const part of kinds.get(kind)) {
      const text = parts.length < MAX.texts && partWords(element, part, style);
      if (!text || !isShown(element) || isOff(element)) continue;
      const own = getComputedStyle(element, `::${part}`);
      const box = boxOfPart(element, part, own);
      // Words that look like the element's own beside them are judged with those.
      const alike = /^(before|after)$/.test(part) && own.position !== "absolute" && box && hasOwnText(element) && own.backgroundImage === "none"
        && ["color", "opacity", "fontSize", "fontWeight"].every((name) => own[name] === (name === "opacity" ? "1" : style[name])) && /^rgba\(.*, 0\)$/.test(own.backgroundColor);
      if (alike && !under) continue;
      parts.push({
        element, part, box, key: `${selector(element)}::${part}`, text: text.slice(0, 80), style: own, own: style, colour: colourOf(part, own),
        size: parseFloat(own.fontSize) * (element.currentCSSZoom || 1), weight: Number(own.fontWeight), under,
      });
    }
  };
  const addText = (element, style, effect, zoom) => {
    // Of each effect at least one text is named, however many there are before it.
    if ((texts >= MAX.texts && !(effect && effect.texts.length === 0)) || !(typed(element) || hasOwnText(element)) || style.contentVisibility === "hidden" || !isShown(element) || isOff(element)) return;
    texts += 1;
    if (effect) effect.texts.push({ element, part: isField(element) ? "value" : "", key: selector(element) });
    else zoomed.push({ element, zoom, size: parseFloat(style.fontSize) * zoom, weight: Number(style.fontWeight) });
  };
  const walk = (element, above, effect, zoom) => {
    if (SILENT.has(element.localName) || ++count > MAX.elements) return;
    const kind = `${element.localName} ${element.getAttribute("class") || ""} ${element.id.replace(/\d+/g, "")} ${element.getAttributeNames().join(" ")}`;
    const path = `${above}>${kind}`;
    if (!effect && zoom === 1 && still.has(path) && !element.shadowRoot) {
      for (const child of element.children) walk(child, kind, null, 1);
      return;
    }
    const style = getComputedStyle(element);
    if (style.display === "none") return;
    const own = effectOf(style);
    const inside = effect || (own ? { element, what: own, texts: [] } : null);
    if (inside && !effect) effects.push(inside);
    else if (own && !inside.what.includes(own)) inside.what += `; ${own}`;
    const scale = style.zoom === "1" ? zoom : zoom * (parseFloat(style.zoom) || 1);
    if (inside || scale !== 1) addText(element, style, inside, scale);
    addParts(element, style, path, !!inside);
    // Words of an element without a box of its own (display: contents) stand in that of its parent.
    const isBoxless = style.display === "contents" && style.visibility === "visible" && hasOwnText(element) && !isFilledSlot(element);
    if (isBoxless && !inside && boxless.length < MAX.texts && !isOff(element)) boxless.push(element);
    if (!isBoxless && !inside && scale === 1 && !kinds.get(path)?.length && !element.shadowRoot && element.localName !== "slot" && !element.hasAttribute("style")) still.add(path);
    const assigned = element.localName === "slot" ? element.assignedElements() : [];
    for (const child of assigned.length ? assigned : (element.shadowRoot || element).children) walk(child, kind, inside, scale);
  };
  if (document.body) walk(document.documentElement, "", null, 1);

  return { effects: effects.filter((effect) => effect.texts.length), parts, zoomed, boxless, cut: texts >= MAX.texts || parts.length >= MAX.texts };
};
