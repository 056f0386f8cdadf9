// Pictures that are nearly nothing but lines of letters, found by their shapes.
(options, { all, visible }) => {
  const MOST = 12;
  const WIDEST = 640;
  const LONG = 10;
  // A box around words has two straight edges or four; words in a logo have a colour or two.
  const EDGES = 5;
  const HUES = 4;
  const ROW = 4;
  const ESSENTIAL = /logo|wordmark|brand|crest|signature|formula|equation|math|latex|captcha|qr|chart|graph|diagram|map|screenshot|icon|sprite|flag/i;

  // A picture that shows how something looks, and says so, is there for its look.
  const SHOWS = /\b(?:example|examples|showing|shows|screen ?shots?|focus|focused|hover|selected|state|component|design|mock-?up|preview|interface|dialog|button|field|window|page|poster|cover|banner|letter|sign|label|typeface|font|handwrit\w*|scan|facsimile|beispiel|zeigt|bildschirmfoto|exemple|montre|capture)\b/i;
  const pixelsOf = (source, width, height) => {
    const scale = Math.min(1, WIDEST / width);
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  };

  /** Whether a picture is made of boxes or of many colours, as a window of a program is, and not of words on a ground. */
  const isDrawn = ({ data, width, height }) => {
    let edges = 0, last = -9;
    const hues = new Uint32Array(6);
    let coloured = 0;
    for (let y = 0; y < height; y += 1) {
      let run = 0, longest = 0;
      for (let x = 0; x < width; x += 1) {
        const i = 4 * (y * width + x);
        const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
        const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
        if (most - least > 90) {
          const turn = most === r ? (g - b) / (most - least) : most === g ? 2 + (b - r) / (most - least) : 4 + (r - g) / (most - least);
          hues[(Math.round(turn) + 6) % 6] += 1;
          coloured += 1;
        }
        const above = i - 4 * width;
        run = y && Math.abs(r - data[above]) + Math.abs(g - data[above + 1]) + Math.abs(b - data[above + 2]) > 15 ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      if (longest < width / 4) continue;
      if (y - last > 3) edges += 1;
      last = y;
    }
    return edges >= EDGES || (coloured > 0.01 * width * height && hues.filter((each) => each >= 0.05 * coloured).length >= HUES);
  };

  /** Which pixels differ from a plain ground; null when there is none. */
  const inkOf = ({ data, width, height }) => {
    const counts = new Uint32Array(4096);
    for (let i = 0; i < data.length; i += 4) counts[((data[i] >> 4) << 8) | ((data[i + 1] >> 4) << 4) | (data[i + 2] >> 4)] += 1;
    const most = Math.max(...counts);
    if (most < 0.6 * width * height) return null;
    const ground = counts.indexOf(most);
    const [r, g, b] = [((ground >> 8) & 15) * 16 + 8, ((ground >> 4) & 15) * 16 + 8, (ground & 15) * 16 + 8];
    const ink = new Uint8Array(width * height);
    for (let p = 0, i = 0; p < ink.length; p += 1, i += 4) ink[p] = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) > 150 ? 1 : 0;
    return { ink, width, height };
  };

  /** Connected pieces of ink, each with its box and number of pixels. */
  const piecesOf = ({ ink, width, height }) => {
    const pieces = [];
    const stack = [];
    for (let start = 0; start < ink.length && pieces.length < 3000; start += 1) {
      if (ink[start] !== 1) continue;
      const piece = { left: width, right: 0, top: height, bottom: 0, size: 0 };
      stack.push(start);
      ink[start] = 2;
      while (stack.length) {
        const at = stack.pop();
        const [x, y] = [at % width, Math.floor(at / width)];
        piece.size += 1;
        piece.left = Math.min(piece.left, x); piece.right = Math.max(piece.right, x);
        piece.top = Math.min(piece.top, y); piece.bottom = Math.max(piece.bottom, y);
        for (let dy = -1; dy <= 1; dy += 1) {
          for (let dx = -1; dx <= 1; dx += 1) {
            const [nx, ny] = [x + dx, y + dy];
            if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
            if (ink[ny * width + nx] === 1) { ink[ny * width + nx] = 2; stack.push(ny * width + nx); }
          }
        }
      }
      pieces.push(piece);
    }
    return pieces;
  };

  /** How many letters a piece may be: one, or those of a word that touch each other. */
  const lettersOf = ({ ink, width }, { left, right, top, bottom, size }) => {
    const [wide, tall] = [right - left + 1, bottom - top + 1];
    if (tall < 5 || tall > 200 || wide > 16 * tall || size / (wide * tall) < 0.15) return 0;
    if (wide <= 1.5 * tall) return 1;
    // A word is crossed by many strokes, a bar or a frame by few.
    let most = 0;
    for (const share of [0.4, 0.5, 0.6]) {
      const row = (top + Math.round(share * (tall - 1))) * width;
      let strokes = 0;
      for (let x = left; x <= right; x += 1) if (ink[row + x] && !(x > left && ink[row + x - 1])) strokes += 1;
      most = Math.max(most, strokes);
    }
    return most >= wide / tall && size / (wide * tall) < 0.85 ? Math.round(wide / (0.6 * tall)) : 0;
  };

  /** How many letters stand in lines, and what share of the ink they are. */
  const lettersIn = (picture, pieces) => {
    const total = pieces.reduce((sum, { size }) => sum + size, 0);
    const found = pieces.map((piece) => ({ ...piece, letters: lettersOf(picture, piece) })).filter(({ letters }) => letters > 0);
    found.sort((one, other) => (other.bottom - other.top) - (one.bottom - one.top));
    const lines = [];
    for (const piece of found) {
      const tall = piece.bottom - piece.top + 1;
      const line = lines.find((each) => Math.min(each.bottom, piece.bottom) - Math.max(each.top, piece.top) + 1 >= 0.6 * tall && each.bottom - each.top + 1 < 3 * tall);
      if (line) line.members.push(piece); else lines.push({ top: piece.top, bottom: piece.bottom, members: [piece] });
    }
    // What belongs to a run stands close to its neighbours, save for the gaps between words.
    const runs = lines.flatMap(({ top, bottom, members }) => {
      const reach = 1.2 * (bottom - top + 1);
      const own = [];
      for (const piece of [...members].sort((one, other) => one.left - other.left)) {
        const last = own.at(-1);
        if (last && piece.left - last.right <= reach) {
          last.letters += piece.letters; last.size += piece.size; last.right = Math.max(last.right, piece.right);
        } else own.push({ letters: piece.letters, size: piece.size, right: piece.right });
      }
      const told = own.reduce((sum, { letters }) => sum + letters, 0);
      // A line of text goes on, also past a word that was not made out.
      const goesOn = own.reduce((sum, { letters }) => sum + (letters >= LONG ? letters : 0), 0) * 2 > told;
      return told >= 5 ? own.filter((run, _, { length }) => length === 1 || run.letters > 1).map((run) => ({ ...run, goesOn })) : [];
    });
    const of = (some, what) => some.reduce((sum, run) => sum + run[what], 0);
    // Labels of a chart or of buttons stand each by itself.
    const long = of(runs.filter(({ letters }) => letters >= LONG), "letters");
    const share = (some) => (total ? of(some, "size") / total : 0);
    return { count: of(runs, "letters"), share: share(runs), long, longShare: share(runs.filter(({ goesOn }) => goesOn)) };
  };

  /** Whether a picture stands among pictures of other heights, with no words between: so do logos of partners. */
  const isInRow = (element) => {
    for (let at = element.parentElement, steps = 0; at && at !== document.body && steps < 4; at = at.parentElement, steps += 1) {
      if (at.textContent.trim()) return false;
      const heights = [...at.querySelectorAll("img")].map((each) => each.getBoundingClientRect().height).filter((each) => each >= 16);
      if (heights.length >= ROW) return Math.max(...heights) >= 1.3 * Math.min(...heights);
    }
    return false;
  };

  const isText = ({ long, longShare }) => long >= 15 && longShare >= 0.55;

  const load = (url) => new Promise((done) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => done(null);
    setTimeout(() => done(null), 2000);
    image.src = url;
  });

  const check = async () => {
    const found = [];
    for (const element of all("img,input[type=image],canvas,div,span,a,section,header,p,h1,h2,h3")) {
      if (found.length >= MOST) break;
      const picture = /^(img|canvas|input)$/.test(element.localName);
      // What holds words or other elements has its words; only empty boxes are looked at.
      if (!picture && (element.childElementCount || element.textContent.trim())) continue;
      const box = element.getBoundingClientRect();
      if (box.width < 80 || box.height < 16) continue;
      const url = picture ? "" : /^url\("([^"]+)"\)$/.exec(getComputedStyle(element).backgroundImage)?.[1];
      if (!picture && !url) continue;
      const said = [element.id, element.className, element.getAttribute("alt"), element.currentSrc || element.src, url].filter((each) => typeof each === "string").join(" ");
      if (!ESSENTIAL.test(said) && visible(element)) found.push(picture ? { element, source: element } : { element, url });
    }
    if (!found.length) return [];
    const body = (document.body?.innerText || "").toLowerCase().replace(/\s+/g, " ");
    const outcomes = [];
    const known = new Map();
    for (const { element, source, url } of found) {
      let picture = source;
      if (url || source.localName === "input") picture = await load(url || source.src);
      if (!picture) continue;
      const address = picture.currentSrc;
      const [width, height] = [picture.naturalWidth || picture.width, picture.naturalHeight || picture.height];
      if (!(width >= 80 && height >= 12)) continue;
      let letters;
      try {
        letters = known.get(address);
        const pixels = letters ? null : pixelsOf(picture, width, height);
        const ink = pixels && inkOf(pixels);
        letters ??= ink ? lettersIn(ink, piecesOf(ink)) : { count: 0, share: 0, long: 0, longShare: 0 };
        // To look at each pixel for this takes longest; it matters where there is much text alone.
        if (isText(letters)) letters.drawn ??= !address || isDrawn(pixels);
        // A list often shows one picture many times.
        if (address) known.set(address, letters);
      } catch { continue; } // A picture from elsewhere cannot be read.
      const text = (element.getAttribute("alt") || "").toLowerCase().replace(/\s+/g, " ").trim();
      const again = text.length > 10 && body.includes(text);
      // So is one whose alternative says far more than the letters in it can.
      const said = (text.match(/[\p{L}\p{N}]/gu) || []).length;
      const essential = text.length >= 20 && (SHOWS.test(text) || (text.split(" ").length >= 6 && letters.count < 0.4 * said));
      if (isText(letters) && !again && !essential) {
        const facts = { count: letters.count };
        // What a script draws is a chart far more often than a text.
        const perhaps = letters.drawn ? "screen" : isInRow(element) ? "row" : "";
        outcomes.push(perhaps ? { element, verdict: "cannot tell", message: perhaps, facts } : { element, verdict: "failed", message: "text", facts });
      }
      else if (letters.count >= 15 && letters.share >= 0.55 && letters.longShare < 0.55 && !again) outcomes.push({ element, verdict: "cannot tell", message: "labels" });
      else if (letters.count >= 5 && letters.share >= 0.55 && !again) outcomes.push({ element, verdict: "cannot tell", message: element.getAttribute("alt") === "" ? "silent" : "perhaps" });
      else outcomes.push({ element, verdict: "passed" });
    }
    return outcomes;
  };
  return check();
}
