// Tells what somebody does on a page: what is pressed, typed, chosen, and on which page it was.
// Runs in our own world of each frame; only what a person does counts, never what scripts do.
globalThis.civiscopeRecord ??= (() => {
  const tell = (event) => globalThis.civiscopeTell?.(JSON.stringify(event));
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  const numbers = new WeakMap();
  const kept = new Map();
  const numberOf = (element) => {
    if (!numbers.has(element)) {
      numbers.set(element, kept.size);
      kept.set(kept.size, new WeakRef(element));
    }
    return numbers.get(element);
  };
  const hit = (event) => event.composedPath().find((one) => one.nodeType === Node.ELEMENT_NODE) || document.documentElement;
  const parentOf = (element) => element.assignedSlot || element.parentElement || (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null);
  /** An element and those around it, innermost first: a label stands for its field. */
  const around = (element) => {
    const found = [];
    for (let one = element; one && found.length < 8; one = parentOf(one)) {
      found.push(one);
      if (one.localName === "label" && one.control) found.push(one.control);
    }
    return found;
  };
  const chain = (number) => { const one = kept.get(number)?.deref(); return one?.isConnected ? around(one) : []; };

  const headingOf = () => {
    const one = [...document.querySelectorAll("h1")].find((each) => each.checkVisibility());
    return civiscope.cut(clean(one?.innerText || document.title), 80);
  };
  let told = "";
  const here = (kind) => {
    if (self !== top) return;
    const now = { title: document.title, heading: headingOf(), address: location.href, wrong: civiscopeJourney.complains() };
    const said = kind + JSON.stringify(now);
    if (said === told) return;
    told = said;
    tell({ kind, ...now });
  };

  const TYPES = "input:not([type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=radio],[type=file]),textarea";
  const SET_BY_CHANGE = `${TYPES},input[type=checkbox],input[type=radio],input[type=file],select,option`;
  const SECRET = "[type=password],[autocomplete~=current-password],[autocomplete~=new-password],[autocomplete^=cc-]";
  const CODE = "[autocomplete~=one-time-code]";
  const SENDS = "button:not([type=button],[type=reset]),input[type=submit],input[type=image]";
  const CONTROL = "a[href],button,summary,input,[role=button i],[role=link i],[role=tab i],[role=menuitem i],[role=option i],[role=switch i]";
  const stood = new WeakMap();
  const valueOf = (element) => element.isContentEditable ? clean(element.innerText) : element.value;
  /** Tell what a field holds by now. */
  const changed = (element) => {
    const secret = element.matches(SECRET), code = element.matches(CODE);
    const type = element.localName === "select" ? "select" : /^(checkbox|radio|file)$/.test(element.type || "") ? element.type : "text";
    const said = { kind: "change", number: numberOf(element), type, secret, code, label: civiscopeJourney.labelOf(element), selector: civiscope.place(element).selector };
    if (type === "checkbox" || type === "radio") said.checked = element.checked;
    else if (type === "select") said.value = clean(element.selectedOptions[0]?.label);
    else if (type === "file") said.value = element.files[0]?.name || "";
    else if (!secret && !code) said.value = valueOf(element);
    stood.set(element, valueOf(element));
    tell(said);
  };
  const flush = (element) => {
    if ((element.matches(TYPES) || element.isContentEditable) && stood.has(element) && stood.get(element) !== valueOf(element)) changed(element);
  };

  /** What can have a shadow root beside custom elements; a closed one shows nothing of itself. */
  const ROOTED = /^(article|aside|blockquote|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
  let down = null;
  const on = (name, act) => addEventListener(name, (event) => { if (event.isTrusted) act(event, hit(event)); }, { capture: true, passive: true });
  on("pointerdown", (event, element) => {
    here("page");
    down = element;
    tell({ kind: "down", number: numberOf(element), x: event.clientX, y: event.clientY, host: !element.shadowRoot && (element.localName.includes("-") || ROOTED.test(element.localName)) });
  });
  on("focusin", (_, element) => {
    if (!stood.has(element)) stood.set(element, valueOf(element));
    // What the mouse is pressed on is known already, and better: by its point.
    if (element !== down) tell({ kind: "down", number: numberOf(element) });
    // Enter in a field presses this one, and the page may be gone before it can be looked at.
    const sender = element.form && [...element.form.elements].find((one) => one.matches(SENDS));
    if (sender && sender !== element) tell({ kind: "down", number: numberOf(sender) });
  });
  on("focusout", (_, element) => { if (element.isContentEditable) flush(element); });
  on("change", (_, element) => changed(element));
  on("click", (event, element) => {
    const byMouse = event.detail > 0 && down;
    const meant = byMouse ? down : element;
    down = null;
    const label = meant.closest("label");
    if (meant.matches(SET_BY_CHANGE) || element.matches(SET_BY_CHANGE) || meant.isContentEditable || (label?.control && !meant.closest("a[href],button"))) return;
    const control = meant.closest(CONTROL);
    const words = clean(control?.getAttribute("aria-label") || (control || meant).innerText || (control || meant).value);
    tell({ kind: "click", number: numberOf(meant), byMouse: !!byMouse, control: !!control, words: words.length < 100 ? words : "", selector: civiscope.place(meant).selector, pointer: getComputedStyle(meant).cursor === "pointer" });
  });
  on("keydown", (event, element) => {
    if (event.isComposing || !/^(Enter|Escape)$/.test(event.key)) { if (!/^(Tab|Shift|Control|Alt|Meta)$/.test(event.key)) here("page"); return; }
    here("page");
    if (event.key === "Enter" && !element.matches(TYPES.replace(",textarea", "")) && !element.matches("[role=combobox i]")) return;
    flush(element);
    tell({ kind: "key", key: event.key });
  });
  const arrived = () => setTimeout(() => here("here"), 200);
  if (document.readyState === "complete") arrived(); else addEventListener("load", arrived);
  return { chain, around, here: () => here("here") };
})();
