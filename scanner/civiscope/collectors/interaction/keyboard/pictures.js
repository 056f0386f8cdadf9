// Whether two pictures of the window differ so that people see it. Runs in our own world.
globalThis.civiscopePictures ??= (() => {
  // Differences in one channel of colour, of 255. What is less than faint is nothing to an eye.
  const FAINT = 8;
  const CLEAR = 80;
  const STRONG = 100;
  const RUN = 12; // pixels in a line; letters that are only drawn anew differ in shorter ones
  const DOTS = 16;
  const PLAIN = 48;
  const MANY = 40; // pixels that change alike: a ring or a thin border of one colour; letters drawn anew have many colours

  const bytesOf = (image) => (Uint8Array.fromBase64 ? Uint8Array.fromBase64(image) : Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0)));
  const pixelsOf = async (image) => {
    const bitmap = await createImageBitmap(new Blob([bytesOf(image)], { type: "image/png" }), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(bitmap, 0, 0);
    const { width, height, data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width, height, data, whole: new Uint32Array(data.buffer) };
  };

  let sets = [];
  /** Whether there are slides that take turns by themselves; looked for once. */
  const haveTurns = () => {
    civiscopeRest.endMovement();
    sets = civiscopeRest.everything().slice(0, civiscopeSlides.MAX.watched).filter(civiscopeSlides.setOf);
    return sets.length > 0;
  };
  const boxesOf = (set) => [set, ...civiscopeElements.childrenOf(set)].map((each) => each.getBoundingClientRect());
  const MARGIN = 40; // px in which a mark of the focus may be drawn
  /** Whether an element lies in a set of slides, or over it, as the buttons do that lead to the next one. */
  const isBeside = (element, set) => {
    if (civiscopeRest.within(element, new Set([set]))) return true;
    const own = element.getBoundingClientRect();
    return boxesOf(set).some(({ left, top, right, bottom }) => left < own.right + MARGIN && right > own.left - MARGIN && top < own.bottom + MARGIN && bottom > own.top - MARGIN);
  };
  /** Boxes of those slides, in the window, but for those that an element lies in, over or close to: its mark may be there. */
  const turning = (element) => {
    const boxes = sets.filter((set) => set.isConnected && !(element && isBeside(element, set))).flatMap(boxesOf);
    return JSON.stringify(boxes.filter(({ width, height }) => width && height).map(({ left, top, right, bottom }) => [left, top, right, bottom].map(Math.round)));
  };
  const leaveOut = ({ width, height, whole }, areas) => {
    for (const [left, top, right, bottom] of areas) {
      for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) whole.fill(0, y * width + Math.min(width, Math.max(0, left)), y * width + Math.min(width, Math.max(0, right)));
    }
  };

  let kept = null;
  let without = [];
  /** Keep a picture that others are held against; what lies in `areas` is not looked at. */
  const keep = async (image, areas) => {
    kept = await pixelsOf(image);
    without = areas;
    leaveOut(kept, without);
  };

  /**
   * Whether a picture differs from the one kept: in many places strongly or alike, in a clear line, or in a faint
   * one that is more than one pixel thick. Edges that fall between pixels are drawn anew as thin and faint.
   */
  const differs = async (image) => {
    const other = await pixelsOf(image);
    leaveOut(other, without);
    const { width, height, data, whole } = kept;
    if (other.width !== width || other.height !== height) return true;
    const down = new Uint16Array(width), clearDown = new Uint16Array(width);
    let row = new Uint16Array(width), earlier = new Uint16Array(width);
    const alike = new Map();
    let strong = 0;
    for (let y = 0, pixel = 0; y < height; y++) {
      let across = 0, clearAcross = 0;
      for (let x = 0; x < width; x++, pixel++) {
        if (whole[pixel] === other.whole[pixel]) {
          across = clearAcross = row[x] = down[x] = clearDown[x] = 0;
          continue;
        }
        const i = 4 * pixel;
        const by = Math.max(Math.abs(data[i] - other.data[i]), Math.abs(data[i + 1] - other.data[i + 1]), Math.abs(data[i + 2] - other.data[i + 2]));
        const [faint, clear] = [by >= FAINT, by >= CLEAR];
        row[x] = across = faint ? across + 1 : 0;
        down[x] = faint ? down[x] + 1 : 0;
        clearAcross = clear ? clearAcross + 1 : 0;
        clearDown[x] = clear ? clearDown[x] + 1 : 0;
        if (!faint) continue;
        if (by >= STRONG) strong++;
        if (by >= PLAIN) {
          const change = (whole[pixel] ^ Math.imul(other.whole[pixel], 0x9e3779b1)) >>> 0;
          const times = (alike.get(change) || 0) + 1;
          if (times >= MANY) return true;
          alike.set(change, times);
        }
        if (strong >= DOTS || clearAcross >= RUN || clearDown[x] >= RUN) return true;
        if ((across >= RUN && earlier[x] >= RUN) || (x > 0 && down[x] >= RUN && down[x - 1] >= RUN)) return true;
      }
      [row, earlier] = [earlier, row];
    }
    return false;
  };

  return Object.freeze({ haveTurns, turning, keep, differs });
})();
