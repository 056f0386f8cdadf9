// What a document without a background of its own is painted on. axe-core takes it for white; it is
// dark where the document asks for a dark scheme, and in a frame it is what lies behind the frame.
globalThis.civiscopeCanvas = (() => {
  let laid = "";

  const isClear = (element) => {
    if (!element) return true;
    const style = getComputedStyle(element);
    return /^rgba\(.*, 0\)$/.test(style.backgroundColor) && style.backgroundImage === "none";
  };
  const isDark = (words) => /\bdark\b/.test(words) && (!/\blight\b/.test(words) || matchMedia("(prefers-color-scheme: dark)").matches);
  const schemeOf = (element) => {
    const own = getComputedStyle(element).colorScheme;
    return own === "normal" ? document.querySelector("meta[name='color-scheme' i]")?.content || "" : own;
  };
  const sees = () => document.documentElement && isClear(document.documentElement) && isClear(document.body);

  /** Whether this document shows what lies behind it. */
  const seesThrough = () => !!sees();

  /** Give the document the canvas that it is painted on as a background; returns how to take it away. */
  const lay = (behind) => {
    laid = "";
    if (!sees()) return () => {};
    const dark = isDark(schemeOf(document.documentElement));
    // A frame whose scheme differs from what is around it has a canvas of its own.
    const colour = behind && behind.dark === dark ? behind.colour : dark ? "Canvas" : "";
    if (!colour) return () => {};
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root { background-color: ${colour} !important; transition: none !important; }`);
    document.adoptedStyleSheets.push(sheet);
    laid = getComputedStyle(document.documentElement).backgroundColor;
    return () => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet); };
  };

  // Colours are written in many ways; painting one over another says what comes of it.
  const mix = (colours) => {
    const brush = new OffscreenCanvas(1, 1).getContext("2d");
    for (const colour of colours) { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); }
    return brush.getImageData(0, 0, 1, 1).data;
  };

  /** What lies behind a frame: whether its surroundings are dark, and their colour (null: not known). */
  const behind = (frame) => {
    const dark = isDark(schemeOf(frame));
    const layers = [];
    let opaque = false;
    for (let at = frame; at && !opaque; at = at.assignedSlot || at.parentElement || at.getRootNode().host) {
      const style = getComputedStyle(at);
      const placed = at === frame && /^(absolute|fixed)$/.test(style.position);
      if (placed || style.backgroundImage !== "none" || Number(style.opacity) < 1 || style.filter !== "none" || style.mixBlendMode !== "normal") return { dark, colour: null };
      layers.unshift(style.backgroundColor);
      opaque = mix([style.backgroundColor])[3] === 255;
    }
    const ground = laid || (isDark(schemeOf(document.documentElement)) ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)");
    const [red, green, blue] = mix(opaque ? layers : [ground, ...layers]);
    return { dark, colour: `rgb(${red}, ${green}, ${blue})` };
  };

  return Object.freeze({ seesThrough, lay, behind });
})();
