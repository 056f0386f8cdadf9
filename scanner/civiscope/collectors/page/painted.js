// Texts whose look axe-core does not know: those under filters, masks and blend modes, words that a
// style sheet brings, markers, first lines, placeholders, and zoomed text. Lists them; judges nothing.
globalThis.civiscopePainted = (selector) => {
  const MAX = { elements: 20000, texts: 200, candidates: 400, kinds: 300 };
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
    if (style.maskImage && style.maskImage !== "none") found.push("mask-image");
    return found.join("; ");
  };

  const hasOwnText = (element) => {
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE && LETTER.test(node.data)) return true;
    return false;
  };
  const isField = (element) => /^(input|textarea)$/.test(element.localName);
  const isOff = (element) => !!element.closest(":disabled,[aria-disabled=true]");
  const { painted: isShown } = civiscopeToolkit().sight({ still: true });
  const typed = (element) => isField(element) && !/^(hidden|checkbox|radio|range|color|file|image|password)$/.test(element.type) && !!element.value;

  const effects = new Map();
  const changed = new Set();
  const zoomed = [];
  const roots = [document];
  let count = 0;
  let texts = 0;
  const walk = (element, effect, zoom) => {
    if (SILENT.has(element.localName) || ++count > MAX.elements) return;
    const style = getComputedStyle(element);
    if (style.display === "none") return;
    const own = effectOf(style);
    const inside = effect || (own ? { element, what: own, texts: [] } : null);
    if (inside && inside !== effect) changed.add(element);
    if (inside && inside === effect && own && !inside.what.includes(own)) inside.what += `; ${own}`;
    const scale = style.zoom && style.zoom !== "1" ? zoom * parseFloat(style.zoom) : zoom;
    if ((inside || scale !== 1) && texts < MAX.texts && (typed(element) || hasOwnText(element)) && style.contentVisibility !== "hidden" && isShown(element) && !isOff(element)) {
      texts += 1;
      if (inside) {
        inside.texts.push({ element, part: isField(element) ? "value" : "", key: selector(element) });
        effects.set(inside.element, inside);
      } else {
        zoomed.push({ element, zoom: scale, size: parseFloat(style.fontSize) * scale, weight: Number(style.fontWeight) });
      }
    }
    const { shadowRoot } = element;
    if (shadowRoot) roots.push(shadowRoot);
    const assigned = element.localName === "slot" ? element.assignedElements() : [];
    for (const child of assigned.length ? assigned : (shadowRoot || element).children) walk(child, inside, scale);
  };
  if (document.body) walk(document.documentElement, null, 1);

  // ---- words of pseudo-elements ------------------------------------------------------------------

  const PARTS = ["before", "after", "first-line", "first-letter", "marker", "placeholder"];
  const NAMES = /::?(before|after|first-line|first-letter)\b|::(marker|placeholder)\b/g;
  const paints = (part, style) => (/^(before|after)$/.test(part) ? style.content !== ""
    : style.color !== "" || style.webkitTextFillColor !== "" || style.opacity !== "");
  const bases = new Map(PARTS.map((part) => [part, new Set()]));
  let unreadable = false;
  const read = (rules, above) => {
    for (const rule of rules) {
      const text = rule.selectorText;
      if (text === undefined) {
        let inner = rule.cssRules;
        try { inner ??= rule.styleSheet?.cssRules; } catch { unreadable = true; }
        if (inner) read(inner, above);
        continue;
      }
      const nested = rule.cssRules?.length > 0;
      if (!nested && !text.includes(":")) continue;
      const full = above ? (text.includes("&") ? text.replaceAll("&", `:is(${above})`) : `:is(${above}) :is(${text})`) : text;
      if (nested) read(rule.cssRules, full.replace(NAMES, ""));
      for (const single of full.matchAll(NAMES).next().done ? [] : full.split(/,(?![^()]*\))/)) {
        for (const [whole, first, second] of single.matchAll(NAMES)) {
          const part = first || second;
          if (paints(part, rule.style)) bases.get(part).add(single.replace(whole, "").trim().replace(/(^|[\s>+~])$/, "$1*"));
        }
      }
    }
  };
  const sheetsOf = (root) => [...root.styleSheets, ...root.adoptedStyleSheets];
  const candidatesIn = (root) => {
    for (const base of bases.values()) base.clear();
    for (const sheet of sheetsOf(root)) {
      if (sheet.disabled) continue;
      try { read(sheet.cssRules, ""); } catch { unreadable = true; }
    }
    const found = new Map(PARTS.map((part) => [part, new Set()]));
    for (const [part, base] of bases) {
      for (const each of base) {
        try { for (const element of [...root.querySelectorAll(each)].slice(0, MAX.candidates)) found.get(part).add(element); } catch { /* a selector that only sheets know */ }
      }
    }
    for (const field of root.querySelectorAll("input[placeholder],textarea[placeholder]")) found.get("placeholder").add(field);
    if (unreadable) {
      // A sheet of another origin cannot be read: one element of each kind is asked instead.
      const kinds = new Map([...root.querySelectorAll("body *")].map((element) => [`${element.localName} ${element.getAttribute("class")} ${element.id && "#"}`, element]));
      for (const element of [...kinds.values()].slice(0, MAX.kinds)) for (const part of ["before", "after", "marker"]) found.get(part).add(element);
    }
    return found;
  };

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

  const isChanged = (element) => {
    for (let at = element; changed.size && at; at = at.assignedSlot || at.parentElement || at.getRootNode().host) if (changed.has(at)) return true;
    return false;
  };
  const parts = [];
  const look = (element, part) => {
    if (!isShown(element) || isOff(element)) return;
    const style = getComputedStyle(element, `::${part}`);
    if (/^(before|after)$/.test(part) && (style.content === "none" || style.content === "normal" || ICONS.test(style.fontFamily))) return;
    const own = getComputedStyle(element);
    const text = wordsOf[part](element, style, own).trim();
    if (!WORDS.test(text)) return;
    if (style.display === "none" || style.visibility !== "visible" || Number(style.opacity) === 0 || parseFloat(style.fontSize) < 1) return;
    const colour = style.webkitTextFillColor && part !== "marker" ? style.webkitTextFillColor : style.color;
    parts.push({
      element, part, key: `${selector(element)}::${part}`, text: text.slice(0, 80), style, own, colour,
      size: parseFloat(style.fontSize) * (element.currentCSSZoom || 1), weight: Number(style.fontWeight),
      under: isChanged(element),
    });
  };
  for (const root of roots) {
    for (const [part, elements] of candidatesIn(root)) {
      for (const element of elements) if (parts.length < MAX.texts) look(element, part);
    }
  }

  return { effects: [...effects.values()], parts, zoomed, cut: texts >= MAX.texts || parts.length >= MAX.texts };
};
