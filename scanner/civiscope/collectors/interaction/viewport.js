// Looks at how the text of a page stands in the window as it is now: what is cut off, what reaches
// over the edge, what covers what, what is gone. The first look is the one others are held against.
globalThis.civiscopeViewport ??= (() => {
  const MOST = { texts: 8000, lines: 20000, told: 25, overlaps: 4000 };
  const TINY = 2; // px; boxes this small hide text from sight and keep it for screen readers
  const WORDS = /[\p{L}\p{N}]/u;
  // Pieces that move on by themselves or by buttons; what they cut off comes round.
  const ROTATING = "[aria-roledescription],marquee,[class*=carousel i],[class*=slider i],[class*=swiper i],[class*=slick i],[class*=splide i],[class*=ticker i],[class*=marquee i]";
  /** A formula in the writing of TeX, before a script draws it or when it could not. */
  const FORMULA = /^\s*(?:\\\[|\\\(|\$\$|\\begin\{)/;
  // Content that needs two dimensions to be understood or used.
  const EXEMPT = "table,[role=table i],[role=grid i],[role=treegrid i],[role=tree i],[role=toolbar i],[role=menubar i],[role=application i],[role=math i],[role=img i],pre,code,kbd,samp,math,svg,canvas,video,audio,iframe,object,embed,map,textarea,select,[contenteditable]:not([contenteditable=false]),mjx-container,.MathJax,.katex,.leaflet-container,.maplibregl-map,.mapboxgl-map,.ol-viewport";
  const cutText = (text) => civiscope.cut(text, 100);
  const { parentOf, sight, cutBox, isEmptyBox } = civiscopeToolkit();
  const styles = (element) => getComputedStyle(element);
  const within = (element, css) => {
    for (let at = element; at; at = at.getRootNode().host) if (at.closest(css)) return at.closest(css);
    return null;
  };

  // What can be seen, worked out once a look: nothing changes meanwhile.
  const view = () => sight({ still: true });
  const styleIn = (seen, element) => seen.styleOf(element);
  const isShown = (seen, element) => seen.painted(element) && !seen.inkless(element);

  /** Walls of a text as far as it cannot be scrolled past them: what can be scrolled to is as good as seen. */
  const wallsOf = (seen, element) => {
    const free = new Set();
    return seen.wallsOf(element).filter(({ axis, scrolls }) => {
      if (free.has(axis)) return false;
      if (scrolls) free.add(axis);
      return true;
    });
  };

  // The name of a sign that a font draws instead of the word; where the font is missing, the word is shown.
  const SIGN = /^\s*[a-z0-9_]{2,40}\s*$/;
  const SIGN_FONTS = /icon|symbol|glyph|awesome|dingbat|fontello|icomoon/i;
  const SIGN_CLASSES = /(?:^|\s)material-(?:icons|symbols)/;
  const isSign = (node, parent) => SIGN.test(node.data) && (SIGN_FONTS.test(styles(parent).fontFamily.split(",")[0]) || SIGN_CLASSES.test(parent.getAttribute("class") || ""));

  const textNodes = () => {
    const found = [];
    const visit = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      for (let node = walker.nextNode(); node && found.length < MOST.texts; node = walker.nextNode()) {
        if (node.nodeType === Node.ELEMENT_NODE) {
          const inner = node.shadowRoot;
          if (inner) visit(inner);
        } else if (WORDS.test(node.data)) {
          const parent = node.parentElement || node.getRootNode().host;
          if (parent && !/^(script|style|noscript|template|title|option|textarea)$/.test(parent.localName) && !isSign(node, parent)) found.push([node, parent]);
        }
      }
    };
    if (document.body) visit(document.body);
    return found;
  };

  const clampOf = (wall) => wall.style.webkitLineClamp && wall.style.webkitLineClamp !== "none";
  const ellipsis = (wall) => wall.axis === "x" && wall.style.whiteSpace.includes("nowrap") && wall.style.textOverflow !== "clip";
  const lineHeight = (style) => (style.lineHeight === "normal" ? 1.2 * parseFloat(style.fontSize) : parseFloat(style.lineHeight));

  /** What of one text is to be seen, and which box cuts off the rest. */
  const measure = (seen, node, parent, range) => {
    range.selectNodeContents(node);
    const walls = wallsOf(seen, parent);
    const clips = seen.clipsOf(parent);
    const boxes = walls.map((wall) => wall.element.getBoundingClientRect());
    const size = parseFloat(styleIn(seen, parent).fontSize);
    const lines = [];
    let area = 0, open = 0, by = null, how = "", clamped = false;
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      let { left, right, top, bottom } = rect;
      let cause = null, axis = "", quiet = false;
      const scrolled = new Set();
      walls.forEach((wall, index) => {
        const box = boxes[index];
        if (wall.scrolls) { scrolled.add(wall.axis); return; }
        if (wall.axis === "x") {
          const out = Math.max(box.left - left, 0) + Math.max(right - box.right, 0);
          left = Math.max(left, box.left); right = Math.min(right, box.right);
          if (out > Math.max(6, size / 2)) {
            cause ??= wall.element; axis ||= "x";
            if (ellipsis(wall) || box.width <= TINY) quiet = true;
          }
        } else {
          const out = Math.max(box.top - top, 0) + Math.max(bottom - box.bottom, 0);
          top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
          if (out > 0.4 * rect.height) {
            cause ??= wall.element; axis ||= "y";
            // A box no higher than one of its own lines is made to show one line.
            if (clampOf(wall) || box.height <= TINY || lineHeight(wall.style) >= box.height - 0.5) quiet = true;
          }
        }
      });
      const unclipped = clips.reduce(cutBox, { left, right, top, bottom });
      const part = Math.max(0, right - left) * Math.max(0, bottom - top);
      // Text moved off the page's upper or left edge, or clipped away, is not meant to be seen.
      const away = rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0 || (clips.length > 0 && isEmptyBox(unclipped));
      area += rect.width * rect.height;
      if (!away) open += part;
      if (cause && !quiet && !scrolled.has(axis)) { by ??= cause; how ||= axis; }
      if (quiet) clamped = true;
      if (lines.length < 400) lines.push({ left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom, part: away ? 0 : part, whole: rect.width * rect.height });
    }
    return { lines, area, open, share: area ? 1 - open / area : 0, by, how, clamped, walls };
  };

  /** What a finding needs of an element, as the page wrote it: without what we have set on it ourselves. */
  const placeOf = (element) => {
    const change = enlarged.get(element);
    if (!change) return civiscope.place(element);
    const { box } = civiscope.place(element);
    const ours = element.style.cssText;
    change.undo();
    const place = civiscope.place(element);
    element.style.cssText = ours;
    return { ...place, box };
  };

  let first = null;
  const key = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();

  const controlled = (element) => {
    for (let at = element; at; at = parentOf(at)) {
      if (at.id && at.getRootNode().querySelector(`[aria-expanded][aria-controls~="${CSS.escape(at.id)}"]`)) return true;
    }
    return false;
  };

  const scrollRange = () => {
    const before = [scrollX, scrollY];
    scrollTo({ left: 1e6, top: scrollY, behavior: "instant" });
    const right = scrollX;
    scrollTo({ left: -1e6, top: scrollY, behavior: "instant" });
    const left = scrollX;
    scrollTo({ left: before[0], top: before[1], behavior: "instant" });
    const { overflowX } = styles(sight().windowBox());
    return { range: Math.round(right - left), shut: overflowX === "hidden" || overflowX === "clip" };
  };

  const vertical = () => document.body && /^(vertical|sideways)/.test(styles(document.body).writingMode);

  /** Lines of text that reach past the right edge of the window, or of the box they scroll in. */
  const wide = (seen, texts, edge, scroll) => {
    const found = new Map();
    for (const { node, parent, seenAs } of texts) {
      if (!seenAs.open || within(parent, EXEMPT) || within(parent, ROTATING) || FORMULA.test(node.data)) continue;
      const size = parseFloat(styleIn(seen, parent).fontSize);
      const scroller = seenAs.walls.find((wall) => wall.axis === "x");
      for (const line of seenAs.lines) {
        if (!line.part) continue;
        let most, room;
        if (scroller && scroller.scrolls) {
          room = scroller.element.clientWidth;
          most = line.right - line.left;
          const { scrollWidth } = scroller.element;
          if (scrollWidth <= room + 1 || room < 1) continue;
        } else if (scroller) {
          continue; // cut off, not wide: told elsewhere
        } else {
          if (scroll.range < 2 && !scroll.shut) continue;
          room = edge;
          most = line.right + scrollX;
          // Menus that wait beside the page lie outside it altogether.
          if (line.left + scrollX >= edge && styled(seen, parent)) continue;
          if (line.left + scrollX >= edge && line.left >= scroll.range + edge) continue;
        }
        if (most <= room + Math.max(6, size / 2)) continue;
        const old = found.get(parent);
        if (!old || old.width < most) found.set(parent, { width: most, room, text: cutText(node.data), scroller: scroller ? scroller.element : null, beyond: line.left + scrollX >= edge && !scroller });
      }
    }
    return [...found].map(([element, { width, room, text, scroller, beyond }]) => ({
      spot: placeOf(element), width: Math.round(width), room: Math.round(room), text, beyond,
      scroller: scroller ? placeOf(scroller).selector : "",
    }));
  };

  // Moved out of the flow by itself or something around it.
  const styled = (seen, element) => {
    for (let at = element; at; at = parentOf(at)) {
      const style = styleIn(seen, at);
      if (style.position === "fixed" || style.position === "absolute" || style.transform !== "none" || style.translate !== "none") return true;
    }
    return false;
  };

  const clipped = (seen, texts) => {
    const found = new Map();
    for (const { node, parent, seenAs } of texts) {
      if (!seenAs.by || !seenAs.open || parent.closest("[aria-hidden=true i],[inert]")) continue;
      if (within(parent, ROTATING) || controlled(seenAs.by)) continue;
      const before = first?.get(node);
      const was = before ? before.share : 0;
      if (seenAs.share - was < 0.03) continue;
      const old = found.get(seenAs.by);
      const worse = { share: seenAs.share, was, how: seenAs.how, text: cutText(node.data) };
      if (!old || old.share < worse.share) found.set(seenAs.by, worse);
    }
    return [...found].map(([element, facts]) => ({ spot: placeOf(element), ...facts, share: Math.round(facts.share * 100) / 100, was: Math.round(facts.was * 100) / 100 }));
  };

  /** Pairs of lines that lie on one another, keyed by their texts. */
  const overlaps = (seen, texts) => {
    const lines = [];
    for (const { node, parent, seenAs } of texts) {
      if (seenAs.clamped || within(parent, "svg,math,canvas,ruby,sub,sup,[aria-hidden=true i]") || styled(seen, parent) || within(parent, ROTATING)) continue;
      // What is off the window and not laid out (content-visibility: auto) stands where it stood before.
      if (!parent.checkVisibility({ contentVisibilityAuto: true })) continue;
      for (const line of seenAs.lines) {
        if (line.part <= 0.5 * line.whole) continue;
        // What is scrolled out of its box lies on nothing.
        const box = seenAs.walls.length ? seen.partOf(parent, line, { inside: true, now: true }) : line;
        if (!isEmptyBox(box)) lines.push({ ...line, ...box, node, parent });
      }
    }
    lines.sort((a, b) => a.top - b.top);
    const found = new Map();
    let looked = 0;
    for (let i = 0; i < lines.length; i++) {
      const a = lines[i];
      for (let j = i + 1; j < lines.length && lines[j].top < a.bottom; j++) {
        if (looked++ > 200000) return found;
        const b = lines[j];
        const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const low = Math.min(a.bottom - a.top, b.bottom - b.top);
        if (x > 8 && y > 0.45 * low && !found.has(a.node)) found.set(a.node, { parent: a.parent, other: b.node });
      }
    }
    return found;
  };

  const gone = (texts) => {
    if (!first) return { words: 0, places: [] };
    const now = new Set(texts.filter(({ seenAs }) => seenAs.open > 0.5).map(({ node }) => key(node.data)));
    const still = new Set(texts.filter(({ seenAs }) => seenAs.open > 0.5).map(({ node }) => node));
    let words = 0;
    const places = new Map();
    for (const [node, { text, open }] of first) {
      if (!open || still.has(node) || now.has(key(text))) continue;
      const parent = node.parentElement;
      if (!node.isConnected || !parent || !/^(main|)$/.test(civiscope.regionOf(parent))) continue;
      if (within(parent, EXEMPT) || within(parent, ROTATING) || within(parent, "[aria-hidden=true i],details,dialog") || controlled(parent)) continue;
      const count = civiscope.words(text);
      words += count;
      if (count > 2 && places.size < 5) places.set(parent, cutText(text));
    }
    return { words, places: [...places].map(([element, text]) => ({ spot: placeOf(element), text })) };
  };

  const angle = (element) => {
    let sum = 0;
    for (let at = element; at; at = parentOf(at)) {
      const { transform, rotate } = styles(at);
      if (transform !== "none") {
        const numbers = transform.slice(transform.indexOf("(") + 1, -1).split(",").map(Number);
        sum += (Math.atan2(numbers[1], numbers[0]) * 180) / Math.PI;
      }
      const turned = /^(-?[\d.]+)deg$/.exec(rotate);
      if (turned) sum += Number(turned[1]);
    }
    return Math.round(((sum % 360) + 360) % 360) % 360;
  };

  const angles = (texts) => {
    const found = {};
    for (const { parent, seenAs } of texts.slice(0, 300)) {
      if (seenAs.area > 0) { const a = angle(parent); found[a] = (found[a] || 0) + 1; }
    }
    return found;
  };

  const TURN = /\b(rotate|turn)\b.{0,40}\b(device|phone|screen|tablet)|\bdevice\b.{0,30}\b(landscape|portrait)\b|\b(dreh\w*)\b.{0,40}\bger[äa]t|\b(tourne\w*|pivote\w*)\b.{0,40}\bappareil|\b(gir[ae]\w*|rot[ae]\w*)\b.{0,40}\bdispositivo/i;
  const overlay = (texts) => {
    for (const { node, parent, seenAs } of texts) {
      if (!seenAs.open || !TURN.test(node.data)) continue;
      for (let at = parent; at; at = parentOf(at)) {
        const box = at.getBoundingClientRect();
        if (/fixed|absolute/.test(styles(at).position) && box.width * box.height > 0.8 * innerWidth * innerHeight) return { spot: placeOf(at), text: cutText(node.data) };
      }
    }
    return null;
  };

  /** Look at the page in the window as it is. `what` names the questions. */
  const look = ({ begin = false, ask = [] } = {}) => {
    const seen = view();
    const range = document.createRange();
    const nodes = textNodes();
    let lines = 0;
    const texts = [];
    for (const [node, parent] of nodes) {
      if (lines > MOST.lines) break;
      if (!isShown(seen, parent)) continue;
      const seenAs = measure(seen, node, parent, range);
      lines += seenAs.lines.length;
      if (seenAs.lines.length) texts.push({ node, parent, seenAs });
    }
    const visible = texts.filter(({ seenAs }) => seenAs.open > 0.5);
    const answer = {
      width: innerWidth, height: innerHeight, texts: visible.length,
      held: visible.filter(({ seenAs, parent }) => (seenAs.clamped || seenAs.walls.some((wall) => !wall.scrolls)) && !parent.closest("[aria-hidden=true i]")).length,
      cut_short: nodes.length >= MOST.texts || lines > MOST.lines, vertical: !!vertical(),
    };
    const few = (list) => list.slice(0, MOST.told);
    if (ask.includes("clipped")) answer.clipped = few(clipped(seen, texts));
    if (ask.includes("wide")) {
      const scroll = scrollRange();
      answer.scrolls = scroll.range;
      answer.wide = few(wide(seen, visible, innerWidth, scroll));
    }
    if (ask.includes("gone")) answer.gone = gone(texts);
    if (ask.includes("turned")) { answer.angles = angles(texts); answer.overlay = overlay(visible); }
    if (ask.includes("overlaps")) {
      const now = overlaps(seen, visible);
      answer.overlaps = few([...now].filter(([node]) => !begun.has(node)).map(([node, { parent, other }]) => ({ spot: placeOf(parent), text: cutText(node.data), other: cutText(other.data) })));
    }
    if (begin) {
      first = new Map(texts.map(({ node, seenAs }) => [node, { share: seenAs.share, open: seenAs.open, text: node.data }]));
      begun = new Set(overlaps(seen, visible).keys());
    }
    return answer;
  };
  let begun = new Set();

  const beat = () => new Promise((done) => { setTimeout(done, 150); requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))); });

  const SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}";
  // A constructed sheet is not held back by the page's own content security policy.
  let sheet = null;
  const roots = () => [document, ...new Set(textNodes().map(([, parent]) => parent.getRootNode()).filter((root) => root.host))];
  const spacing = (on) => {
    if (!sheet) { sheet = new CSSStyleSheet(); sheet.replaceSync(SPACING); }
    for (const root of roots()) {
      const others = [...root.adoptedStyleSheets].filter((one) => one !== sheet);
      root.adoptedStyleSheets = on ? [...others, sheet] : others;
    }
  };

  const enlarged = new Map();
  const enlarge = (on) => {
    if (on) {
      // As browsers do that enlarge text alone: sizes and line heights, whatever unit they are in.
      const sizes = new Map();
      for (const [, parent] of textNodes()) {
        if (!parent.style || sizes.has(parent)) continue;
        const { fontSize, lineHeight } = getComputedStyle(parent);
        sizes.set(parent, [parseFloat(fontSize), lineHeight === "normal" ? 0 : parseFloat(lineHeight)]);
      }
      for (const [element, [size, line]] of sizes) {
        const [had, text] = [element.hasAttribute("style"), element.style.cssText];
        enlarged.set(element, { undo: () => { element.style.cssText = text; if (!had) element.removeAttribute("style"); } });
        element.style.setProperty("font-size", `${2 * size}px`, "important");
        if (line) element.style.setProperty("line-height", `${2 * line}px`, "important");
      }
    } else {
      for (const { undo } of enlarged.values()) undo();
      enlarged.clear();
    }
  };

  const suspects = (answer) => (answer.clipped?.length || 0) + (answer.wide?.length || 0) + (answer.overlaps?.length || 0) + (answer.gone?.words || 0);
  const same = (now, before) => now.filter((one) => before.some((other) => other.spot.selector === one.spot.selector));

  /** Look once; when there is something to tell, wait for slow scripts and look again. Only what is there both times counts. */
  const lookTwice = async (how) => {
    await beat();
    const before = look(how);
    if (!suspects(before)) return JSON.stringify(before);
    await new Promise((done) => setTimeout(done, 400));
    const now = look(how);
    for (const name of ["clipped", "wide", "overlaps"]) if (now[name]) now[name] = same(now[name], before[name]);
    if (now.gone) now.gone.places = same(now.gone.places, before.gone.places);
    return JSON.stringify(now).toWellFormed();
  };

  return { lookTwice, begin: async () => { await beat(); return JSON.stringify(look({ begin: true, ask: ["turned", "wide"] })); }, spacing, enlarge };
})();
