// Let axe-core work out once what its two rules on contrast both ask of a text: whether they apply, its
// colours, its size. They differ in the ratio that they want, and in little else.
//
// Nothing here is part of what axe promises. Where it looks otherwise than expected, axe is left alone
// and takes longer.
globalThis.civiscopeContrastOnce = () => {
  const USUAL = "color-contrast", ENHANCED = "color-contrast-enhanced";
  const checks = axe._audit?.checks || {};
  const rules = (axe._audit?.rules || []).filter(({ id }) => id === USUAL || id === ENHANCED);
  const optionsOf = (id) => rules.find((rule) => rule.id === id)?.any?.[0]?.options;
  const [usual, enhanced] = [checks[USUAL], checks[ENHANCED]];
  const known = { usual: optionsOf(USUAL), enhanced: optionsOf(ENHANCED) };
  // Whatever else they are told to do differently, this does not know of.
  const SAME = ["ignoreUnicode", "ignoreLength", "ignorePseudo", "boldValue", "boldTextPt", "largeTextPt", "pseudoSizeThreshold", "textStrokeEmMin"];
  const fits = rules.length === 2 && known.usual && known.enhanced && usual?.evaluate === enhanced?.evaluate && rules[0].matches === rules[1].matches
    && typeof usual.evaluate === "function" && typeof rules[0].matches === "function" && SAME.every((name) => known.usual[name] === known.enhanced[name]);
  if (!fits) return () => {};

  const { evaluate } = usual;
  const { matches } = rules[0];
  let applies = new WeakMap();
  let measured = new WeakMap();

  for (const rule of rules) {
    rule.matches = function (node, virtual, context) {
      if (!applies.has(node)) applies.set(node, matches.call(this, node, virtual, context));
      return applies.get(node);
    };
  }

  /** What axe says of a text under the usual ratio: its result, data and related nodes. */
  const measure = (node, options, virtual, context) => {
    if (!measured.has(node)) {
      const said = { data: undefined, related: null };
      const helper = { data: (data) => { said.data = data; }, relatedNodes: (nodes) => { said.related = nodes; } };
      said.result = evaluate.call(helper, node, options, virtual, context);
      measured.set(node, said);
    }
    return measured.get(node);
  };
  const tell = (helper, { data, related, result }) => {
    helper.data(data);
    if (related) helper.relatedNodes(related);
    return result;
  };
  usual.evaluate = function (node, options, virtual, context) {
    return tell(this, measure(node, options, virtual, context));
  };

  const NAMES = [...SAME, "shadowOutlineEmMax"];
  const isKnown = (options) => NAMES.every((name) => options[name] === known.enhanced[name])
    && ["normal", "large"].every((size) => ["expected", "minThreshold", "maxThreshold"].every((name) => options.contrastRatio?.[size]?.[name] === known.enhanced.contrastRatio[size][name]));
  const WITHOUT_RATIO = new Set(["hidden", "nonBmp", "pseudoContent", "complexTextShadows"]);
  const FIELD = /^(input|textarea|select)$/i;
  const needs = ({ contrastRatio, boldTextPt, largeTextPt }, data) => {
    const pixels = parseFloat(/\(([\d.]+)px\)/.exec(data.fontSize || "")?.[1]);
    if (!(pixels > 0)) return null;
    const points = Math.ceil(pixels * 72) / 96;
    return points < (data.fontWeight === "bold" ? boldTextPt : largeTextPt) ? contrastRatio.normal : contrastRatio.large;
  };
  enhanced.evaluate = function (node, options, virtual, context) {
    const askAxe = () => evaluate.call(this, node, options, virtual, context);
    // How wide a shadow may be is one thing that they do not agree on.
    if (!isKnown(options) || getComputedStyle(node).textShadow !== "none") return askAxe();
    const said = measure(node, known.usual, virtual, context);
    const { data } = said;
    const need = data && needs(options, data);
    if (WITHOUT_RATIO.has(data?.messageKey)) {
      if (data.expectedContrastRatio && !need) return askAxe();
      return tell(this, { ...said, data: data.expectedContrastRatio ? { ...data, expectedContrastRatio: `${need.expected}:1` } : data });
    }
    const ratio = data?.contrastRatio;
    if (!need || typeof ratio !== "number" || data.shadowColor) return askAxe();
    // Ratios are cut to two places: 7 may be 7.004, so at the limit itself axe is asked.
    if (ratio < need.minThreshold) { this.data({ contrastRatio: ratio }); return true; }
    if (ratio === need.expected || ratio === 1) return askAxe();
    const isEnough = ratio > need.expected;
    // What falls short may be a single letter or a field, of which axe says something else.
    if (!isEnough && (FIELD.test(node.localName) || data.messageKey || axe.commons.text.visibleVirtual(virtual, false, true).length === 1)) return askAxe();
    this.data({ ...data, messageKey: undefined, expectedContrastRatio: `${need.expected}:1` });
    return isEnough;
  };

  /** Forget what was worked out: the page may have changed since. */
  return () => { applies = new WeakMap(); measured = new WeakMap(); };
};
