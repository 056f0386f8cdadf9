// Run axe-core over the page and its frames, and keep of its results what rules need. `named` takes the
// selectors that axe gives to elements, `found` what it found by rule; `suspects` says what to ask the browser of.
globalThis.civiscopeAxe = (named, found, suspects) => {
  const { LIMIT, cut, plain, attr, withoutValues, selector, boxOf, absolute } = civiscopeElements;
  const CONTRAST = /^color-contrast/;
  const UNSEEN = "hidden-content";
  let options = null;
  let forgetContrast = () => {};
  let assets = () => ["cssom", "media"];
  const prepareAxe = () => {
    if (!globalThis.axe) {
      civiscopeLoadAxe();
      civiscopeFrames.countPerDocument();
      civiscopeLetters.fold();
      civiscopeLetters.dropPrefixes();
      forgetContrast = civiscopeContrastOnce();
      assets = civiscopeSheets.orientationOnce();
      addReporter();
    }
    if (!options) {
      const rules = axe.getRules().filter((rule) => !rule.tags.includes("deprecated") && rule.ruleId !== UNSEEN).map((rule) => rule.ruleId);
      options = {
        runOnly: { type: "rule", values: rules }, elementRef: true, resultTypes: ["violations", "incomplete"], reporter: "civiscope",
        preload: { assets: ["cssom", "media"], timeout: 5000 },
      };
    }
    return options;
  };

  // Sheets that scripts cannot read would be fetched once more; a page that is to stay as it is asks for nothing.
  const isFetched = (asset) => asset === "cssom" && civiscopeRest.isStill() && JSON.parse(civiscopeFrames.orientation()).unread.length > 0;
  const beforeRun = () => { forgetContrast(); options.preload.assets = assets().filter((asset) => !isFetched(asset)); };

  // Of what passes only the number of rules is kept, and no way to an element has to be worked out.
  const addReporter = () => {
    const report = axe.getReporter("v2");
    axe.addReporter("civiscope", (results, settings, done) => {
      const passes = results.filter((result) => !result.error && result.passes?.length).map(({ id }) => ({ id, nodes: [null] }));
      report(results.map((result) => ({ ...result, passes: [] })), settings, (said) => done({ ...said, passes }));
    });
  };

  // axe writes down the HTML of every element that any rule looks at; few of them are ever shown.
  const withoutHtml = async (run) => {
    axe._audit.noHtml = true;
    try { return await run(); } finally { axe._audit.noHtml = false; }
  };
  const htmlOf = ({ html, element }) => html ?? (element ? new axe.utils.DqElement(element, {}, {}).source : "");

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

  const pathTo = (target, element) => {
    const given = flat(target);
    // axe names an element it finds no way to by the root of the document.
    return cut(given === ":root" && element && element !== document.documentElement ? selector(element) : given, 1000);
  };

  const slimNode = (node, isInSlides) => {
    let element = node.element;
    if (!element && node.target.length === 1 && typeof node.target[0] === "string") {
      try { element = document.querySelector(node.target[0]); } catch { element = null; }
    }
    const path = element && node.target.length === 1 && isInSlides(element) ? cut(selector(element), 1000) : pathTo(node.target, element);
    if (element) named.set(element, path);
    let holder = null;
    if (node.target.length > 1) {
      try { holder = axe.utils.shadowSelect(node.target[0]); } catch { /* it is gone */ }
    }
    return {
      selector: path, element, holder, snippet: cut(withoutValues(htmlOf({ html: node.html, element })), LIMIT.snippet), summary: summary(node),
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

  // Who comes to a page has its blocks to pass; a frame is one of these itself.
  const ofPage = (results) => results.map((result) => (result.id === "bypass" ? { ...result, nodes: result.nodes.filter(({ target }) => target.length === 1) } : result)).filter(({ nodes, error }) => nodes.length || error);
  const slim = (given) => {
    const { violations, incomplete, ...others } = loosened(given);
    const results = { ...others, violations: ofPage(violations), incomplete: ofPage(incomplete) };
    found.clear();
    const isInSlides = civiscopeSlides.lookOut();
    const slimmed = (nodes) => nodes.slice(0, LIMIT.nodes).map((node) => slimNode(node, isInSlides));
    const rules = new Map();
    const at = (result) => {
      if (!rules.has(result.id)) rules.set(result.id, { id: result.id, violations: [], incomplete: [], passed: 0, failed: 0, unsure: 0, error: "" });
      return rules.get(result.id);
    };
    for (const result of results.violations) {
      const rule = at(result);
      rule.failed = result.nodes.length;
      rule.violations = slimmed(result.nodes);
      remember(result.id, "failed", rule.violations);
    }
    for (const result of results.incomplete) {
      const rule = at(result);
      const broken = result.nodes.flatMap((node) => [...node.any, ...node.all, ...node.none]).find((check) => check.id === "error-occurred");
      if (broken || result.error) rule.error = cut(String(broken?.data?.message || result.error?.message || "axe could not finish this rule"));
      const nodes = slimmed(result.nodes);
      rule.unsure += result.nodes.length;
      rule.incomplete.push(...nodes);
      remember(result.id, "cannot tell", nodes);
    }
    for (const result of results.passes) at(result).passed = result.nodes.length;
    return plain({ version: results.testEngine.version, rules: [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) });
  };

  // Contrast that was measured while a script changed the very text is measured again, at rest.
  const MAX_RUNS = 3;
  const MIN_AGE = 1500; // ms that the page has been there, before a failure of contrast is believed
  let goOn = null;
  const grow = async (young) => {
    let over = false;
    const told = new Promise((done) => { goOn = () => { over = true; done(); }; });
    const wait = (ms) => Promise.race([told, new Promise((done) => { setTimeout(done, ms); })]);
    await wait(Math.max(young, 1));
    for (let left; !over && young > 0 && (left = MIN_AGE - civiscopeRest.age()) > 0;) await wait(left);
  };
  const whenSteady = async (run, failedIn, tellWait = () => {}) => {
    for (let times = 1; ; times++) {
      const began = performance.now();
      const results = await civiscopeRest.whileBusy(run);
      // A page that has just come may still have something to show, by a timer of its script.
      const young = civiscopeRest.isStill() ? 0 : MIN_AGE - civiscopeRest.age();
      if (young > 0 && failedIn(results).length) tellWait(young);
      // However old the page is: what was due while axe kept it busy has its turn first.
      if (failedIn(results).length) await grow(young);
      const changed = times < MAX_RUNS ? civiscopeRest.changedSince(began) : new Set();
      if (!changed.size || !failedIn(results).some((element) => element && civiscopeRest.within(element, changed))) return results;
      await civiscopeRest.rest({ limit: 1500 });
    }
  };

  let underWay = null;
  const begin = (run) => new Promise((done, fail) => {
    underWay = run((young) => done(plain({ wait: Math.ceil(young) })));
    underWay.then(done, fail);
  });
  /** Begin to run axe over a page that has no frames: its results and, in a line of its own, what of these
      *rules* the browser should be asked; or for how many milliseconds it only waits. */
  const axeBegin = (rules) => begin(async (tellWait) => `${await axeAlone(tellWait)}\n${suspects(rules)}`);
  /** The results of what was begun; at once where nothing is left to wait for. */
  const axeEnd = (atOnce) => { if (atOnce) goOn?.(); return underWay; };

  /** Run axe over a page that has no frames. */
  const axeAlone = async (tellWait) => {
    const settings = { ...prepareAxe(), iframes: false };
    const failedIn = (results) => results.violations.filter(({ id }) => CONTRAST.test(id)).flatMap(({ nodes }) => nodes.map(({ element }) => element));
    const run = () => withoutHtml(() => { civiscopeRest.turnBack(); kept = keepTree(); beforeRun(); return axe.run(civiscopeFrames.context(), settings); });
    const lift = civiscopeCanvas.lay(null);
    try { return slim(await whenSteady(run, failedIn, tellWait)); } finally { lift(); }
  };

  // What is said of a document as a whole cannot be said of a part of it.
  const OF_WHOLE = /^(heading-order|region|bypass|landmark-|page-has-|skip-link|frame-tested|css-orientation-lock|document-title|html-|meta-|identical-links|accesskeys|duplicate-id)/;
  /** Run axe over these elements and what is in them. */
  const axeWithin = async (elements) => {
    const settings = prepareAxe();
    const values = settings.runOnly.values.filter((rule) => !OF_WHOLE.test(rule));
    const run = () => withoutHtml(() => { kept = keepTree(); beforeRun(); return axe.run({ include: elements }, { ...settings, runOnly: { type: "rule", values }, iframes: false }); });
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
  let unknown = { effects: [], texts: 0 };

  // Rule scripts look at texts under filters, masks and blend modes in the page's own document only.
  const doubtPainted = (elementOf) => {
    const { effects, parts, zoomed } = civiscopePainted(selector);
    unknown = { effects: [...new Set(effects.map(({ what }) => cut(what, 80)))].slice(0, 5), texts: parts.length };
    const under = new Set([...effects, ...zoomed].map(({ element }) => element));
    for (const { nodes } of under.size ? partial.results.filter(({ id }) => CONTRAST.test(id)) : []) {
      for (const result of nodes) {
        const element = elementOf(result);
        if (element && civiscopeRest.within(element, under)) for (const check of result.any) check.result = undefined;
      }
    }
  };
  /** Texts of this frame whose look axe-core does not know: the effects on them, and how many a
      style sheet or a placeholder brings. */
  const unknownTexts = () => unknown;

  /** First half of a run over frames: test this frame, and say which child frames there are. */
  const axePartial = async (context, behind, tellWait) => {
    const settings = prepareAxe();
    const where = civiscopeFrames.context(context ? JSON.parse(context) : null);
    frameContexts = axe.utils.getFrameContexts(where, settings);
    const elementOf = ({ node }) => { try { return axe.utils.shadowSelect(node.selector.at(-1)); } catch { return null; } };
    const contrastOf = ({ results }) => results.filter(({ id }) => CONTRAST.test(id)).flatMap(({ nodes }) => nodes)
      .filter(({ any }) => any.some((check) => check.result === false));
    const lift = civiscopeCanvas.lay(behind);
    try { partial = await whenSteady(() => { civiscopeRest.turnBack(); beforeRun(); return axe.runPartial(where, settings); }, (results) => contrastOf(results).map(elementOf), tellWait); } finally { lift(); }
    // On a canvas that is not known no contrast is, whatever it came to on white.
    const onWhite = (check) => check.data?.bgColor === "#ffffff";
    if (behind && !behind.colour && civiscopeCanvas.seesThrough()) for (const { any } of partial.results.filter(({ id }) => CONTRAST.test(id)).flatMap(({ nodes }) => nodes)) for (const check of any) if (onWhite(check)) check.result = undefined;
    // What never rests cannot be measured; who puts the parts together only learns the checks' answers.
    for (const node of contrastOf(partial)) if (civiscopeRest.isRestless(elementOf(node) || null)) for (const check of node.any) if (check.result === false) check.result = undefined;
    if (context) doubtPainted(elementOf);
    return JSON.stringify(frameContexts.map((frame, index) => ({ context: frame.frameContext, selector: partial.frames[index]?.selector || [] })));
  };

  /** Begin with it: its answer, or for how many milliseconds it only waits. */
  const axePartialBegin = (context, behind) => begin((tellWait) => axePartial(context, behind, tellWait));

  /** The frame element of the nth child frame, for the caller to find its document. */
  const axeFrameElement = (index) => {
    const { frameSelector } = frameContexts[index];
    return axe.utils.shadowSelect(frameSelector) || axe.utils.shadowSelect(civiscopeLetters.withoutPrefixes(frameSelector));
  };

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

  /** Have axe's tree of the document for rule scripts, as it is or made anew. */
  const takeUpTree = () => {
    prepareAxe();
    if (!kept?.takeUp()) axe.setup(document);
    kept?.letGo();
    kept = null;
    noteUnseen();
  };

  // Under the name of the rule of axe that would find the same.
  const noteUnseen = () => {
    const elements = civiscopeUnseen(axe._tree[0], LIMIT.nodes);
    found.set(UNSEEN, elements.map((element) => {
      const path = pathTo(new axe.utils.DqElement(element, {}, {}).selector, element);
      named.set(element, path);
      return { element, selector: path, holder: null, summary: "", verdict: "cannot tell" };
    }));
  };

  /** Do something with the tree that is kept, and keep it. */
  const withTree = async (work) => {
    if (!kept?.takeUp()) return;
    try { await work(); } finally { axe._tree = axe._selectorData = undefined; }
  };

  return { takeUpTree, withTree, axeAlone, axeBegin, axeEnd, axeWithin, axePartialBegin, axeFrameElement, frameAddress, behindFrame, axePartialResult, axeFinish, unknownTexts };
};
