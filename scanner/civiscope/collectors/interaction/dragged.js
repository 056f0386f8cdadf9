// What is moved by dragging: its value or place, and whether there is another way to move it.
globalThis.civiscopeDragged ??= (() => {
  const { visible, isDisabled, hitAt, holds, everything } = civiscopeToolkit();
  const SLIDER = "[role=slider i]:not(input),.ui-slider-handle,.noUi-handle";
  const OTHER = "input[type=number],input[type=text],input:not([type]),button,select,[role=button i],[role=spinbutton i]";
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  let sliders = [], lists = [];
  const disabled = (one) => isDisabled(one) || one.closest("[aria-disabled=true i],[disabled],[inert]");

  const list = (limit) => {
    sliders = everything(document).filter((one) => one.matches(SLIDER) && visible(one) && !disabled(one)).slice(0, limit);
    const parents = new Map();
    for (const item of document.querySelectorAll("[draggable=true]")) if (visible(item) && !item.matches("img,a[href]")) parents.set(item.parentElement, [...(parents.get(item.parentElement) || []), item]);
    lists = [...parents].filter(([, items]) => items.length > 1).slice(0, limit).map(([parent, items]) => ({ parent, items }));
    return JSON.stringify({ sliders: sliders.length, lists: lists.length });
  };
  const middle = (box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  const seen = (at, element) => { const hit = hitAt(at.x, at.y); return !!hit && (holds(element, hit) || holds(hit, element)); };

  /** Where a handle stands, and the value it has. */
  const slider = (index) => {
    const handle = sliders[index];
    if (!handle?.isConnected || !visible(handle)) return "null";
    handle.scrollIntoView({ block: "center", behavior: "instant" });
    const box = handle.getBoundingClientRect(), at = middle(box);
    const track = trackOf(handle), rail = track.getBoundingClientRect();
    const upright = rail.height > rail.width;
    return JSON.stringify({ at, upright, value: valueOf(handle), seen: seen(at, handle), rail: { left: rail.left, top: rail.top, width: rail.width, height: rail.height }, long: Math.max(rail.width, rail.height) > 40 });
  };
  const trackOf = (handle) => {
    let track = handle;
    for (let up = handle.parentElement, n = 0; up && up !== document.body && n < 4; up = up.parentElement, n++) {
      const box = up.getBoundingClientRect();
      if (Math.max(box.width, box.height) > 60) { track = up; break; }
    }
    return track;
  };
  const valueOf = (handle) => {
    const box = handle.getBoundingClientRect();
    return `${handle.getAttribute("aria-valuenow") || ""}|${Math.round(box.left)}|${Math.round(box.top)}`;
  };
  const value = (index) => (sliders[index]?.isConnected ? valueOf(sliders[index]) : "");
  /** Whether something beside a handle may set the same value. */
  const besideSlider = (index) => {
    const track = trackOf(sliders[index]);
    for (let up = track, n = 0; up && up !== document.body && n < 4; up = up.parentElement, n++) if ([...up.querySelectorAll(OTHER)].some((one) => visible(one) && !sliders.includes(one))) return true;
    return false;
  };
  const sliderFacts = (index) => JSON.stringify({ ...civiscope.place(sliders[index]), name: civiscope.cut(civiscope.nameOf(sliders[index]) || "slider", 80) }).toWellFormed();

  const order = (index) => lists[index].parent.isConnected ? [...lists[index].parent.children].map((one) => clean(one.textContent)).join("|") : "";
  const item = (index) => {
    const { items } = lists[index];
    items[0].scrollIntoView({ block: "center", behavior: "instant" });
    const [from, to] = [items[0], items[1]].map((one) => one.getBoundingClientRect());
    return JSON.stringify({ from: middle(from), to: { x: to.left + to.width * 0.6, y: to.top + to.height * 0.8 }, seen: seen(middle(from), items[0]) });
  };
  /** Whether items, or what stands around them, offer anything that can be pressed. */
  const besideList = (index) => {
    const { parent } = lists[index];
    const around = parent.parentElement && parent.parentElement !== document.body ? parent.parentElement : parent;
    return [...around.querySelectorAll(`${OTHER},a[href],summary,[role=menuitem i],input`)].some((one) => visible(one));
  };
  const listFacts = (index) => JSON.stringify({ ...civiscope.place(lists[index].items[0]), name: civiscope.cut(lists[index].items[0].textContent, 80) }).toWellFormed();
  return { list, slider, value, besideSlider, sliderFacts, order, item, besideList, listFacts };
})();
