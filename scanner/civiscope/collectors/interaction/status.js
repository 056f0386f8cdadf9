// What comes to be read on a page after a press, and whether software is told of it.
// Used by the probe beside this file, and by journeys on the presses that they make.
globalThis.civiscopeStatus ??= (() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const LIMIT = { texts: 6, letters: 150, elements: 6000 };
  const SOON = 350, LATER = 1800, STEP = 120;
  const { visible, holds, focused, hitAt, isDisabled, everything } = civiscopeToolkit();
  const NEVER = /log ?-?(out|off)|sign ?-?(out|off)|abmelden|ausloggen|d[ée]conn|cerrar sesi|delet|remov|erase|l[öo]schen|supprim|elimin|borrar|\b(buy|pay|order|purchas|donate|transfer|print|submit|unsubscribe|cancel)|kaufen|bezahl|acheter|payer|comprar|pagar|absenden|envoyer|enviar|accept|agree|allow|reject|refuse|consent|zustimm|akzept|ablehn/i;
  const LIVE = "[aria-live=polite i],[aria-live=assertive i],[role=status i],[role=alert i],[role=log i],[role=progressbar i],[role=timer i],output";
  // What these hold is content that a press shows, and no message about it.
  const CONTENT = "dialog,[role=dialog i],[role=alertdialog i],[popover],[role=tooltip i],[role=listbox i],[role=menu i],[role=tree i],[role=grid i],[role=tabpanel i],table,details,select,datalist,pre,code,video,audio";
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();

  const isOff = (element) => !!element.closest("[aria-live=off i],[aria-hidden=true i]");
  const regionsNow = () => [...document.querySelectorAll(LIVE)].filter((one) => !isOff(one));
  const textNodes = () => {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && found.size < LIMIT.elements; node = walker.nextNode()) {
      const text = clean(node.data), parent = node.parentElement;
      if (!text || !parent || /^(script|style|noscript|template)$/.test(parent.localName) || found.has(parent)) continue;
      if (visible(parent)) found.set(parent, clean(parent.innerText));
    }
    return found;
  };

  let before = null, seen = new Map(), timer = 0, trigger = null, listening = false;
  const describes = (element) => everything(document).some((one) => /^(input|select|textarea|button)$/.test(one.localName)
    && `${one.getAttribute("aria-describedby") || ""} ${one.getAttribute("aria-errormessage") || ""}`.split(/\s+/).some((id) => id && holds(document.getElementById(id) || null, element)));

  /** How software learns of a text: by a region that was there before, by a copy in one, or not. */
  const spoken = (element, text) => {
    const region = element.closest(LIVE);
    if (region && !isOff(region)) return before.regions.has(region) || region.matches("[role=alert i]") ? "announced" : "late";
    if (regionsNow().some((one) => before.regions.has(one) && clean(one.textContent).includes(text))) return "announced";
    return describes(element) ? "described" : "none";
  };
  const controlled = (element) => (trigger?.getAttribute("aria-controls") || "").split(/\s+/).some((id) => id && holds(document.getElementById(id), element));
  const opens = () => !!trigger?.closest("summary,[aria-expanded],[aria-haspopup],[popovertarget],[commandfor],[role=tab i],[role=option i],[role=menuitem i],[data-toggle],[data-bs-toggle]");
  const excluded = (element) => {
    if (trigger && (holds(trigger, element) || holds(element, trigger))) return true;
    // Another control, or its name, is no message.
    if (element.closest("button,a[href],label,summary,legend,option,th,[role=button i],[role=link i],[role=tab i]")) return true;
    if (element.closest(CONTENT) || controlled(element)) return true;
    const active = focused();
    return !!active && active !== before.active && active !== trigger && (holds(active, element) || holds(element.parentElement, active));
  };
  /** The outermost element around a text that holds nothing else that could be read before. */
  const whole = (element) => {
    let at = element;
    for (let up = at.parentElement; up && up !== document.body; up = up.parentElement) {
      const text = clean(up.innerText);
      if (text.length > LIMIT.letters || before.elements.has(up) || [...before.elements.keys()].some((one) => up !== one && up.contains(one) && one.isConnected && visible(one))) break;
      at = up;
    }
    return at;
  };
  const isToast = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    return false;
  };
  const collect = () => {
    for (const [element, text] of textNodes()) {
      if (before.elements.get(element) === text || before.texts.has(text)) continue;
      const at = whole(element);
      const said = clean(at.innerText);
      if (!/\p{L}{2}/u.test(said) || before.texts.has(said)) continue;
      const known = seen.get(at);
      const how = spoken(element, text);
      if (known && (known.live === "announced" || known.live === "described")) continue;
      seen.set(at, { ...civiscope.place(at), text: civiscope.cut(said, LIMIT.letters + 1), live: how, toast: isToast(at), excluded: excluded(at) || said.length > LIMIT.letters });
    }
  };

  /** Remember the page as it stands, and note from now on what comes to be read. */
  const watch = () => {
    clearInterval(timer);
    const elements = textNodes();
    before = { elements, texts: new Set(elements.values()), regions: new Set(regionsNow()), active: focused(), at: performance.now() };
    seen = new Map();
    timer = setInterval(collect, STEP);
    if (!listening) {
      listening = true;
      addEventListener("click", (event) => { trigger = event.composedPath()[0]?.closest?.("a,button,input,[role],summary,label") || event.target; }, { capture: true });
    }
  };
  /** What has come to be read since. Hidden copies for software may come a second later. */
  const read = async () => {
    if (!before) return "null";
    while (performance.now() - before.at < SOON) await wait(STEP);
    collect();
    while (seen.size && performance.now() - before.at < LATER) await wait(STEP);
    collect();
    clearInterval(timer);
    const texts = [...seen.values()];
    const fitting = texts.filter((one) => !one.excluded);
    // A press that brings more than a few texts shows another part of the page.
    const shows = texts.length > LIMIT.texts || opens();
    before = null;
    return JSON.stringify({
      button: trigger?.isConnected ? civiscope.place(trigger) : civiscope.place(document.body), name: civiscope.cut(trigger ? civiscope.nameOf(trigger) : "", 80),
      texts: shows ? [] : fitting.map(({ excluded: _, ...rest }) => rest),
    }).toWellFormed();
  };

  const BUTTONS = "button,input[type=button],[role=button i],[role=switch i]";
  const tried = (button) => visible(button) && !isDisabled(button) && !button.matches("[aria-disabled=true i]")
    && !button.matches("[aria-expanded],[aria-haspopup]:not([aria-haspopup=false i]),[aria-controls],[popovertarget],[commandfor],[data-toggle],[data-bs-toggle],summary")
    && !(button.form && /^(submit|reset|image)$/.test(button.type || "")) && !button.closest("header,nav,footer,dialog,[role=dialog i],[role=tablist i],[class*=cookie i],[id*=cookie i],[class*=consent i]")
    && !NEVER.test(`${civiscope.nameOf(button)} ${button.value || ""} ${button.title || ""}`);
  /** Buttons that may be pressed, two of a kind at most. */
  let buttons = [];
  const list = (limit) => {
    const kinds = new Map();
    buttons = everything(document).filter((one) => one.matches(BUTTONS) && tried(one)).filter((one) => {
      const kind = `${one.localName}.${[...one.classList].sort().join(".")}|${civiscope.nameOf(one)}`;
      kinds.set(kind, (kinds.get(kind) || 0) + 1);
      return kinds.get(kind) <= 1;
    });
    const more = Math.max(0, buttons.length - limit);
    buttons = buttons.slice(0, limit);
    return JSON.stringify({ count: buttons.length, more });
  };
  const press = async (index) => {
    const button = buttons[index];
    if (!button?.isConnected || !visible(button)) return "null";
    watch();
    trigger = button;
    button.click();
    trigger = button;
    return read();
  };
  return { watch, read, list, press };
})();
