// Messages that call themselves errors, and the fields around them.
(options, { all, exposed, visible, name, shownText }) => {
  const MARK = /(^|[^a-z])(errors?|invalid|fehler|erreurs?|errore|fout)([^a-z]|$)/i;
  const fields = all("input:not([type=hidden],[type=submit],[type=button],[type=image],[type=reset]),select,textarea,[role=textbox],[role=combobox],[role=spinbutton]").filter(exposed);
  if (!fields.length) return [];
  const labels = fields.map((field) => name(field));
  const marked = (element) => MARK.test(element.id.replace(/([a-z])([A-Z])/g, "$1-$2")) || [...element.classList].some((one) => MARK.test(one.replace(/([a-z])([A-Z])/g, "$1-$2"))) || element.getAttribute("role") === "alert";
  const holds = (element) => fields.some((field) => element.contains(field));
  const points = (element) => {
    const ids = new Set([element.id, ...[...element.querySelectorAll("[id]")].map((inner) => inner.id)].filter(Boolean));
    return [...fields, ...all("fieldset,[role=group],[role=radiogroup]")].some((field) => ["aria-describedby", "aria-errormessage", "aria-labelledby"].some((attribute) => (field.getAttribute(attribute) || "").split(/\s+/).some((id) => ids.has(id))))
      || [...element.querySelectorAll("a[href^='#']")].some((link) => link.getAttribute("href").length > 1)
      || !!element.closest("label,legend");
  };
  // A message in the same small box as one field, or as the choices of one question, belongs to it.
  const alone = (element) => {
    for (let box = element.parentElement; box && !/^(form|body|main)$/.test(box.localName); box = box.parentElement) {
      const inside = fields.filter((field) => box.contains(field));
      if (inside.length) return inside.filter((field) => !/^(radio|checkbox)$/.test(field.type)).length === 1 || new Set(inside.map((field) => field.name || "")).size === 1 || (box.localName === "fieldset" && inside.every((field) => /^(radio|checkbox)$/.test(field.type)));
    }
    return false;
  };
  const candidates = all("[id],[class],[role=alert]").filter((element) => marked(element) && !holds(element) && !element.matches("input,select,textarea,html,body,script,style"));
  return candidates
    .filter((element) => !candidates.some((other) => other !== element && other.contains(element)) && visible(element))
    .map((element) => ({ element, text: shownText(element).slice(0, 600), tied: points(element) || alone(element), labels: labels.slice(0, 200) }))
    .filter(({ text }) => text);
}
