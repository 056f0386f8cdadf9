// Runs in our own world of a frame: which consent platform the rules of a list recognise, and what
// its rules say must be pressed. Nothing is pressed here.
globalThis.civiscopePlatforms ??= ((rules) => {
  const PIERCE = "xpath/";

  /** Elements that a selector of the rules names; a list of selectors goes on inside the first. */
  const all = (selector) => {
    const steps = Array.isArray(selector) ? selector : [selector];
    let roots = [document];
    let found = [];
    for (const step of steps) {
      found = roots.flatMap((root) => within(root, step));
      roots = found.map((element) => civiscopeRoots.shadowOf(element) || element);
    }
    return found;
  };
  const within = (root, step) => {
    if (typeof step !== "string") return [];
    if (step.startsWith(PIERCE)) {
      const asked = step.slice(PIERCE.length);
      const got = document.evaluate(root === document ? asked : asked.replace(/(^|\|\s*)\/\//g, "$1.//"), root, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
      return Array.from({ length: Math.min(20, got.snapshotLength) }, (_, index) => got.snapshotItem(index));
    }
    return [...root.querySelectorAll(step)].slice(0, 50);
  };
  const { visible } = civiscopeToolkit();

  /** Whether a step holds; null for what can only be known by running code in the page. */
  const holds = (step) => {
    let said = null;
    if (step.exists !== undefined) said = all(step.exists).length > 0;
    else if (step.visible !== undefined) {
      const found = all(step.visible);
      const shown = found.filter(visible).length;
      said = step.check === "any" ? shown > 0 : step.check === "none" ? shown === 0 : found.length > 0 && shown === found.length;
    } else if (step.any !== undefined) {
      const each = step.any.map(holds);
      said = each.includes(true) ? true : each.includes(null) ? null : false;
    } else if (step.if !== undefined) {
      const branch = holds(step.if) ? step.then : step.else;
      said = branch ? allHold(branch) : true;
    }
    return said === null ? null : step.negated ? !said : said;
  };
  const allHold = (steps) => steps.length > 0 && steps.every((step) => holds(step) === true);

  /** The selectors that steps would press, one after the other, as the page stands. */
  const pressed = (steps) => steps.flatMap((step) => {
    if (step.if !== undefined) return pressed((holds(step.if) ? step.then : step.else) || []);
    const selector = step.click ?? step.waitForThenClick;
    return selector === undefined || step.optional || step.all ? [] : [selector];
  });
  const first = (selectors) => (selectors.length ? all(selectors[0]).find(visible) || null : null);

  /** The platform that is on this page: its name, whether it asks now, and what to press. */
  const find = () => {
    let met = null;
    for (const rule of rules) {
      try {
        if (!allHold(rule.detect)) continue;
        const asks = allHold(rule.popup);
        if (!asks) {
          met ??= { name: rule.name, asks, box: null, accept: null, refuse: null, opens: false };
          continue;
        }
        const no = pressed(rule.refuse);
        const shown = rule.popup.map((step) => step.visible ?? step.exists).filter(Boolean).flatMap(all);
        return {
          name: rule.name, asks, box: shown.find((element) => visible(element) && element !== document.body) || null,
          accept: first(pressed(rule.accept)), refuse: first(no), opens: no.length > 1,
        };
      } catch { /* a selector that this browser does not know */ }
    }
    return met;
  };
  return Object.freeze({ find });
})(RULES);
