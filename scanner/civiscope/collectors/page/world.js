// Our own world in every frame: the page cannot see or change what is here, and we see the page's
// document through natives that no script of the page has touched.
globalThis.civiscope = (() => {
  const LIMIT = { list: 5000, text: 300, snippet: 400, nodes: 50, main: 40000 };
  const cut = (text, limit = LIMIT.text) => {
    const clean = (text || "").replace(/\s+/g, " ").trim();
    return clean.length > limit ? clean.slice(0, limit) + "…" : clean;
  };
  const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;
  const countWords = (text) => (text.match(WORD) || []).length;

  // A form's fields take the place of its own properties of the same name, in every world: ask the
  // prototypes instead wherever an element may be a form.
  const getter = (kind, name) => {
    const { get } = Object.getOwnPropertyDescriptor(kind.prototype, name);
    return (element) => get.call(element);
  };
  const method = (kind, name) => {
    const own = kind.prototype[name];
    return (element, argument) => own.call(element, argument);
  };
  const attr = method(Element, "getAttribute");
  const attrNames = method(Element, "getAttributeNames");
  const closest = method(Element, "closest");
  const boxOn = method(Element, "getBoundingClientRect");
  const idOf = getter(Element, "id");
  const tagOf = getter(Element, "localName");
  const classesOf = getter(Element, "classList");
  const childrenOf = getter(Element, "children");
  const outerHtmlOf = getter(Element, "outerHTML");
  const parentOf = getter(Node, "parentElement");
  const textOf = getter(Node, "textContent");
  const rootOf = method(Node, "getRootNode");
  const cloneOf = method(Node, "cloneNode");
  const fieldsOf = getter(HTMLFormElement, "elements");

  // Halves of surrogate pairs are no text, and nobody could read what we say if it held one.
  const plain = (value) => {
    const text = JSON.stringify(value);
    if (!/\\ud[89a-f]/.test(text)) return text;
    return JSON.stringify(value, (_, part) => (typeof part === "string" ? part.toWellFormed() : part));
  };

  const ROLES = {
    banner: "header", navigation: "nav", main: "main", complementary: "aside", contentinfo: "footer",
  };
  const LANDMARKS = { header: "header", nav: "nav", main: "main", aside: "aside", footer: "footer" };
  const ARIA_ROLES = { header: "banner", nav: "navigation", main: "main", aside: "complementary", footer: "contentinfo" };
  const regions = new WeakMap();
  // A header or footer inside an article or section belongs to that piece, not to the page.
  const regionOf = (element) => {
    const path = [];
    let found = "";
    for (let at = element; at; at = parentOf(at)) {
      if (regions.has(at)) { found = regions.get(at); break; }
      path.push(at);
      const role = attr(at, "role");
      const name = role ? ROLES[role] : LANDMARKS[tagOf(at)];
      if (name && (role || !/^(header|footer)$/.test(tagOf(at)) || !closest(at, "article,section,main"))) {
        found = name;
        break;
      }
    }
    for (const at of path) regions.set(at, found);
    return found;
  };

  const nameOf = (element) => {
    const label = element.getAttribute("aria-label");
    if (label && label.trim()) return cut(label);
    const ids = element.getAttribute("aria-labelledby");
    if (ids) {
      const text = ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ").trim();
      if (text) return cut(text);
    }
    const text = cut(element.textContent);
    if (text) return text;
    const image = element.querySelector("img[alt],svg title,[aria-label]");
    return cut(image?.getAttribute("alt") || image?.getAttribute("aria-label") || image?.textContent || element.getAttribute("title") || "");
  };

  // What somebody typed, or what a server filled in for them, is nobody's business.
  const withoutValues = (html) => html.replace(/<(?:input|option)\b[^>]*>/gi, (tag) => (
    /\stype=["']?(submit|button|reset|image)\b/i.test(tag) ? tag
      : tag.replace(/(\svalue=)("[^"]*"|'[^']*'|[^\s>]+)/i, (_, name, value) => (value.length > 2 ? `${name}"[${value.length - 2} characters]"` : name + value))));

  const snippet = (element) => {
    const html = outerHtmlOf(cloneOf(element, false)) || "";
    const text = childrenOf(element).length === 0 ? cut(textOf(element), 120) : "…";
    const close = `</${tagOf(element)}>`;
    const filled = withoutValues(html.endsWith(close) ? html.slice(0, -close.length) + text + close : html);
    return filled.length > LIMIT.snippet ? filled.slice(0, LIMIT.snippet) + "…" : filled;
  };

  const selector = (element) => {
    const parts = [];
    let at = element;
    while (at) {
      const root = rootOf(at);
      const id = idOf(at);
      if (id && !/\d{3,}|[0-9a-f]{8,}/i.test(id) && root.querySelectorAll("#" + CSS.escape(id)).length === 1) {
        parts.unshift("#" + CSS.escape(id));
        at = null;
      } else {
        const parent = parentOf(at);
        const tag = tagOf(at);
        const twins = parent ? [...childrenOf(parent)].filter((child) => tagOf(child) === tag) : [];
        parts.unshift(twins.length > 1 ? `${tag}:nth-of-type(${twins.indexOf(at) + 1})` : tag);
        at = parent;
      }
      if (!at && root.host) {
        return selector(root.host) + " >>> " + parts.join(" > ");
      }
    }
    return parts.join(" > ");
  };

  /** Where a part of an image map lies: the part itself has no box, its picture and its coordinates have. */
  const boxOfArea = (area) => {
    const map = area.closest("map");
    const image = map && [...document.querySelectorAll("img[usemap],object[usemap]")].find((each) => each.getAttribute("usemap").replace("#", "") === (map.name || map.id));
    const box = (image || area).getBoundingClientRect();
    const numbers = (area.getAttribute("coords") || "").split(/[\s,;]+/).map(Number).filter(Number.isFinite);
    if (!image || numbers.length < 3) return box;
    const [x, y, third] = numbers;
    const points = numbers.length === 3 ? [x - third, y - third, x + third, y + third] : numbers;
    const [across, down] = [points.filter((_, i) => i % 2 === 0), points.filter((_, i) => i % 2 === 1)];
    return { x: box.x + Math.min(...across), y: box.y + Math.min(...down), width: Math.max(...across) - Math.min(...across), height: Math.max(...down) - Math.min(...down) };
  };
  const boxOf = (element) => {
    const box = tagOf(element) === "area" ? boxOfArea(element) : boxOn(element);
    const round = (number) => Math.round(number * 10) / 10;
    return { x: round(box.x + scrollX), y: round(box.y + scrollY), width: round(box.width), height: round(box.height) };
  };

  // Elements axe has spoken of, by its selectors, for scripts that look at them again.
  const named = new WeakMap();
  const found = new Map();

  /** What a finding needs of an element. */
  const place = (element) => ({ selector: named.get(element) || selector(element), snippet: snippet(element), box: boxOf(element) });

  /** Wait until fonts are there and the document has stopped changing; never longer than `limit` ms. */
  const settle = async ({ quiet, limit }) => {
    const end = performance.now() + limit;
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    civiscopeRest.watch();
    if (document.fonts && document.fonts.status !== "loaded") {
      await Promise.race([document.fonts.ready, wait(limit)]);
    }
    let last = performance.now();
    const observer = new MutationObserver(() => { last = performance.now(); });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    let now = performance.now();
    while (now - last < quiet && now < end) {
      await wait(Math.min(quiet - (now - last), end - now) + 1);
      now = performance.now();
    }
    observer.disconnect();
    return now - last >= quiet;
  };

  /** Bring the document to rest; the places of texts that never do, as JSON. */
  const rest = async (limits) => {
    const { busy, texts } = await civiscopeRest.rest(limits);
    return plain({ busy, texts: texts.slice(0, civiscopeRest.MAX_NAMED).map(place), more: Math.max(0, texts.length - civiscopeRest.MAX_NAMED) });
  };

  const labelOf = (field) => cut(
    field.getAttribute("aria-label") || [...(field.labels || [])].map((label) => label.textContent).join(" "), 120);

  const fieldFacts = (field) => ({
    type: field.type || field.localName, name: cut(field.name, 80),
    autocomplete: cut(field.getAttribute("autocomplete"), 80), label: labelOf(field), required: !!field.required,
  });

  const entropy = (text) => {
    const counts = new Map();
    for (const letter of text) counts.set(letter, (counts.get(letter) || 0) + 1);
    let bits = 0;
    for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
    return Math.round(bits * 100) / 100;
  };

  const storage = () => {
    const items = [];
    for (const area of ["local", "session"]) {
      let store;
      try { store = area === "local" ? localStorage : sessionStorage; } catch { continue; }
      for (let i = 0; i < Math.min(store.length, 200); i++) {
        const key = store.key(i);
        const value = store.getItem(key) || "";
        items.push({ area, key: cut(key, 120), length: value.length, entropy: entropy(value.slice(0, 4096)) });
      }
    }
    return items.sort((a, b) => (a.area + a.key < b.area + b.key ? -1 : 1));
  };

  // Hashes of the paths of tags and first classes; the smallest 64 stand for the page's structure.
  const shape = () => {
    const seen = new Set();
    const mix = (hash, text) => {
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
      return hash;
    };
    let count = 0;
    const walk = (element, hash, depth) => {
      if (count++ > 5000 || depth > 14) return;
      const own = mix(mix(hash, tagOf(element)), "." + (classesOf(element)[0] || "").replace(/\d+/g, ""));
      seen.add(own);
      for (const child of childrenOf(element)) walk(child, own, depth + 1);
    };
    if (document.body) walk(document.body, 2166136261, 0);
    return [...seen].sort((a, b) => a - b).slice(0, 64);
  };

  const absolute = (url) => { try { return new URL(url, document.baseURI).href; } catch { return url || ""; } };

  const dom = () => {
    const root = document.documentElement;
    const all = (css) => [...document.querySelectorAll(css)];
    let truncated = false;
    const take = (list, limit = LIMIT.list) => {
      if (list.length > limit) truncated = true;
      return list.slice(0, limit);
    };
    const isHtml = root && root.localName === "html";
    // An ancestor of a hidden link is often hidden too: ask the browser once per link, it caches.
    const links = take(all("a[href],area[href]")).map((link) => ({
      url: typeof link.href === "string" ? link.href : absolute(link.getAttribute("href")),
      text: nameOf(link), region: regionOf(link), rel: cut(link.getAttribute("rel"), 80),
      target: cut(link.getAttribute("target"), 40), hreflang: cut(link.getAttribute("hreflang"), 40),
      visible: link.checkVisibility ? link.checkVisibility({ visibilityProperty: true }) : true,
    }));
    const forms = take(all("form"), 200).map((form) => ({
      action: absolute(attr(form, "action") || document.URL), method: (attr(form, "method") || "get").toLowerCase(),
      region: regionOf(form), label: cut(attr(form, "aria-label") || attr(form, "name"), 120),
      fields: take([...fieldsOf(form)].filter((field) => !/^(fieldset|output|object)$/i.test(field.localName)), 500).map(fieldFacts),
    }));
    const headings = take(all("h1,h2,h3,h4,h5,h6,[role=heading]"), 1000).map((heading) => ({
      level: Number(heading.getAttribute("aria-level")) || Number(/^h([1-6])$/.exec(heading.localName)?.[1]) || 2, text: cut(heading.textContent),
    }));
    const landmarks = take(all("header,nav,main,aside,footer,[role=banner],[role=navigation],[role=main],[role=complementary],[role=contentinfo],[role=search],search,[role=region]"), 200)
      .filter((element) => element.hasAttribute("role") || !/^(header|footer)$/.test(element.localName) || !element.parentElement?.closest("article,section,main"))
      .map((element) => ({ role: element.getAttribute("role") || ARIA_ROLES[element.localName] || element.localName, label: cut(element.getAttribute("aria-label") || "") }));
    const frames = take(all("iframe,frame"), 500).map((frame) => ({
      url: absolute(frame.getAttribute("src") || "about:blank"), title: cut(frame.getAttribute("title")), sandbox: frame.getAttribute("sandbox"),
      width: frame.clientWidth, height: frame.clientHeight,
    }));
    const meta = take(all("meta[content],meta[charset]"), 200).map((element) => ({
      name: (element.getAttribute("http-equiv") || element.getAttribute("name") || element.getAttribute("property") || (element.hasAttribute("charset") ? "charset" : "")).toLowerCase(),
      content: cut(element.getAttribute("content") ?? element.getAttribute("charset"), 2000), http_equiv: element.hasAttribute("http-equiv"), in_head: element.parentElement === document.head,
    })).filter((element) => element.name);
    const scripts = take(all("script"), 1000).map((script) => ({
      url: script.getAttribute("src") ? absolute(script.getAttribute("src")) : "", type: cut(script.getAttribute("type"), 80),
      integrity: cut(script.getAttribute("integrity")), crossorigin: script.getAttribute("crossorigin"),
      nonce: !!script.nonce, inline_length: script.getAttribute("src") ? 0 : script.textContent.length,
    }));
    const stylesheets = take(all("link[rel~=stylesheet][href]"), 500).map((sheet) => ({
      url: absolute(sheet.getAttribute("href")), integrity: cut(sheet.getAttribute("integrity")),
      crossorigin: sheet.getAttribute("crossorigin"), media: cut(sheet.getAttribute("media"), 80),
    }));
    const pinned = take(all("script[type=importmap]"), 20).flatMap((map) => {
      try { return Object.entries(JSON.parse(map.textContent).integrity || {}).map(([url, value]) => [absolute(url), cut(String(value))]); } catch { return []; }
    }).concat(take(all("link[rel~=modulepreload][href][integrity]"), 500).map((link) => [absolute(link.getAttribute("href")), cut(link.getAttribute("integrity"))])).slice(0, 1000);
    const body = document.body;
    const text = (body?.innerText ?? root?.textContent ?? "").slice(0, 1000000);
    const main = document.querySelector("main,[role=main]");
    const mainText = main ? (main.innerText || "") : text;
    let handlers = 0;
    const everything = document.getElementsByTagName("*");
    for (let i = 0; i < Math.min(everything.length, 20000); i++) {
      for (const name of attrNames(everything[i])) if (name.startsWith("on")) { handlers++; break; }
    }
    const canonical = document.querySelector("link[rel~=canonical][href]");
    return {
      facts: {
        title: cut(document.title, 1000), url: document.URL, lang: root?.getAttribute("lang") ?? null,
        direction: root?.getAttribute("dir") || "", quirks_mode: document.compatMode === "BackCompat",
        charset: document.characterSet, media_type: document.contentType, root: root?.localName || "",
        canonical: canonical ? absolute(canonical.getAttribute("href")) : "",
        description: cut(document.querySelector("meta[name=description]")?.getAttribute("content"), 1000),
        links, forms, headings, landmarks, frames, meta,
        alternates: take(all("link[rel~=alternate][hreflang][href]"), 200).map((link) => [cut(link.getAttribute("hreflang"), 40), absolute(link.getAttribute("href"))]),
        scripts, stylesheets, pinned, storage: storage(), handlers, speculation: globalThis.civiscopeSpeculation || [], elements: everything.length,
        words: countWords(text), main_words: countWords(mainText), shape: isHtml ? shape() : [], truncated,
      },
      text: mainText.slice(0, LIMIT.main),
    };
  };

  // ---- axe-core -------------------------------------------------------------------------------

  const CONTRAST = /^color-contrast/;
  let options = null;
  const prepareAxe = () => {
    if (!globalThis.axe) { civiscopeLoadAxe(); civiscopeFrames.countPerDocument(); }
    if (!options) {
      const rules = axe.getRules().filter((rule) => !rule.tags.includes("deprecated")).map((rule) => rule.ruleId);
      options = {
        runOnly: { type: "rule", values: rules }, elementRef: true, resultTypes: ["violations", "incomplete"],
        preload: { assets: ["cssom", "media"], timeout: 5000 },
      };
    }
    return options;
  };

  const summary = (node) => {
    const text = (checks) => checks.map((check) => check.message).filter(Boolean);
    const all = [...text(node.none), ...text(node.all)];
    const any = text(node.any);
    if (any.length) all.push(...any);
    return cut(all.join("; "), 600);
  };

  const flat = (target) => target.map((part) => (Array.isArray(part) ? part.join(" >>> ") : part)).join(" >>> ");

  // Names a frame for our caller, who knows which document each frame shows.
  const pathOf = (frames) => (frames.length ? JSON.stringify(frames) : "");

  const slimNode = (node) => {
    let element = node.element;
    if (!element && node.target.length === 1 && typeof node.target[0] === "string") {
      try { element = document.querySelector(node.target[0]); } catch { element = null; }
    }
    // axe names an element it finds no way to by the root of the document.
    const given = flat(node.target);
    const path = cut(given === ":root" && element && element !== document.documentElement ? selector(element) : given, 1000);
    if (element) named.set(element, path);
    let holder = null;
    if (node.target.length > 1) {
      try { holder = axe.utils.shadowSelect(node.target[0]); } catch { /* it is gone */ }
    }
    return {
      selector: path, element, holder, snippet: cut(withoutValues(node.html), LIMIT.snippet), summary: summary(node),
      box: element ? boxOf(element) : null, frame: pathOf(node.target.slice(0, -1)),
    };
  };

  const remember = (rule, verdict, nodes) => {
    found.set(rule, [...(found.get(rule) || []), ...nodes.map((node) => ({ element: node.element, selector: node.selector, holder: node.holder, summary: node.summary, verdict }))]);
    for (const node of nodes) { delete node.element; delete node.holder; }
  };

  // Contrast that failed on a text whose look never rests: nobody can tell from one moment.
  const loosened = ({ violations, incomplete, ...others }) => {
    const unsure = [];
    const sure = violations.map((result) => {
      if (!CONTRAST.test(result.id)) return result;
      const shaken = result.nodes.filter(({ element }) => element && civiscopeRest.isRestless(element));
      if (shaken.length) unsure.push({ ...result, nodes: shaken });
      return { ...result, nodes: result.nodes.filter((node) => !shaken.includes(node)) };
    });
    return { ...others, violations: sure.filter(({ nodes }) => nodes.length), incomplete: [...incomplete, ...unsure] };
  };

  const slim = (given) => {
    const results = loosened(given);
    found.clear();
    const rules = new Map();
    const at = (result) => {
      if (!rules.has(result.id)) rules.set(result.id, { id: result.id, violations: [], incomplete: [], passed: 0, failed: 0, unsure: 0, error: "" });
      return rules.get(result.id);
    };
    for (const result of results.violations) {
      const rule = at(result);
      rule.failed = result.nodes.length;
      rule.violations = result.nodes.slice(0, LIMIT.nodes).map(slimNode);
      remember(result.id, "failed", rule.violations);
    }
    for (const result of results.incomplete) {
      const rule = at(result);
      const broken = result.nodes.flatMap((node) => [...node.any, ...node.all, ...node.none]).find((check) => check.id === "error-occurred");
      if (broken || result.error) rule.error = cut(String(broken?.data?.message || result.error?.message || "axe could not finish this rule"));
      const nodes = result.nodes.slice(0, LIMIT.nodes).map(slimNode);
      rule.unsure += result.nodes.length;
      rule.incomplete.push(...nodes);
      remember(result.id, "cannot tell", nodes);
    }
    for (const result of results.passes) at(result).passed = result.nodes.length;
    return plain({ version: results.testEngine.version, rules: [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) });
  };

  // Contrast that was measured while a script changed the very text is measured again, at rest.
  const MAX_RUNS = 3;
  const MIN_AGE = 1500; // ms since the document began, before a failure of contrast is believed
  const whenSteady = async (run, failedIn) => {
    for (let times = 1; ; times++) {
      const began = performance.now();
      const results = await run();
      // A page that has just come may still have something to show, by a timer of its script.
      const young = MIN_AGE - performance.now();
      if (young > 0 && failedIn(results).length) await new Promise((done) => { setTimeout(done, young); });
      const changed = times < MAX_RUNS ? civiscopeRest.changedSince(began) : new Set();
      if (!changed.size || !failedIn(results).some((element) => element && civiscopeRest.within(element, changed))) return results;
      await civiscopeRest.rest({ limit: 1500 });
    }
  };

  /** Run axe over a page that has no frames. */
  const axeAlone = async () => {
    const settings = { ...prepareAxe(), iframes: false };
    const failedIn = (results) => results.violations.filter(({ id }) => CONTRAST.test(id)).flatMap(({ nodes }) => nodes.map(({ element }) => element));
    const run = () => { kept = keepTree(); return axe.run(civiscopeFrames.context(), settings); };
    const lift = civiscopeCanvas.lay(null);
    try { return slim(await whenSteady(run, failedIn)); } finally { lift(); }
  };

  // What is said of a document as a whole cannot be said of a part of it.
  const OF_WHOLE = /^(heading-order|region|bypass|landmark-|page-has-|skip-link|hidden-content|frame-tested|css-orientation-lock|document-title|html-|meta-|identical-links|accesskeys|duplicate-id)/;
  /** Run axe over these elements and what is in them. */
  const axeWithin = async (elements) => {
    const settings = prepareAxe();
    const values = settings.runOnly.values.filter((rule) => !OF_WHOLE.test(rule));
    const run = () => { kept = keepTree(); return axe.run({ include: elements }, { ...settings, runOnly: { type: "rule", values }, iframes: false }); };
    return slim(await run());
  };

  // When axe is done it throws away its tree of the document and what it worked out about elements, and
  // rule scripts would build both anew: a quarter of their time. So it is made to keep them until then.
  let kept = null;
  const keepTree = () => {
    if (kept) {
      // What was worked out about the page as it stood before must not outlive that.
      kept.letGo();
      axe.teardown();
    }
    // Not part of what axe promises: without it, rule scripts only take longer.
    if (!axe._cache?.clear || !Array.isArray(axe._memoizedFns)) return null;
    const { clear } = axe._cache;
    const memos = axe._memoizedFns;
    const tree = { at: undefined, selectors: undefined };
    axe._memoizedFns = [];
    axe._cache.clear = () => { tree.at = axe._tree; tree.selectors = axe._selectorData; };
    return {
      takeUp() {
        if (!tree.at) return false;
        axe._tree = tree.at;
        axe._selectorData = tree.selectors;
        return true;
      },
      letGo() { axe._cache.clear = clear; axe._memoizedFns = memos; },
    };
  };

  let partial = null;
  let frameContexts = [];

  /** First half of a run over frames: test this frame, and say which child frames there are. */
  const axePartial = async (context, behind) => {
    const settings = prepareAxe();
    const where = civiscopeFrames.context(context ? JSON.parse(context) : null);
    frameContexts = axe.utils.getFrameContexts(where, settings);
    const elementOf = ({ node }) => { try { return axe.utils.shadowSelect(node.selector.at(-1)); } catch { return null; } };
    const contrastOf = ({ results }) => results.filter(({ id }) => CONTRAST.test(id)).flatMap(({ nodes }) => nodes)
      .filter(({ any }) => any.some((check) => check.result === false));
    const lift = civiscopeCanvas.lay(behind);
    try { partial = await whenSteady(() => axe.runPartial(where, settings), (results) => contrastOf(results).map(elementOf)); } finally { lift(); }
    // On a canvas that is not known no contrast is, whatever it came to on white.
    const onWhite = (check) => check.data?.bgColor === "#ffffff";
    if (behind && !behind.colour && civiscopeCanvas.seesThrough()) for (const { any } of partial.results.filter(({ id }) => CONTRAST.test(id)).flatMap(({ nodes }) => nodes)) for (const check of any) if (onWhite(check)) check.result = undefined;
    // What never rests cannot be measured; who puts the parts together only learns the checks' answers.
    for (const node of contrastOf(partial)) if (civiscopeRest.isRestless(elementOf(node) || null)) for (const check of node.any) if (check.result === false) check.result = undefined;
    return JSON.stringify(frameContexts.map((frame, index) => ({ context: frame.frameContext, selector: partial.frames[index]?.selector || [] })));
  };

  /** The frame element of the nth child frame, for the caller to find its document. */
  const axeFrameElement = (index) => axe.utils.shadowSelect(frameContexts[index].frameSelector);

  /** The address that the nth child frame was given, for one that shows none. */
  const frameAddress = (index) => {
    const element = axeFrameElement(index);
    return attr(element, "src") ? absolute(attr(element, "src")) : element.hasAttribute("srcdoc") ? "about:srcdoc" : "about:blank";
  };

  /** What lies behind the nth child frame. */
  const behindFrame = (index) => JSON.stringify(civiscopeCanvas.behind(axeFrameElement(index)));

  /** The partial result of this frame, to be handed to the page's own frame. */
  const axePartialResult = () => JSON.stringify(partial);

  /** Second half, in the page's own frame: put all partial results together. */
  const axeFinish = async (others) => {
    const partials = [partial, ...others.map((text) => (text ? JSON.parse(text) : null))];
    return slim(await axe.finishRun(partials, prepareAxe()));
  };

  /** Answers of rule scripts: each a function (options, civiscope) that returns a list of outcomes. */
  const ask = async (scripts, isWithin = null) => {
    const answers = {};
    const isOurs = ({ element }) => (element ? !civiscopeFrames.isAdded(element) && (!isWithin || isWithin(element)) : !isWithin);
    prepareAxe();
    if (!kept?.takeUp()) axe.setup(document);
    kept?.letGo();
    kept = null;
    let texts = null;
    const painted = () => (texts ??= civiscopePainted(selector));
    const lift = civiscopeCanvas.lay(null);
    try {
      // Nothing changes while rules ask, so what is worked out once holds for all of them.
      const toolkit = Object.freeze({ ...civiscopeToolkit(), ...civiscopeToolkit().sight({ still: true }) });
      const known = Object.freeze({ ...api, ...civiscopeSemantics(toolkit), toolkit, axeFound: (rule) => found.get(rule) || [], painted });
      for (const { id, run, options: given } of scripts) {
        try {
          const said = await run(given, known);
          answers[id] = { answer: [...(said || [])].filter(isOurs).slice(0, 500).map(({ element, ...outcome }) => (element ? { ...place(element), ...outcome } : outcome)) };
        } catch (error) {
          answers[id] = { error: cut(String(error && error.message ? error.message : error)) };
        }
      }
    } finally {
      lift();
      axe.teardown();
    }
    return plain(answers);
  };

  const { suspects, suspectsAt, suspect } = civiscopeSuspects(found);
  const cover = civiscopeCover(found, place);

  const forget = () => { try { sessionStorage.clear(); } catch { /* a sandboxed frame has none */ } };

  const api = Object.freeze({ place, nameOf, regionOf, cut, words: countWords });
  return Object.freeze({
    ...api, settle, wake: civiscopeRest.wake, rest, fileType: civiscopeFrames.fileType, orientation: civiscopeFrames.orientation, dom: () => plain(dom()), axeAlone, axeWithin, axePartial, axeFrameElement, frameAddress, behindFrame, seesThrough: civiscopeCanvas.seesThrough, axePartialResult, axeFinish, suspects, suspectsAt, suspect, selector, ask, forget, cover,
  });
})();
