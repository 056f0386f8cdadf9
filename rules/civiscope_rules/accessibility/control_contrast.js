// Boxes of checkboxes, radio buttons and switches that a page draws itself: how far they stand out from what lies around them.
(options, { all, exposed, visible }) => {
  const { rgba, groundOf, over, contrast } = civiscopeToolkit();
  const BOX = "input[type=checkbox],input[type=radio],[role=checkbox i],[role=radio i],[role=switch i]";
  const NEEDED = 3;
  // A hair's breadth below is left alone: colours are rounded on their way.
  const UNSURE = 2.95;
  const sides = ["Top", "Right", "Bottom", "Left"];
  const isEmpty = (content) => /^(none|normal)$/.test(content);
  const outer = (element) => { const parent = element.parentElement; return parent ? groundOf(parent) : null; };
  const shadows = (style) => (style.boxShadow === "none" ? [] : style.boxShadow.match(/rgba?\([^)]*\)|color\([^)]*\)|oklch\([^)]*\)|#[0-9a-f]+/gi) || []);

  /** The greatest contrast of anything that draws the box; null when that cannot be worked out. */
  const strongest = (style, ground) => {
    if (style.backgroundImage !== "none" || style.maskImage !== "none" || style.filter !== "none" || Number(style.opacity) < 1) return null;
    const drawn = sides.filter((side) => parseFloat(style[`border${side}Width`]) >= 0.5 && !/none|hidden/.test(style[`border${side}Style`])).map((side) => style[`border${side}Color`]);
    if (parseFloat(style.outlineWidth) >= 0.5 && style.outlineStyle !== "none") drawn.push(style.outlineColor);
    const colours = [...drawn, style.backgroundColor, ...shadows(style)].map(rgba).filter(({ alpha }) => alpha > 0.02);
    // What paints nothing at all is not the box: something else draws it.
    return colours.length ? Math.max(1, ...colours.map((colour) => contrast(over(colour, ground), ground))) : null;
  };
  const size = (style) => [parseFloat(style.width), parseFloat(style.height)];
  /** The box as it is drawn: by the control itself, or by what its label generates in its place. */
  const drawnBy = (control) => {
    const style = getComputedStyle(control);
    const native = control.localName === "input";
    const hidden = native && (Number(style.opacity) < 0.1 || control.getBoundingClientRect().width <= 1 || control.getBoundingClientRect().right < 0);
    if (!hidden) {
      if (native && style.appearance !== "none") return null;
      if (!visible(control)) return null;
      if (!["::before", "::after"].every((part) => isEmpty(getComputedStyle(control, part).content)) || control.querySelector("*")) return null;
      // A control of words is seen by them.
      if ((control.textContent || "").trim()) return null;
      return { style, at: control };
    }
    const label = [...(control.labels || [])].find((one) => visible(one) && !one.contains(control));
    if (!label) return null;
    const before = getComputedStyle(label, "::before");
    const [width, height] = size(before);
    if (isEmpty(before.content) || !(width >= 10 && width <= 64 && height >= 10 && height <= 64) || before.display === "none" || !/^""$/.test(before.content)) return null;
    // A picture of the label, or another part of it, may draw the box or its ring.
    const after = getComputedStyle(label, "::after");
    const more = !isEmpty(after.content) && after.display !== "none" && size(after).every((side) => side >= 10);
    if (getComputedStyle(label).backgroundImage !== "none" || more) return null;
    // The label itself may be the surface that the box lies on.
    return { style: before, at: label, ground: groundOf(label) };
  };
  const outcomes = [];
  for (const control of all(BOX)) {
    if (control.matches(":disabled,[aria-disabled=true i],:checked,[aria-checked=true i],[type=checkbox]:indeterminate,[aria-checked=mixed i]") || control.closest("[inert]") || matchMedia("(forced-colors: active)").matches) continue;
    const drawn = drawnBy(control);
    if (!drawn || !exposed(drawn.at)) continue;
    const ground = drawn.ground ?? outer(drawn.at);
    if (!ground) continue;
    const found = strongest(drawn.style, ground);
    if (found === null) continue;
    if (found >= NEEDED) outcomes.push({ element: control, verdict: "passed" });
    else outcomes.push({ element: drawn.at, verdict: found >= UNSURE ? "cannot tell" : "failed", message: found >= UNSURE ? "near" : "faint", facts: { ratio: (Math.floor(found * 100) / 100).toFixed(2) } });
  }
  return outcomes;
}
