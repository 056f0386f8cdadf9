// Compares what lies behind the strokes of a text with the text's own colour, pixel by pixel. The
// text is painted black, white and not at all: the first two tell where its strokes are. What an
// effect makes of its colour, a fourth picture tells, with strokes thick enough to be whole pixels.
globalThis.civiscopeContrast ??= (() => {
  const MAX = { letters: 600, painted: 60 };
  const STROKE = "2px";
  const FAINT = 24; // of 765: what black and white text differ by where an effect leaves hardly anything
  const LETTER = /[\p{L}\p{N}]/u;
  const INK = 0.4; // of a pixel covered by the stroke; less is the blurred rim
  let targets = [];
  let shown = [];

  const { find, rgba, contrast: ratio } = civiscopeToolkit();

  // Nothing whole is left of strokes that are blurred.
  const BLURS = /blur\(|url\(/;
  // A shadow behind a layer leaves the colours within it alone.
  const SHADOWS = /^(none|(\s*drop-shadow\((?:[^()]|\([^()]*\))*\))+)$/;
  const layers = (element) => {
    let opacity = 1, effect = "";
    for (let at = element; at; at = at.assignedSlot || at.parentElement || at.getRootNode().host) {
      const style = getComputedStyle(at);
      opacity *= Number(style.opacity);
      if (BLURS.test(style.filter)) return { opacity, effect: "blended" };
      if (!SHADOWS.test(style.filter) || style.mixBlendMode !== "normal" || (style.maskImage && style.maskImage !== "none")) effect = "painted";
    }
    return { opacity, effect };
  };

  // Words that belong to controls nobody can use need no contrast.
  const CONTROLS = "input:not([type=hidden]),select,textarea,button,[role=slider i],[role=checkbox i],[role=radio i],[role=switch i],[role=textbox i],[role=combobox i],[role=button i]";
  const isOff = (control) => control.matches(":disabled,[aria-disabled=true i]");
  const inactive = (element) => {
    if (element.closest(":disabled,[aria-disabled=true i]")) return "inactive";
    // A heading speaks of more than one control.
    if (element.closest("h1,h2,h3,h4,h5,h6,[role=heading i]")) return "";
    for (let at = element.parentElement, up = 0; at && up < 3; at = at.parentElement, up++) {
      const controls = [...at.querySelectorAll(CONTROLS)];
      if (controls.length) return controls.every(isOff) ? "beside inactive" : "";
    }
    return "";
  };

  const lettersOf = (element) => {
    const found = [];
    const range = document.createRange();
    // What a select of the page's own making shows stands in its button.
    const button = element.localName === "select" && element.querySelector(":scope > button");
    const nodes = button ? [...(button.querySelector("selectedcontent") || button).childNodes].flatMap((node) => [node, ...node.childNodes]) : element.childNodes;
    for (const node of nodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (let i = 0; i < node.data.length && found.length < MAX.letters; i++) {
        if (!LETTER.test(node.data[i])) continue;
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        if (box.width >= 1 && box.height >= 1) found.push(box);
      }
    }
    return found;
  };

  // Words of a pseudo-element have no places of their own: the box around them is cut into squares,
  // and those in which something is painted stand for letters.
  const AROUND = { before: 40, after: 40, marker: 60 };
  const areaOf = ({ element, part, offset }) => {
    const box = element.getBoundingClientRect();
    const more = AROUND[part] || 0;
    // Where the style does not tell the place, it is in the line: beside, not above.
    const [left, top, right, bottom] = offset || [-more, 0, box.width + more, box.height];
    return { left: box.left + left, top: box.top + top, right: box.left + right, bottom: box.top + bottom };
  };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const squaresOf = (target) => {
    const area = areaOf(target);
    const side = Math.max(8, target.size, Math.sqrt(((area.right - area.left) * (area.bottom - area.top)) / MAX.letters));
    const found = [];
    for (let { top } = area; top < area.bottom; top += side) {
      for (let { left } = area; left < area.right; left += side) {
        found.push({ left, top, right: Math.min(left + side, area.right), bottom: Math.min(top + side, area.bottom) });
      }
    }
    return found.slice(0, 2 * MAX.letters);
  };

  const isSvg = (element) => element instanceof SVGElement;
  const makeTarget = (path, element, part, box = null) => {
    const whole = element?.getBoundingClientRect();
    const offset = box && [box.left - whole.left, box.top - whole.top, box.right - whole.left, box.bottom - whole.top];
    const target = { path, part, offset, reason: "", letters: 0, inked: 0, ink: 0, low: Infinity, sum: 0, aa: { letters: 0, ink: 0 }, aaa: { letters: 0, ink: 0 }, done: false };
    if (!element) return { ...target, reason: "gone", done: true };
    const style = getComputedStyle(element, part && part !== "value" ? `::${part}` : null);
    const paint = isSvg(element) ? style.fill : part === "marker" ? style.color : style.webkitTextFillColor;
    const { rgb, alpha } = rgba(paint);
    const { opacity: around, effect } = layers(element);
    const opacity = part && part !== "value" ? around * Number(style.opacity) : around;
    const size = parseFloat(style.fontSize) * (element.currentCSSZoom || 1);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (effect === "blended") target.reason = "blended";
    else if (isSvg(element) && paint.startsWith("url")) target.reason = "blended";
    else if (alpha === 0 || opacity === 0) target.reason = "unpainted";
    else if (parseFloat(style.webkitTextStrokeWidth) > 0) target.reason = "outlined";
    else if (inactive(element)) target.reason = inactive(element);
    else if (!part && isTyped(element) && element.value === "") target.reason = "wordless";
    else if (!element.checkVisibility({ visibilityProperty: true })) target.reason = "hidden";
    return { ...target, element, rgb, alpha, opacity, large, size, painted: effect === "painted", paint, done: target.reason !== "" };
  };

  // What a field shows is in none of its nodes. A select of the page's own making has a button for it.
  const isTyped = (element) => element?.matches("textarea,input:not([type=checkbox],[type=radio],[type=range],[type=color],[type=file],[type=image],[type=password],[type=submit],[type=reset])");
  const showsValue = (element) => (element?.localName === "select" ? element.selectedOptions.length === 1 && !element.querySelector(":scope > button") : isTyped(element) && element.value !== "");

  /** Take up the texts with these paths, and of those that axe-core does not know the ones that lie within what is asked about. */
  const begin = (paths, isWithin = () => true) => {
    targets = paths.map((path) => {
      const element = find(path);
      return makeTarget(path, element, showsValue(element) ? "value" : "");
    });
    const { effects, parts } = civiscopePainted(civiscope.selector);
    const more = [...effects.flatMap(({ texts }) => texts), ...parts].filter(({ element }) => isWithin(element)).slice(0, MAX.painted);
    targets.push(...more.map(({ key, element, part, box }) => makeTarget(key, element, part, box)));
    return targets.some((target) => !target.done);
  };

  /** Whether a box lies within what the scroll boxes around its element show of it now. */
  const isInScrollers = (element, box) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (up.scrollHeight <= up.clientHeight + 1 && up.scrollWidth <= up.clientWidth + 1) continue;
      const { overflowX, overflowY } = getComputedStyle(up);
      if (!/auto|scroll|hidden/.test(`${overflowX} ${overflowY}`)) continue;
      const edge = up.getBoundingClientRect();
      if (box.top < edge.top - 1 || box.bottom > edge.bottom + 1 || box.left < edge.left - 1 || box.right > edge.right + 1) return false;
    }
    return true;
  };

  /** Bring the next text into the window; say which part of the window to photograph. */
  const next = () => {
    const waiting = targets.filter((target) => !target.done);
    if (!waiting.length) return "null";
    waiting[0].element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const area = { left: innerWidth, top: innerHeight, right: 0, bottom: 0 };
    shown = [];
    for (const target of waiting) {
      const box = target.element.getBoundingClientRect();
      const whole = box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && isInScrollers(target.element, box);
      if (target !== waiting[0] && !whole) continue;
      // In the area of a pseudo-element nothing else may be painted at the same time.
      if (shown.some((other) => (target.part || other.part) && meet(areaOf(target), areaOf(other)))) continue;
      target.boxes = (target.part ? squaresOf(target) : lettersOf(target.element)).filter((b) => b.top >= 0 && b.bottom <= innerHeight && b.left >= 0 && b.right <= innerWidth);
      target.done = true;
      target.letters = target.boxes.length;
      if (!target.boxes.length) { target.reason = "outside"; continue; }
      shown.push(target);
      for (const b of target.boxes) {
        area.left = Math.min(area.left, b.left); area.top = Math.min(area.top, b.top);
        area.right = Math.max(area.right, b.right); area.bottom = Math.max(area.bottom, b.bottom);
      }
    }
    if (!shown.length) return JSON.stringify({ empty: true });
    const x = Math.max(0, Math.floor(area.left) - 1), y = Math.max(0, Math.floor(area.top) - 1);
    origin = { x, y };
    return JSON.stringify({ x: x + scrollX, y: y + scrollY, width: Math.ceil(area.right) + 1 - x, height: Math.ceil(area.bottom) + 1 - y });
  };
  let origin = { x: 0, y: 0 };

  const kept = new Map();
  const MARK = "civiscope-part";
  // Pseudo-elements are reached by a sheet only.
  const sheets = new Map();
  const paintParts = (colour) => {
    const rules = new Map();
    shown.forEach(({ element, part, paint }, index) => {
      if (!part || part === "value") return;
      if (!colour) { element.removeAttribute(MARK); return; }
      if (!element.hasAttribute(MARK)) element.setAttribute(MARK, index);
      const mark = `[${MARK}="${element.getAttribute(MARK)}"]`;
      const root = element.getRootNode();
      const value = `${colour === "own" ? paint : colour} !important`;
      const colours = /^(before|after)$/.test(part) ? "" : `color: ${value};`;
      rules.set(root, `${rules.get(root) || ""}${mark.repeat(4)}::${part} { transition: none !important; -webkit-text-fill-color: ${value}; ${colours} }`);
    });
    for (const [root, sheet] of sheets) if (!rules.has(root)) sheet.replaceSync("");
    for (const [root, text] of rules) {
      if (!sheets.has(root)) {
        const sheet = new CSSStyleSheet();
        root.adoptedStyleSheets.push(sheet);
        sheets.set(root, sheet);
      }
      sheets.get(root).replaceSync(text);
    }
  };

  /** Paint the texts that are looked at in one colour (`own`: as they are); an empty one gives them back. */
  const paint = async (colour) => {
    paintParts(colour);
    for (const { element, part, painted, paint: own } of shown) {
      if (part && part !== "value") continue;
      if (!kept.has(element)) kept.set(element, [element.hasAttribute("style"), element.style.cssText]);
      if (colour) {
        const set = (name, value) => element.style.setProperty(name, value, "important");
        const fill = colour === "own" ? own : colour;
        set("transition", "none");
        set(isSvg(element) ? "fill" : "-webkit-text-fill-color", fill);
        if (painted && !isSvg(element)) set("-webkit-text-stroke", `${colour === "transparent" ? "0" : STROKE} ${fill}`);
      } else {
        const [had, text] = kept.get(element);
        element.style.cssText = text;
        if (!had) element.removeAttribute("style");
      }
    }
    await new Promise((done) => { setTimeout(done, 120); requestAnimationFrame(() => requestAnimationFrame(done)); });
  };
  const needsOwn = () => shown.some((target) => target.painted);

  const pixels = async (image) => {
    const letters = atob(image);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  };

  const byte = (value) => Math.max(0, Math.min(255, Math.round(value)));

  const count = (target, of, need, found) => {
    of.ink++;
    target.low = Math.min(target.low, found);
    target.sum += found;
    // Rounding of colours to bytes may cost a hair.
    if (found < need.aa - 0.02) of.aa++;
    if (found < need.aaa - 0.02) of.aaa++;
  };
  const within = function* (box, width, height) {
    for (let y = Math.max(0, Math.floor(box.top - origin.y)); y < Math.min(height, Math.ceil(box.bottom - origin.y)); y++) {
      for (let x = Math.max(0, Math.floor(box.left - origin.x)); x < Math.min(width, Math.ceil(box.right - origin.x)); x++) yield 4 * (y * width + x);
    }
  };
  const at = (image, i) => [image.data[i], image.data[i + 1], image.data[i + 2]];
  const sum = (rgb) => rgb[0] + rgb[1] + rgb[2];

  // Without an effect, the colour of a stroke is worked out, however thin it is.
  const compareColours = (target, box, { dark, bright, under }, need, of) => {
    const { rgb, alpha, opacity } = target;
    let unsteady = 0;
    for (const i of within(box, under.width, under.height)) {
      const cover = (sum(at(bright, i)) - sum(at(dark, i))) / (765 * opacity);
      if (cover < INK) continue;
      const back = at(under, i);
      // What a black stroke leaves of the picture is what shines through the text's layer.
      const through = back.map((value, k) => Math.max(0, (dark.data[i + k] - (1 - cover) * value) / cover));
      if (cover > 1.05 || through.some((value, k) => value > (1 - opacity) * 255 + 24 || value > back[k] + 24)) { unsteady++; continue; }
      const front = rgb.map((value, k) => byte(opacity * alpha * value + (1 - alpha) * Math.max(0, back[k] - through[k]) + through[k]));
      count(target, of, need, ratio(front, back));
    }
    return unsteady;
  };

  // Under an effect, the picture says what it makes of the colour.
  const comparePictures = (target, box, { dark, bright, under, own }, need, of) => {
    const differ = (i) => sum(at(bright, i).map((value, k) => Math.abs(value - dark.data[i + k])));
    let most = 0;
    for (const i of within(box, under.width, under.height)) most = Math.max(most, differ(i));
    if (most < FAINT) return;
    for (const i of within(box, under.width, under.height)) if (differ(i) >= 0.95 * most) count(target, of, need, ratio(at(own, i), at(under, i)));
  };

  const compare = async (black, white, bare, asItIs) => {
    const pictures = { dark: await pixels(black), bright: await pixels(white), under: await pixels(bare), own: asItIs ? await pixels(asItIs) : null };
    for (const target of shown) {
      const need = { aa: target.large ? 3 : 4.5, aaa: target.large ? 4.5 : 7 };
      let unsteady = 0;
      for (const box of target.boxes) {
        const of = { ink: 0, aa: 0, aaa: 0 };
        if (target.painted) comparePictures(target, box, pictures, need, of);
        else unsteady += compareColours(target, box, pictures, need, of);
        if (of.ink < 3) continue;
        target.inked++;
        target.ink += of.ink;
        for (const level of ["aa", "aaa"]) {
          target[level].ink += of[level];
          if (of[level] >= 0.95 * of.ink) target[level].letters++;
        }
      }
      if (target.part) target.letters = target.inked;
      if (!target.inked) target.reason = "covered";
      else if (unsteady > 0.1 * (target.ink + unsteady)) target.reason = "moving";
    }
  };

  const answers = () => JSON.stringify({
    texts: targets.map(({ path, reason, done, letters, inked, ink, low, sum, aa, aaa, large, size }) => ({
      selector: path, reason: done ? reason : "late", letters, inked, ink, large: !!large, size: size || 0,
      low: Number.isFinite(low) ? Math.round(low * 100) / 100 : 0, mean: ink ? Math.round((sum / ink) * 100) / 100 : 0,
      low_letters: aa.letters, low_ink: aa.ink, low_letters_aaa: aaa.letters, low_ink_aaa: aaa.ink,
    })),
  });

  return { begin, next, paint, needsOwn, compare, answers };
})();
