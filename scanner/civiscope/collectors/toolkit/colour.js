// Colours as numbers: what a computed colour is, what lies over what, and how far two are apart.
globalThis.civiscopeColour = ({ parentOf }) => {
  // Colours are written in many ways; painting one says what it is.
  let brush = null;
  const known = new Map();

  /** Red, green and blue (0 to 255) and alpha (0 to 1) of a computed colour. */
  const rgba = (colour) => {
    let found = known.get(colour);
    if (found) return found;
    const plain = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(colour);
    if (plain) {
      found = { rgb: [Number(plain[1]), Number(plain[2]), Number(plain[3])], alpha: plain[4] === undefined ? 1 : Number(plain[4]) };
    } else {
      brush ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = "#0000";
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      found = { rgb: [r, g, b], alpha: a / 255 };
    }
    if (known.size < 2000) known.set(colour, found);
    return found;
  };

  const byte = (value) => Math.max(0, Math.min(255, Math.round(value)));
  /** What is seen of a colour that lies over an opaque one. */
  const over = ({ rgb, alpha }, ground) => rgb.map((value, channel) => byte(alpha * value + (1 - alpha) * ground[channel]));

  const linear = Array.from({ length: 256 }, (_, value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
  /** Relative luminance as WCAG defines it. */
  const luminance = (rgb) => 0.2126 * linear[byte(rgb[0])] + 0.7152 * linear[byte(rgb[1])] + 0.0722 * linear[byte(rgb[2])];
  /** Contrast ratio of two opaque colours, 1 to 21. */
  const contrast = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  /** The greatest difference of any channel, 0 to 255. */
  const distance = (one, other) => Math.max(...one.map((value, channel) => Math.abs(value - other[channel])));

  /** The plain colour that an element's text stands on; null when that is a picture or cannot be worked out. */
  const groundOf = (element) => {
    const layers = [];
    for (let at = element; at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none" || style.mixBlendMode !== "normal" || (style.backdropFilter && style.backdropFilter !== "none")) return null;
      const layer = rgba(style.backgroundColor);
      if (layer.alpha > 0) layers.push(layer);
      if (layer.alpha >= 0.999) break;
    }
    // What a dark scheme paints the window with is not told by any style.
    if (!(layers.at(-1)?.alpha >= 0.999) && /dark/.test(getComputedStyle(document.documentElement).colorScheme)) return null;
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255]);
  };

  return { rgba, groundOf, over, luminance, contrast, distance };
};
