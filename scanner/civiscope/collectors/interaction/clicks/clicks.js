// What can be done with the mouse, and what comes of it. Runs in our own world, beside keyboard.js.
globalThis.civiscopeClicks ??= (() => {
  const keyboard = civiscopeKeyboard;
  const LIMIT = { candidates: 300, text: 200000 };
  const { everything, find, focused, holds, hitAt, isDisabled, isInert, painted, parentOf } = civiscopeToolkit();
  const CONTROL = "a[href],area[href],button,input,select,textarea,summary,label,option,iframe,video[controls],audio[controls],[contenteditable=''],[contenteditable=true]";
  // The parts of a group that has keys of its own: what counts is whether the group takes the focus.
  const PARTS = /^(option|gridcell|treeitem|menuitem|menuitemcheckbox|menuitemradio|tab|radio|row|cell|columnheader|rowheader)$/;
  // What stands in one of these is a piece of it, and its own keys do what a click on the piece does.
  const WHOLE = /^(option|treeitem|menuitem|menuitemcheckbox|menuitemradio|tab|radio)$/;
  const ROLES = /^(button|link|checkbox|switch|slider|spinbutton|combobox|textbox|searchbox)$/;
  // Nobody asked us to sign out, to buy or to delete.
  const UNTOUCHED = /log ?-?(out|off)|sign ?-?out|abmelden|ausloggen|déconn|desconect|cerrar sesión|esci\b|uitloggen|delet|remov|löschen|supprim|elimin|borrar|cancella|verwijder|\bbuy\b|\bpay\b|purchas|order now|kaufen|bezahl|acheter|payer|comprar|pagar|submit|absenden|envoyer|enviar|\bprint\b/i;

  // A link that leads nowhere takes no focus, whatever its tabIndex says.
  const UNLINKED = "a:not([href],[tabindex],[*|href])";
  // What takes the focus by its tabindex alone gets no click from a key: that takes a script.
  // Lists, sliders and the like have other keys.
  const PRESSED = /^(|button|link|checkbox|switch)$/;
  const isMade = (element) => PRESSED.test((element.getAttribute("role") || "").toLowerCase()) && element.tabIndex >= 0 && element.hasAttribute("tabindex") && !element.matches(CONTROL) && !isDisabled(element);
  const focusable = (element) => (element.tabIndex >= 0 && !isDisabled(element) && !element.matches(UNLINKED)) || element.matches(CONTROL);
  const insideControl = (element) => {
    for (let at = parentOf(element); at && at !== document.body; at = parentOf(at)) {
      if (at.matches(CONTROL) || (at.hasAttribute("tabindex") && at.tabIndex >= 0) || WHOLE.test((at.getAttribute("role") || "").toLowerCase())) return true;
    }
    return false;
  };
  /** Whether a control stands in an element: also in its shadow tree, and in its slots. */
  const holdsControl = (element) => {
    const seen = new Set([element]);
    for (const at of seen) {
      if (at !== element && focusable(at) && painted(at)) return true;
      const given = at.localName === "slot" ? at.assignedElements({ flatten: true }) : [];
      for (const inside of [...at.children, ...(at.shadowRoot?.children || []), ...given]) seen.add(inside);
    }
    return false;
  };
  const pointer = (element) => getComputedStyle(element).cursor === "pointer" && (!element.parentElement || getComputedStyle(element.parentElement).cursor !== "pointer");
  const sized = (element) => { const box = element.getBoundingClientRect(); return box.width >= 8 && box.height >= 8 && box.width * box.height < innerWidth * innerHeight * 0.6; };

  const facts = (element, why) => ({
    ...civiscope.place(element), number: keyboard.numberOf(element), tag: element.localName, role: (element.getAttribute("role") || "").toLowerCase(),
    name: civiscope.cut(civiscope.nameOf(element), 80), why, focus: why === "listens" && isMade(element), untouched: UNTOUCHED.test(civiscope.nameOf(element) + " " + (element.getAttribute("title") || "")),
    kind: [element, element.parentElement].map((at) => (at ? `${at.localName}.${[...at.classList].sort().join(".")}` : "")).join("<"),
  });

  // A control that the browser itself does nothing with when a key presses it.
  const isIdle = (element) => element.matches("button[type=button],button:not(form *,[form]),input[type=button],[role=button i][tabindex],a[href^='#'],a[href^='javascript:']")
    && !element.matches("[popovertarget],[commandfor],[interestfor]") && element.tabIndex >= 0 && !isDisabled(element);

  /** Elements that listen to the mouse, or look as if they did, and take no focus; and controls
      that listen to it, but to nothing that a key brings about (`keyless`). */
  const candidates = (listening, delegated, keyless) => {
    const own = new Set(listening);
    const down = new Set(keyless);
    const found = [];
    for (const element of everything(document)) {
      if (found.length >= LIMIT.candidates) break;
      if (element === document.body || element === document.documentElement) continue;
      const role = (element.getAttribute("role") || "").toLowerCase();
      const why = down.has(keyboard.numberOf(element)) && isIdle(element) ? "down" : own.has(keyboard.numberOf(element)) || element.hasAttribute("onclick") ? "listens" : ROLES.test(role) ? "role" : delegated && pointer(element) ? "pointer" : "";
      if (!why || (focusable(element) && !(why === "listens" && isMade(element)) && why !== "down") || PARTS.test(role) || element.closest("[aria-disabled=true i]") || isInert(element) || !painted(element)) continue;
      if (insideControl(element) || holdsControl(element) || !sized(element)) continue;
      found.push(facts(element, why));
    }
    return found;
  };

  const hash = (text) => {
    let value = 2166136261;
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619) >>> 0;
    return value;
  };

  /** All of the page that an action may change, as numbers. The focus is no part of it. */
  const state = () => {
    const all = everything(document);
    let visible = 0;
    const values = [];
    for (const element of all) {
      if (element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) visible++;
      if (/^(input|select|textarea)$/.test(element.localName)) values.push(element.type === "checkbox" || element.type === "radio" ? element.checked : element.value);
      for (const name of ["aria-expanded", "aria-pressed", "aria-checked", "aria-selected", "open", "src"]) if (element.hasAttribute(name)) values.push(element.getAttribute(name));
      if (/^(video|audio)$/.test(element.localName)) values.push(element.paused);
    }
    return [all.length, visible, hash(civiscopeKeyboard.text()), hash(values.join("|")), hash(location.hash), Math.round(scrollY)];
  };

  /** A point of the window at which the mouse meets this element and nothing else. */
  const pointOn = (number) => {
    const element = keyboard.element(number);
    element.scrollIntoView({ block: "center", inline: "nearest" });
    for (const box of [...element.getClientRects()].slice(0, 3)) {
      for (const [across, down] of [[0.5, 0.5], [0.15, 0.5], [0.5, 0.2], [0.85, 0.8]]) {
        const x = box.left + box.width * across;
        const y = box.top + box.height * down;
        if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
        const hit = hitAt(x, y);
        if (hit && holds(element, hit)) return { x, y };
      }
    }
    return null;
  };

  const numberAt = (path) => {
    const element = find(path);
    return element ? keyboard.numberOf(element) : -1;
  };

  /** Controls that may do the same: those of the same name anywhere, then those that stand nearest. */
  const alternatives = (number) => {
    const element = keyboard.element(number);
    const name = civiscope.nameOf(element).toLowerCase();
    const all = everything(document).filter((other) => keyboard.tabbable(other) && painted(other));
    const same = name ? all.filter((other) => other !== element && civiscope.nameOf(other).toLowerCase() === name) : [];
    const near = [];
    for (let at = element.parentElement, up = 0; at && at !== document.body && up < 3 && near.length < 4; at = at.parentElement, up++) {
      for (const other of all) if (at.contains(other) && !near.includes(other)) near.push(other);
    }
    const usable = (other) => other !== element && other.matches("button,a,summary,[role],input[type=button],input[type=checkbox]") && !UNTOUCHED.test(civiscope.nameOf(other)) && !/^(submit|reset|image)$/.test(other.localName === "input" || other.form ? other.type || "" : "");
    return { same: same.length, numbers: [...(keyboard.tabbable(element) ? [element] : []), ...[...new Set([...same, ...near])].filter(usable)].slice(0, 5).map((other) => keyboard.numberOf(other)) };
  };

  const FIELD = "textarea,[contenteditable=''],[contenteditable=true],[role=textbox i],[role=searchbox i],input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=reset],[type=image],[type=file],[type=hidden])";
  let fields = new Set();
  const noteFields = () => { fields = new Set(everything(document).filter((other) => other.matches(FIELD) && keyboard.tabbable(other))); };
  /** Whether the click went into a field that Tab comes to as well, as in the lines of an editor. */
  const wentIntoField = () => fields.has(focused());

  // ---- menus that open under the mouse --------------------------------------------------------

  /** Whether a link leads to where it stands: the sign beside a heading that gives the heading's own address. */
  const isOwnAddress = (link) => {
    const id = /^#(.+)/.exec(link.getAttribute("href") || "")?.[1];
    const target = id && document.getElementById(decodeURIComponent(id.replace(/%(?![0-9a-f]{2})/gi, "%25")));
    return !!target && (target.contains(link) || link.parentElement.contains(target));
  };

  /** Hidden groups of links and buttons in something that can be seen, and what to point at. */
  const hiddenGroups = () => {
    const found = [];
    const held = new Set();
    for (const link of document.querySelectorAll("a[href],button")) {
      if (found.length >= 40) break;
      if (painted(link) || isOwnAddress(link)) continue;
      let group = link;
      while (group.parentElement && !painted(group.parentElement)) group = group.parentElement;
      const holder = group.parentElement;
      if (!holder || holder === document.body || holder === document.documentElement || held.has(group) || group.matches("dialog,[popover],details *,template")) continue;
      held.add(group);
      const box = holder.getBoundingClientRect();
      if (box.width < 8 || box.height < 8 || box.height > innerHeight / 2) continue;
      const links = [...group.querySelectorAll("a[href]")];
      const outside = new Set([...document.querySelectorAll("a[href]")].filter((other) => !group.contains(other) && painted(other)).map((other) => other.href));
      found.push({
        ...civiscope.place(holder), number: keyboard.numberOf(holder), group: keyboard.numberOf(group), links: Math.max(1, links.length),
        name: civiscope.cut((holder.innerText || "").split("\n")[0], 80), elsewhere: links.length > 0 && links.every((other) => outside.has(other.href) && !other.getAttribute("href").startsWith("#")),
        kind: `${holder.localName}.${[...holder.classList].sort().join(".")}>${group.localName}.${[...group.classList].sort().join(".")}`,
      });
    }
    return found;
  };
  const open = (number) => {
    const group = keyboard.element(number);
    return !!group && [group, ...group.querySelectorAll("a[href],button")].some((inside) => inside.matches("a[href],button") && painted(inside));
  };
  /** Whether Tab comes to what the group holds although nobody sees it: it is transparent, clipped or moved away. */
  const reachable = (number) => {
    const group = keyboard.element(number);
    const inside = group ? [group, ...group.querySelectorAll("a[href],button")].filter((other) => other.matches("a[href],button")) : [];
    return inside.length > 0 && inside.every((other) => keyboard.tabbable(other));
  };
  const openers = (number, group) => {
    const holder = keyboard.element(number);
    const inside = keyboard.element(group);
    const all = [holder, ...holder.querySelectorAll("*"), holder.previousElementSibling, holder.nextElementSibling].filter((other) => other && keyboard.tabbable(other) && !inside.contains(other));
    return all.slice(0, 4).map((other) => ({ number: keyboard.numberOf(other), leads: other.matches("a[href]") && !/^(#|javascript:)/.test(other.getAttribute("href")) }));
  };

  return Object.freeze({ candidates, find: numberAt, state, pointOn, alternatives, noteFields, wentIntoField, hiddenGroups, open, openers, reachable });
})();
