// Short texts near form fields that may be error messages, and the fields around them.
(options, { all, exposed, visible, name, shownText }) => {
  const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=image],[type=reset]),select,textarea,[role=textbox],[role=combobox],[role=spinbutton]";
  const LONGEST = 300;
  const fields = all(FIELDS).filter(exposed);
  if (!fields.length) return [];
  const labels = fields.map((field) => name(field));
  const groups = all("fieldset,[role=group],[role=radiogroup]");
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const points = (element) => {
    const ids = new Set([element.id, ...[...element.querySelectorAll("[id]")].map((inner) => inner.id)].filter(Boolean));
    const pointed = (field) => ["aria-describedby", "aria-errormessage", "aria-labelledby"].some((attribute) => (field.getAttribute(attribute) || "").split(/\s+/).some((id) => ids.has(id)));
    return [...fields, ...groups].some(pointed)
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
  const ALERT = "[role=alert],[aria-live=assertive]";
  const candidates = all(`${ALERT},form p,form div,form span,form li,form strong,form em,form small,form output,form td`)
    .filter((element) => (element.matches(ALERT) || says(element)) && element.textContent.trim().length <= LONGEST)
    .filter((element) => !element.querySelector(FIELDS) && !element.closest("button,a,[role=button],select,label") && visible(element));
  return candidates
    .filter((element) => !candidates.some((other) => other !== element && other.contains(element)))
    .slice(0, 200)
    .map((element) => ({ element, text: shownText(element).slice(0, LONGEST), alert: element.matches(ALERT), tied: points(element) || alone(element), labels: labels.slice(0, 200) }))
    .filter(({ text }) => text);
}
