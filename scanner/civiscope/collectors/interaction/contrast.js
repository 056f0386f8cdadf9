// Compares what lies behind the strokes of a text with the text's own colour, pixel by pixel. The
// text is painted black, white and not at all: the first two tell where its strokes are.
globalThis.civiscopeContrast ??= (() => {
  const MOST = { letters: 600 };
  const LETTER = /[\p{L}\p{N}]/u;
  const INK = 0.4; // of a pixel covered by the stroke; less is the blurred rim
  let targets = [];
  let shown = [];

  const find = (path) => {
    let root = document, found = null;
    for (const step of path.split(" >>> ")) {
      if (!root) return null;
      try { found = root.querySelector(step); } catch { return null; }
      root = found && found.shadowRoot;
    }
    return found;
  };

  // Colours are written in many ways; painting one says what it is.
  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], alpha: a / 255 };
  };

  // A shadow behind a layer leaves the colours within it alone.
  const SHADOWS = /^(none|(\s*drop-shadow\((?:[^()]|\([^()]*\))*\))+)$/;
  const layers = (element) => {
    let opacity = 1;
    for (let at = element; at; at = at.assignedSlot || at.parentElement || at.getRootNode().host) {
      const style = getComputedStyle(at);
      opacity *= Number(style.opacity);
      if (!SHADOWS.test(style.filter) || style.mixBlendMode !== "normal" || (style.maskImage && style.maskImage !== "none")) return null;
    }
    return opacity;
  };

  // Words that belong to controls nobody can use need no contrast.
  const CONTROLS = "input:not([type=hidden]),select,textarea,button,[role=slider],[role=checkbox],[role=radio],[role=switch],[role=textbox],[role=combobox],[role=button]";
  const isOff = (control) => control.matches(":disabled,[aria-disabled=true]");
  const inactive = (element) => {
    if (element.closest(":disabled,[aria-disabled=true]")) return "inactive";
    for (let at = element.parentElement, up = 0; at && up < 3; at = at.parentElement, up++) {
      const controls = [...at.querySelectorAll(CONTROLS)];
      if (controls.length) return controls.every(isOff) ? "beside inactive" : "";
    }
    return "";
  };

  const lettersOf = (element) => {
    const found = [];
    const range = document.createRange();
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (let i = 0; i < node.data.length && found.length < MOST.letters; i++) {
        if (!LETTER.test(node.data[i])) continue;
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        if (box.width >= 1 && box.height >= 1) found.push(box);
      }
    }
    return found;
  };

  const begin = (paths) => {
    targets = paths.map((path) => {
      const target = { path, reason: "", letters: 0, inked: 0, ink: 0, low: Infinity, sum: 0, aa: { letters: 0, ink: 0 }, aaa: { letters: 0, ink: 0 }, done: false };
      const element = find(path);
      if (!element) return { ...target, reason: "gone", done: true };
      const style = getComputedStyle(element);
      const { rgb, alpha } = rgba(style.webkitTextFillColor);
      const opacity = layers(element);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (opacity === null) target.reason = "blended";
      else if (alpha === 0 || opacity === 0) target.reason = "unpainted";
      else if (parseFloat(style.webkitTextStrokeWidth) > 0) target.reason = "outlined";
      else if (inactive(element)) target.reason = inactive(element);
      else if (!element.checkVisibility({ visibilityProperty: true })) target.reason = "hidden";
      return { ...target, element, rgb, alpha, opacity, large, size, done: target.reason !== "" };
    });
    return targets.some((target) => !target.done);
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
      const whole = box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
      if (target !== waiting[0] && !whole) continue;
      target.boxes = lettersOf(target.element).filter((b) => b.top >= 0 && b.bottom <= innerHeight && b.left >= 0 && b.right <= innerWidth);
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
  /** Paint the texts that are looked at in one colour; an empty one gives them back their own. */
  const paint = async (colour) => {
    for (const { element } of shown) {
      if (!kept.has(element)) kept.set(element, [element.hasAttribute("style"), element.style.cssText]);
      if (colour) {
        element.style.setProperty("transition", "none", "important");
        element.style.setProperty("-webkit-text-fill-color", colour, "important");
      } else {
        const [had, text] = kept.get(element);
        element.style.cssText = text;
        if (!had) element.removeAttribute("style");
      }
    }
    await new Promise((done) => { setTimeout(done, 120); requestAnimationFrame(() => requestAnimationFrame(done)); });
  };

  const pixels = async (image) => {
    const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  };

  const linear = Array.from({ length: 256 }, (_, value) => { const v = value / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  const light = (rgb) => 0.2126 * linear[rgb[0]] + 0.7152 * linear[rgb[1]] + 0.0722 * linear[rgb[2]];
  const ratio = (a, b) => { const x = light(a), y = light(b); return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const byte = (value) => Math.max(0, Math.min(255, Math.round(value)));

  const compare = async (black, white, bare) => {
    const [dark, bright, under] = [await pixels(black), await pixels(white), await pixels(bare)];
    const { width, height } = under;
    for (const target of shown) {
      const { rgb, alpha, opacity, large } = target;
      const need = { aa: large ? 3 : 4.5, aaa: large ? 4.5 : 7 };
      let unsteady = 0;
      for (const box of target.boxes) {
        const of = { ink: 0, aa: 0, aaa: 0 };
        for (let y = Math.max(0, Math.floor(box.top - origin.y)); y < Math.min(height, Math.ceil(box.bottom - origin.y)); y++) {
          for (let x = Math.max(0, Math.floor(box.left - origin.x)); x < Math.min(width, Math.ceil(box.right - origin.x)); x++) {
            const i = 4 * (y * width + x);
            const cover = (bright.data[i] + bright.data[i + 1] + bright.data[i + 2] - dark.data[i] - dark.data[i + 1] - dark.data[i + 2]) / (765 * opacity);
            if (cover < INK) continue;
            const back = [under.data[i], under.data[i + 1], under.data[i + 2]];
            // What a black stroke leaves of the picture is what shines through the text's layer.
            const through = back.map((value, k) => Math.max(0, (dark.data[i + k] - (1 - cover) * value) / cover));
            if (cover > 1.05 || through.some((value, k) => value > (1 - opacity) * 255 + 24 || value > back[k] + 24)) { unsteady++; continue; }
            const front = rgb.map((value, k) => byte(opacity * alpha * value + (1 - alpha) * Math.max(0, back[k] - through[k]) + through[k]));
            const found = ratio(front, back);
            of.ink++;
            target.low = Math.min(target.low, found);
            target.sum += found;
            // Rounding of colours to bytes may cost a hair.
            if (found < need.aa - 0.02) of.aa++;
            if (found < need.aaa - 0.02) of.aaa++;
          }
        }
        if (of.ink < 3) continue;
        target.inked++;
        target.ink += of.ink;
        for (const level of ["aa", "aaa"]) {
          target[level].ink += of[level];
          if (of[level] >= 0.95 * of.ink) target[level].letters++;
        }
      }
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

  return { begin, next, paint, compare, answers };
})();
