// What clip-path, clip and masks leave of an element. Answers are boxes in the window, as large as
// what is left at the most; a shape that cannot be read cuts nothing off.
globalThis.civiscopeShapes = ({ rgba, luminance }) => {
  const NOTHING = Object.freeze({ left: 0, top: 0, right: 0, bottom: 0 });
  const SAMPLES = 48;

  const words = (text) => text.match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) || [];
  const listed = (text) => text.match(/(?:[^,()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g) || [];

  /** A computed length in pixels, percentages of `whole`; NaN when it is more than a sum. */
  const pixels = (text, whole) => {
    const sum = text.trim().replace(/^calc\(([^()]*)\)$/, "$1");
    if (!/^[-+\d.e%px\s]+$/.test(sum)) return NaN;
    let total = 0;
    for (const [, sign, number, unit] of sum.matchAll(/([-+]?)\s*(\d*\.?\d+(?:e[-+]?\d+)?)(px|%)?/g)) {
      const value = Number(number) * (unit === "%" ? whole / 100 : 1);
      total += sign === "-" ? -value : value;
    }
    return total;
  };

  const aroundPoints = (points) => {
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const [x, y] of points) {
      if (Number.isNaN(x) || Number.isNaN(y)) return null;
      box.left = Math.min(box.left, x); box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y); box.bottom = Math.max(box.bottom, y);
    }
    if (!points.length) return NOTHING;
    // Points on one line have no area between them.
    const [x0, y0] = points[0];
    const [x1, y1] = points.reduce((far, point) => (Math.hypot(point[0] - x0, point[1] - y0) > Math.hypot(far[0] - x0, far[1] - y0) ? point : far), points[0]);
    const length = Math.hypot(x1 - x0, y1 - y0);
    const thick = length < 0.5 ? 0 : Math.max(...points.map(([x, y]) => Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length));
    return thick < 0.5 ? NOTHING : box;
  };

  const SHAPES = {
    inset: (given, w, h) => {
      const [top, right = top, bottom = top, left = right] = words(given.split(/\bround\b/)[0]);
      return { left: pixels(left, w), top: pixels(top, h), right: w - pixels(right, w), bottom: h - pixels(bottom, h) };
    },
    rect: (given, w, h) => {
      const [top, right, bottom, left] = words(given.split(/\bround\b/)[0]);
      const at = (value, whole, auto) => (value === "auto" ? auto : pixels(value, whole));
      return { left: at(left, w, 0), top: at(top, h, 0), right: at(right, w, w), bottom: at(bottom, h, h) };
    },
    xywh: (given, w, h) => {
      const [x, y, width, height] = words(given.split(/\bround\b/)[0]);
      return { left: pixels(x, w), top: pixels(y, h), right: pixels(x, w) + pixels(width, w), bottom: pixels(y, h) + pixels(height, h) };
    },
    circle: (given, w, h) => {
      const { radii, x, y } = round(given, w, h);
      const radius = radii[0] ?? "closest-side";
      const sides = [x, w - x, y, h - y].map(Math.abs);
      const r = radius === "closest-side" ? Math.min(...sides) : radius === "farthest-side" ? Math.max(...sides) : pixels(radius, Math.hypot(w, h) / Math.SQRT2);
      return { left: x - r, top: y - r, right: x + r, bottom: y + r };
    },
    ellipse: (given, w, h) => {
      const { radii, x, y } = round(given, w, h);
      const side = (radius, at, whole) => (radius === "closest-side" ? Math.min(Math.abs(at), Math.abs(whole - at)) : radius === "farthest-side" ? Math.max(Math.abs(at), Math.abs(whole - at)) : pixels(radius, whole));
      const rx = side(radii[0] ?? "closest-side", x, w), ry = side(radii[1] ?? "closest-side", y, h);
      return { left: x - rx, top: y - ry, right: x + rx, bottom: y + ry };
    },
    polygon: (given, w, h) => aroundPoints(listed(given.replace(/^\s*(evenodd|nonzero)\s*,?/, "")).map((point) => {
      const [x, y] = words(point);
      return [pixels(x ?? "", w), pixels(y ?? "", h)];
    })),
    path: (given) => {
      const drawn = /"([^"]*)"/.exec(given);
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", drawn ? drawn[1] : "");
      const length = path.getTotalLength();
      const points = Array.from({ length: SAMPLES + 1 }, (_, step) => path.getPointAtLength((length * step) / SAMPLES));
      return length < 1 ? NOTHING : aroundPoints(points.map(({ x, y }) => [x, y]));
    },
    shape: (given, w, h) => {
      const points = [...given.matchAll(/\b(?:from|to)\s+(\S+)\s+([^\s,]+)/g)].map(([, x, y]) => [pixels(x, w), pixels(y, h)]);
      // Relative steps and curves lead to places that are not worked out here.
      const apart = /\b(by|curve|arc|smooth|hline|vline)\b/.test(given);
      const box = aroundPoints(points);
      return apart || !box || box !== NOTHING ? null : NOTHING;
    },
  };
  const round = (given, w, h) => {
    const [size, at = "50% 50%"] = given.split(/\bat\b/);
    const [x = "50%", y = "50%"] = words(at);
    return { radii: words(size), x: pixels(x, w), y: pixels(y, h) };
  };

  const drawnIn = (element, id) => {
    const drawn = element.getRootNode().getElementById?.(id) || document.getElementById(id);
    return drawn && drawn.children.length === 0 ? NOTHING : null;
  };

  /** The box that clip-path leaves of an element; null when it cuts nothing off. */
  const clipPathBox = (element, style) => {
    const value = style.clipPath;
    if (!value || value === "none") return null;
    const local = /^url\(["']?[^"')]*#([^"')]+)["']?\)/.exec(value);
    if (local) return drawnIn(element, decodeURIComponent(local[1]));
    const found = /^(\w+)\((.*)\)/s.exec(value);
    if (!found || !SHAPES[found[1]]) return null;
    const box = element.getBoundingClientRect();
    // Lengths are those of the element before it is scaled.
    const across = element.offsetWidth ? box.width / element.offsetWidth : 1;
    const down = element.offsetHeight ? box.height / element.offsetHeight : 1;
    const left = SHAPES[found[1]](found[2], box.width / (across || 1), box.height / (down || 1));
    if (!left || Object.values(left).some(Number.isNaN)) return null;
    if (left === NOTHING) return NOTHING;
    return { left: box.left + left.left * across, top: box.top + left.top * down, right: box.left + left.right * across, bottom: box.top + left.bottom * down };
  };

  /** The box that the old property clip leaves of an element; null when it cuts nothing off. */
  const clipBox = (element, style) => {
    const found = /^rect\((.*)\)$/.exec(style.clip || "");
    if (!found || !/^(absolute|fixed)$/.test(style.position)) return null;
    const box = element.getBoundingClientRect();
    const [top, right, bottom, left] = found[1].split(/[\s,]+/).map((value) => (value === "auto" ? NaN : parseFloat(value)));
    const or = (value, otherwise) => (Number.isNaN(value) ? otherwise : value);
    return { left: box.left + or(left, 0), top: box.top + or(top, 0), right: box.left + or(right, box.width), bottom: box.top + or(bottom, box.height) };
  };

  const COLOURS = /(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\((?:[^()]|\([^()]*\))*\)|\btransparent\b/g;
  const lets = (colour, mode) => {
    const { rgb, alpha } = rgba(colour);
    return (mode === "luminance" ? alpha * luminance(rgb) : alpha) > 0.01;
  };
  const masksAll = (element, image, mode, size) => {
    if (/(^|\s)0(px|%)?(\s|$)/.test(size)) return true;
    const local = /^url\(["']?[^"')]*#([^"')]+)["']?\)$/.exec(image);
    if (local) return drawnIn(element, decodeURIComponent(local[1])) === NOTHING;
    if (!/gradient\(/.test(image)) return false;
    const colours = image.match(COLOURS) || [];
    return colours.length > 0 && !colours.some((colour) => lets(colour, mode));
  };
  /** Whether masks let nothing of an element through. */
  const maskedAway = (element, style) => {
    const images = listed(style.maskImage || "none").map((image) => image.trim());
    if (images.length === 1 && images[0] === "none") return false;
    const at = (value, index) => { const all = listed(value || ""); return (all[index % all.length] || "").trim(); };
    return images.every((image, index) => image === "none" || masksAll(element, image, at(style.maskMode, index), at(style.maskSize, index)));
  };

  return { clipPathBox, clipBox, maskedAway };
};
