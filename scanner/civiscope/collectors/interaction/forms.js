// Presses the button of a form that was left empty, and reads how the page says what is missing.
// What the form would send is stopped outside; see the module beside this one.
globalThis.civiscopeForms ??= (() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  // Never pressed, whatever becomes of it.
  const NEVER = /\b(log ?out|sign ?out|log ?off|delete|remove|erase|buy|pay|order|checkout|purchase|transfer|donate|cancel|unsubscribe|abmelden|l[öo]schen|kaufen|bezahlen|bestellen|[üu]berweisen|d[ée]connexion|supprimer|acheter|payer|commander|cerrar sesi[óo]n|eliminar|comprar|pagar|borrar)\b/i;
  const TEXT = /^(text|email|tel|url|number|password|date|time|datetime-local|month|week|search|textarea|select-one|select-multiple|checkbox|radio|file)$/;
  const STYLE = ["borderTopColor", "borderTopWidth", "backgroundColor", "outlineColor", "outlineStyle", "boxShadow", "color"];

  const { visible, isDisabled } = civiscopeToolkit();
  const nameOf = (element) => civiscope.nameOf(element) || civiscope.cut(element.value || element.alt);
  const attribute = (form, name) => Element.prototype.getAttribute.call(form, name);
  const elementsOf = (form) => [...Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements").get.call(form)];
  const fieldsOf = (form) => elementsOf(form).filter((field) => TEXT.test(field.type || "") && visible(field) && !isDisabled(field) && !field.readOnly);
  const buttonOf = (form) => elementsOf(form).find((one) => /^(submit|image)$/.test(one.type || "") && visible(one) && !isDisabled(one))
    || [...form.querySelectorAll("input[type=image]")].find(visible);

  const asked = (field) => field.required || field.matches("[aria-required=true i]") || [...(field.labels || [])].some((label) => /\*\s*$|\*\s*:|\b(required|pflichtfeld|obligatoire|obligatorio|obbligatorio)\b/i.test(label.textContent));

  /** A GET that leads away would leave the page; a search finds nothing wrong with an empty field. */
  const why = (form, button, fields) => {
    const method = (attribute(form, "method") || "get").toLowerCase();
    const action = attribute(form, "action");
    if (!button) return "no button";
    if (!fields.length) return "no fields";
    if (NEVER.test(nameOf(button))) return "its button";
    if (form.closest("[role=search i],search") || fields.every((field) => field.type === "search")) return "a search";
    if (method === "dialog") return "a dialog";
    if (method === "get" && action && !action.startsWith("#")) return "leads away";
    return "";
  };

  const forms = () => [...document.querySelectorAll("form")].filter(visible).slice(0, 20);

  const list = () => JSON.stringify({
    forms: forms().map((form) => {
      const fields = fieldsOf(form), button = buttonOf(form);
      const stopped = fields.filter((field) => field.willValidate && !field.validity.valid).length;
      const novalidate = attribute(form, "novalidate") !== null || (button && button.hasAttribute("formnovalidate"));
      return {
        spot: civiscope.place(form), fields: fields.length, asked: fields.filter(asked).length, left_alone: why(form, button, fields),
        by_browser: !novalidate && stopped > 0, pressed: false, sent: false, dialog: false, texts: [], invalid: 0, coloured: [], focused: false,
      };
    }),
    passwords: [...document.querySelectorAll("input[type=password]")].filter((field) => visible(field) && !isDisabled(field) && !field.readOnly).slice(0, 5)
      .map((field) => ({ spot: civiscope.place(field), paste_stopped: pasteStopped(field) })),
  }).toWellFormed();

  const pasteStopped = (field) => {
    const before = field.value;
    const data = new DataTransfer();
    data.setData("text/plain", "Example-7194");
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true });
    const went = field.dispatchEvent(event);
    const changed = field.value !== before;
    if (changed) field.value = before;
    return !went && !changed;
  };

  const lines = () => new Set((document.body.innerText || "").split("\n").map((line) => line.trim()).filter(Boolean));
  const looks = (field) => { const style = getComputedStyle(field); return STYLE.map((name) => style[name]).join("|"); };
  const claims = (field) => field.matches("[aria-invalid=true i]");

  /** Press the button of one form, and say what became of it. */
  const press = async (index) => {
    const form = forms()[index];
    if (!form) return "null";
    const fields = fieldsOf(form), button = buttonOf(form);
    const before = { lines: lines(), looks: fields.map(looks), claims: fields.map(claims) };
    button.click();
    let texts = [];
    for (const end = performance.now() + 1500; performance.now() < end && !texts.length;) {
      await wait(150);
      texts = [...lines()].filter((line) => !before.lines.has(line) && /\p{L}{2}/u.test(line));
    }
    const active = document.activeElement;
    const coloured = fields.filter((field, i) => field !== active && field.isConnected && looks(field) !== before.looks[i]);
    return JSON.stringify({
      pressed: true, texts: texts.slice(0, 5).map((text) => civiscope.cut(text, 120)),
      invalid: fields.filter((field, i) => claims(field) && !before.claims[i]).length,
      coloured: coloured.slice(0, 5).map((field) => civiscope.place(field)), focused: fields.includes(active),
    }).toWellFormed();
  };

  return { list, press };
})();
