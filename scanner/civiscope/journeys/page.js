// What a journey asks of a page: whether an element can be used, its value, and what is to be read.
// Runs in our own world of each frame.
globalThis.civiscopeJourney ??= (() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const { holds, hitAt, isDisabled } = civiscopeToolkit();
  const shownBy = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const boxOf = (element) => [...element.getClientRects()].find((box) => box.width > 0 && box.height > 0);
  const inWindow = (box) => box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  const near = (a, b) => Math.abs(a.left - b.left) < 1 && Math.abs(a.top - b.top) < 1 && Math.abs(a.width - b.width) < 1;
  const points = (box) => [[0.5, 0.5], [0.2, 0.5], [0.8, 0.5], [0.5, 0.2], [0.5, 0.8]]
    .map(([across, down]) => [box.left + box.width * across, box.top + box.height * down])
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);

  /** What stands for an element under the mouse: itself, or a label of a box that is drawn by it. */
  const stands = (element) => [element, ...(/^(checkbox|radio|file)$/.test(element.type || "") ? [...(element.labels || [])] : [])];

  /** A point at which the mouse meets the element, or why there is none. */
  const aim = async (element) => {
    if (!element.isConnected) return { problem: "gone" };
    if (isDisabled(element) || element.matches("[aria-disabled=true i]")) return { problem: "disabled" };
    let over = null;
    for (const one of stands(element)) {
      if (!shownBy(one)) continue;
      one.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      const before = boxOf(one);
      if (!before) continue;
      await wait(30);
      const box = boxOf(one);
      if (!box || !near(before, box)) return { problem: "moving" };
      if (!inWindow(box)) continue;
      for (const [x, y] of points(box)) {
        const hit = hitAt(x, y);
        if (hit && (holds(one, hit) || holds(element, hit) || hit.closest?.("label")?.control === element)) return { x, y };
        over = hit;
      }
    }
    return over ? { problem: "covered", by: civiscope.place(over).snippet.slice(0, 120) } : { problem: "hidden" };
  };

  const own = (kind, name) => Object.getOwnPropertyDescriptor(kind.prototype, name);
  const setValue = (element, value) => {
    const kind = element.localName === "textarea" ? HTMLTextAreaElement : element.localName === "select" ? HTMLSelectElement : HTMLInputElement;
    own(kind, "value").set.call(element, value);
  };
  const tell = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const PICKED = /^(date|time|datetime-local|month|week|color|range)$/;

  /** Make ready to type: focus, everything selected. Fields with a picker take their value at once. */
  const take = (element, value) => {
    if (isDisabled(element)) return { problem: "disabled" };
    if (element.readOnly) return { problem: "read-only" };
    element.scrollIntoView({ block: "center", behavior: "instant" });
    element.focus();
    if (PICKED.test(element.type || "")) {
      setValue(element, value);
      tell(element);
      return element.value || !value ? { set: true } : { problem: "refused" };
    }
    if (element.isContentEditable) getSelection().selectAllChildren(element);
    else if (element.select) element.select();
    return { set: false };
  };

  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  /** Choose an option of a list by its label; says which there are when it is not among them. */
  const choose = (element, label) => {
    const options = [...element.options];
    const wanted = label.toLocaleLowerCase();
    const found = options.filter((one) => clean(one.label || one.textContent).toLocaleLowerCase() === wanted);
    if (!found.length) return { problem: "no option", options: options.slice(0, 40).map((one) => civiscope.cut(one.label || one.textContent, 60)) };
    if (found[0].disabled) return { problem: "disabled" };
    element.focus();
    found[0].selected = true;
    tell(element);
    return {};
  };

  const labelOf = (element) => {
    const named = element.getAttribute("aria-label") || (element.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ");
    return clean(named) || clean([...(element.labels || [])].map((one) => one.textContent).join(" ")) || clean(element.title) || clean(element.placeholder);
  };
  const files = () => [...document.querySelectorAll("input[type=file]")];
  const bySelector = (css) => [...document.querySelectorAll(css)].slice(0, 20);
  const byText = (text) => {
    const wanted = clean(text).toLocaleLowerCase();
    const all = [...document.querySelectorAll("body *")].filter((one) => clean(one.textContent).toLocaleLowerCase() === wanted && shownBy(one));
    return all.filter((one) => !all.some((other) => other !== one && one.contains(other))).slice(0, 20);
  };

  const text = () => clean(document.body?.innerText || "");
  const says = (wanted) => text().toLocaleLowerCase().includes(clean(wanted).toLocaleLowerCase());

  // ---- pictures -------------------------------------------------------------------------------

  const SECRET = "input[type=password],input[autocomplete~=one-time-code],input[autocomplete~=current-password],input[autocomplete~=new-password],input[autocomplete^=cc-]";
  const marked = new Set();
  let sheet = null;
  /** Remember a field that something secret was typed into, whatever becomes of its type. */
  const mark = (element) => { marked.add(element); };
  const boxesOf = (values) => {
    const boxes = [];
    for (const field of [...document.querySelectorAll(SECRET), ...marked]) if (field.isConnected) boxes.push(...field.getClientRects());
    const wanted = values.map((one) => one.toLocaleLowerCase()).filter(Boolean);
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const said = node.data.toLocaleLowerCase();
      if (!wanted.some((one) => said.includes(one))) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      boxes.push(...range.getClientRects());
    }
    for (const field of document.querySelectorAll("input,textarea,select")) {
      const value = (field.value || "").toLocaleLowerCase();
      if (value && wanted.some((one) => value.includes(one))) boxes.push(...field.getClientRects());
    }
    return boxes;
  };
  /** Lay a solid box over everything that must not be in a picture. */
  const cover = (values) => {
    uncover();
    const host = document.createElement("div");
    host.setAttribute("aria-hidden", "true");
    host.style.cssText = "all:initial;position:fixed;inset:0;pointer-events:none;z-index:2147483647;border:0;background:none;width:100%;height:100%;overflow:hidden";
    const root = host.attachShadow({ mode: "closed" });
    for (const box of boxesOf(values)) {
      const over = document.createElement("div");
      over.style.cssText = `position:fixed;left:${box.left - 1}px;top:${box.top - 1}px;width:${box.width + 2}px;height:${box.height + 2}px;background:#333`;
      root.append(over);
    }
    document.documentElement.append(host);
    // Above dialogs, too, which lie over whatever z-index there is.
    host.popover = "manual";
    try { host.showPopover(); } catch { /* it lies where it is */ }
    sheet = host;
    return root.childElementCount;
  };
  const uncover = () => { sheet?.remove(); sheet = null; };

  // ---- what stands in the way -----------------------------------------------------------------

  const CAPTCHA = /recaptcha|hcaptcha|turnstile|friendly-?captcha|arkoselabs|funcaptcha|geetest|captcha/i;
  const DEVICE = /\b(approve (the|this|your) (request|sign[- ]?in)|(check|open|use) your (phone|authenticator|mobile)|security key|passkey|verification code|one[- ]time (code|pass)|code (we|was) sent|sent (you )?a (code|text message))/i;
  const obstacle = () => {
    const frames = [...document.querySelectorAll("iframe[src],script[src]")].map((one) => one.src).join(" ");
    const marks = [...document.querySelectorAll("[class*=captcha i],[id*=captcha i],[name*=captcha i]")].some(shownBy);
    if (CAPTCHA.test(frames) || marks) return "captcha";
    return DEVICE.test(text()) ? "device" : "";
  };
  const asksForPassword = () => [...document.querySelectorAll("input[type=password]")].some(shownBy);

  // ---- what a process shows -------------------------------------------------------------------

  const SAME = /\bsame (as|address|person|details)\b|\buse (my|the|an?) (previous|same|earlier|saved)\b|wie oben|dieselbe|gleiche adresse|identique|m[êe]me (adresse|personne)|misma|mismo|stesso indirizzo|hetzelfde/i;
  const offered = (element) => {
    const around = element.form || element.closest("fieldset,[role=group i],main") || document.body;
    const names = [...around.querySelectorAll("label,legend,button,[role=radio i],[role=checkbox i],option,a[href]")].map((one) => one.textContent || "");
    return !!element.getAttribute("list") || names.some((one) => SAME.test(one));
  };
  const asksFor = (one) => one.required || one.matches("[aria-required=true i]") || /\*\s*:?\s*$|\(required\)/i.test(labelOf(one));
  const EMPTY = "input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image],[type=checkbox],[type=radio]),textarea,select";
  /** How many fields that must be filled in are empty in the form of a button. */
  const lacking = (button) => {
    const form = button.form || button.closest("form");
    return form ? [...form.querySelectorAll(EMPTY)].filter((one) => shownBy(one) && !isDisabled(one) && asksFor(one) && !one.value).length : 0;
  };
  /** Whether the page says that something was filled in wrongly. */
  const complains = () => [...document.querySelectorAll("[aria-invalid=true i],[role=alert i],input:user-invalid,textarea:user-invalid,select:user-invalid")].some((one) => shownBy(one) && (one.matches("[aria-invalid],:user-invalid") || clean(one.textContent)));
  const BACK = /\b(cancel|withdraw|undo|change|edit|amend|correct|revoke)\b|stornier|widerruf|[äa]ndern|annuler|modifier|corriger|cancelar|modificar|anular|deshacer|annulla|modifica|wijzig|annuleer/i;
  const takesBack = () => [...document.querySelectorAll("main a[href],main button,body > a[href],form button,[role=button i]")].some((one) => shownBy(one) && BACK.test(one.textContent || ""));
  /** How many of these texts can be read on the page, other than in fields that are typed into. */
  const readable = (values) => values.filter((one) => says(one)).length;

  // A length of time, and that something ends or has to be done in it.
  const LENGTH = /(?:\d+|one|two|five|ten|fifteen|twenty|thirty|f[üu]nf|zehn|fünfzehn|zwanzig|dreißig|cinq|dix|quinze|vingt|trente|diez|veinte|treinta|dieci|venti|trenta|vijf|tien|twintig|dertig|tio|tjugo|trettio) ?(?:min(?:ute|uto|uut|ut|uta)?[a-zéêñ]*|minuuttia|minutit|seconds?|secondes?|segundos?|secondi|sekund[a-z]*|sekuntia|seconden|sekundit)\b|\b\d{1,2}:\d{2}\b/i;
  const ENDS = /\b(?:expires?|expired?|expiry|tim(?:e|es|ed|ing)[ -]?out|time ?limit|log(?:ged)? (?:you )?out|sign(?:ed)? (?:you )?out|(?:minutes|seconds|time) (?:left|remaining)|inactiv\w+|you have (?:only )?\S+ (?:minutes|seconds)|(?:will )?reset your|within the next|session (?:will )?ends?)\b|l[äa]uft (?:\S+ ){0,8}ab\b|abgemeldet|abl[äa]uft|noch \S+ (?:minuten|sekunden)|inaktivit|zeitlimit|expir(?:e|era|ation|a|ar[áa]|aci[óo]n)\b|d[ée]connect[ée]\w*|temps (?:restant|limite|imparti)|il vous reste|inactividad|caduc\w+|tiempo (?:restante|l[íi]mite)|cerrar[áa] la sesi[óo]n|le quedan|scad(?:e|r[àa]|enza)\b|tempo (?:rimanente|limite|restante)|verloopt|uitgelogd|resterende|inactiviteit|loggas ut|l[öo]per ut|[åa]terst[åa]ende|l[õo]puni|aegub|vanhenee|umpeutu|wyga[śs]nie|wylogowa|pozosta[łl]o/i;
  const MORE = /\b(?:extend|more time|stay (?:signed|logged) in|keep me (?:signed|logged) in|continue (?:your |my )?session|renew|add (?:more )?time|i need more)\b|verl[äa]nger|mehr zeit|angemeldet bleiben|prolong|rester connect|plus de temps|ampliar|m[áa]s tiempo|permanecer conectad|seguir conectad|mantener la sesi|estend|pi[ùu] tempo|resta connesso|verleng|meer tijd|ingelogd blijven|f[öo]rl[äa]ng|mer tid|przed[łl]u[żz]/i;
  /** The first sentence that says how long people have, as JSON; empty when there is none. */
  const timeLimit = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    for (let node = walker.nextNode(), n = 0; node && n < 20000; node = walker.nextNode(), n++) {
      const block = node.parentElement?.closest("p,li,dd,td,h1,h2,h3,h4,h5,h6,div,section,[role=status i],[role=alert i],[role=timer i],body");
      if (!block || seen.has(block) || !LENGTH.test(node.data)) continue;
      seen.add(block);
      const said = clean(block.textContent).slice(0, 4000);
      const words = said.split(/(?<=[.!?…])\s+/).find((one) => LENGTH.test(one) && ENDS.test(one) && one.length < 400);
      if (!words || !shownBy(block)) continue;
      const more = [...document.querySelectorAll("button,a[href],[role=button i],input[type=submit],input[type=button],label")]
        .some((one) => shownBy(one) && MORE.test(one.getAttribute("aria-label") || one.value || one.textContent || ""));
      return JSON.stringify({ spot: civiscope.place(block), words: words.slice(0, 300), more });
    }
    return "";
  };

  const kindOf = (element) => ({ tag: element.localName, type: element.type || "", checked: !!element.checked });
  return { aim, take, choose, files, bySelector, byText, labelOf, text, says, mark, cover, uncover, obstacle, asksForPassword, kindOf, tell, offered, lacking, complains, takesBack, readable, timeLimit };
})();
