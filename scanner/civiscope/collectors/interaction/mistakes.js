// Fills in one field wrongly, presses the button of its form, and reads what is said of the mistake.
// What the form would send is stopped outside. Journeys ask for what their own mistakes brought.
globalThis.civiscopeMistakes ??= (() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const { visible, isDisabled } = civiscopeToolkit();
  const NEVER = /\b(log ?out|sign ?out|log ?off|log ?in|sign ?in|delete|remove|erase|buy|pay|order|checkout|purchase|transfer|donate|cancel|unsubscribe|abmelden|anmelden|l[öo]schen|kaufen|bezahlen|bestellen|d[ée]connexion|connexion|supprimer|acheter|payer|commander|cerrar sesi[óo]n|iniciar sesi[óo]n|eliminar|comprar|pagar|borrar)\b/i;
  const ERROR = /error|invalid|problem|danger|fehler|erreur|alert|warning|feedback/i;
  const clean = (text) => (text || "").replace(/\s+/g, " ").trim();
  const attribute = (form, name) => Element.prototype.getAttribute.call(form, name);
  const elementsOf = (form) => [...Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements").get.call(form)];

  /** The format that a field has for software, and a value that does not fit it. */
  const formatOf = (field) => {
    const token = (field.getAttribute("autocomplete") || "").split(" ").pop();
    if (field.localName !== "input" || /^(password|hidden|submit|button|reset|image|checkbox|radio|file|range|color|search)$/.test(field.type)) return null;
    if (field.type === "email" || token === "email") return ["email", "nobody"];
    if (field.type === "url" || token === "url") return ["url", "nowhere"];
    if (field.type === "tel" || token === "tel") return ["tel", "abc"];
    if (field.type === "number" || field.inputMode === "numeric") return ["number", "abc"];
    if (token === "postal-code") return ["postcode", "?"];
    if (/^bday/.test(token)) return ["date", "99"];
    if (field.pattern) return ["pattern", "?"];
    return null;
  };
  const labelOf = (field) => clean([...(field.labels || [])].map((one) => one.textContent).join(" ")) || clean(field.getAttribute("aria-label"));
  /** The part of the page that is about this field and no other. */
  const groupOf = (field) => {
    let group = field;
    for (let up = field.parentElement; up && up !== field.form && up !== document.body; up = up.parentElement) {
      if ([...up.querySelectorAll("input:not([type=hidden]),select,textarea")].some((one) => one !== field)) break;
      group = up;
    }
    return group;
  };
  const named = (field, attributes) => attributes.flatMap((name) => (field.getAttribute(name) || "").split(/\s+/)).filter(Boolean).map((id) => document.getElementById(id)).filter((one) => one && visible(one));
  const isError = (element) => ERROR.test(`${element.id} ${element.getAttribute("class") || ""} ${element.getAttribute("role") || ""}`);
  const ownTexts = (group) => [...group.querySelectorAll("*")].filter((one) => visible(one) && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));

  /** What is said of a mistake beside a field, and what else is said of it. */
  const saidOf = (field, old) => {
    const group = groupOf(field);
    const texts = [...new Set([...named(field, ["aria-errormessage", "aria-describedby"]), ...ownTexts(group)])].filter((one) => !one.closest("label,legend,button,option"));
    const isNew = (one) => (old ? !old.has(clean(one.textContent)) : isError(one) || !!one.closest("[class*=error i],[id*=error i],[class*=invalid i],[id*=invalid i],[id*=problem i],[role=alert i]"));
    const errors = texts.filter(isNew);
    const message = clean([...new Set(errors.filter((one) => !errors.some((other) => other !== one && other.contains(one))).map((one) => clean(one.innerText)))].join(" "));
    const hint = clean([...texts.filter((one) => !errors.some((other) => other.contains(one) || one.contains(other))).map((one) => one.textContent), field.placeholder, field.title, labelOf(field)].join(" "));
    return { message: civiscope.cut(message, 200), hint: civiscope.cut(hint, 300) };
  };
  const factsOf = (field, old) => ({ ...civiscope.place(field), label: civiscope.cut(labelOf(field), 80), format: (formatOf(field) || [""])[0], ...saidOf(field, old) });

  const buttonOf = (form) => elementsOf(form).find((one) => /^(submit|image)$/.test(one.type || "") && visible(one) && !isDisabled(one));
  const usable = (form) => {
    const button = buttonOf(form), method = (attribute(form, "method") || "get").toLowerCase(), action = attribute(form, "action");
    if (!button || NEVER.test(`${civiscope.nameOf(button)} ${button.value || ""}`) || form.closest("[role=search i],search")) return false;
    // The browser itself says what is wrong, and names the format.
    if (attribute(form, "novalidate") === null && !button.hasAttribute("formnovalidate")) return false;
    return !(method === "dialog" || (method === "get" && action && !action.startsWith("#")));
  };
  let fields = [];
  const list = (limit) => {
    fields = [...document.querySelectorAll("form")].filter((form) => visible(form) && usable(form)).flatMap(elementsOf).filter((field) => formatOf(field) && visible(field) && !isDisabled(field) && !field.readOnly);
    const more = Math.max(0, fields.length - limit);
    fields = fields.slice(0, limit);
    return JSON.stringify({ count: fields.length, more });
  };
  const set = (field, value) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, value);
    for (const kind of ["input", "change", "blur"]) field.dispatchEvent(new Event(kind, { bubbles: kind !== "blur" }));
  };
  /** Fill one field in wrongly and press the button of its form. */
  const make = async (index) => {
    const field = fields[index];
    if (!field?.isConnected) return "null";
    const [, wrong] = formatOf(field);
    const old = new Set(ownTexts(document.body).map((one) => clean(one.textContent)));
    field.focus();
    if (field.type === "number") field.type = "text";
    set(field, wrong);
    buttonOf(field.form).click();
    let facts = factsOf(field, old);
    for (const end = performance.now() + 1500; performance.now() < end && !facts.message;) {
      await wait(150);
      facts = factsOf(field, old);
    }
    return JSON.stringify({ ...facts, typed: wrong }).toWellFormed();
  };
  /** Fields that the page calls wrong, and that are not empty: what it says of each. */
  const wrongNow = () => JSON.stringify({
    fields: [...document.querySelectorAll("input[aria-invalid=true i]")].filter((field) => visible(field) && field.value && formatOf(field)).slice(0, 20).map((field) => factsOf(field, null)),
    more: 0,
  }).toWellFormed();
  return { list, make, wrongNow };
})();
