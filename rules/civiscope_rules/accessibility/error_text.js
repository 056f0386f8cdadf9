// Short texts near form fields that may be error messages, and the fields around them.
(options, { all, exposed, visible, name, shownText }) => {
  const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=image],[type=reset]),select,textarea,[role=textbox i],[role=combobox i],[role=spinbutton i]";
  const LONGEST = 300;
  const fields = all(FIELDS).filter(exposed);
  if (!fields.length) return [];
  const labels = fields.map((field) => name(field));
  const groups = all("fieldset,[role=group i],[role=radiogroup i]");
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
  // A message that says by its own name, or that of the box around it alone, that it brings good news, or none
  // that asks for anything. "contact-info" around fields names what is asked for.
  const GOOD = /(?:^|[\s_-])(?:success|succes|info|information|sucesso|exito|erfolg)(?:$|[\s_-])/i;
  const BAD = /\b(?:error|invalid|danger|fehler|erreur)/i;
  const marksOf = (element) => `${element.getAttribute("class") || ""} ${element.getAttribute("id") || ""}`;
  const isGood = (element) => !BAD.test(marksOf(element)) && [element, element.parentElement].some((each) => each && GOOD.test(marksOf(each)) && !each.querySelector(FIELDS));
  const ALERT = "[role=alert i],[aria-live=assertive i]";
  const candidates = all(`${ALERT},form p,form div,form span,form li,form strong,form em,form small,form output,form td`)
    .filter((element) => (element.matches(ALERT) || says(element)) && element.textContent.trim().length <= LONGEST)
    .filter((element) => !element.querySelector(FIELDS) && !element.closest("button,a,[role=button i],select,label") && visible(element) && !isGood(element));
  // What fields in error are tied to, as people see it and as software reads it out.
  const ERRORLIKE = /\b(?:error|invalid|alert|danger|fehler|erreur)/i;
  const isRed = (element) => {
    const [r, g, b] = (getComputedStyle(element).color.match(/[\d.]+/g) || []).map(Number);
    return r >= 150 && r > 2 * g && r > 2 * b;
  };
  const inError = fields.filter((field) => field.matches("[aria-invalid=true i]")).slice(0, 50);
  const byId = (field, attributes) => attributes.flatMap((attribute) => (field.getAttribute(attribute) || "").split(/\s+/)).map((id) => id && field.getRootNode().getElementById(id)).filter(Boolean);
  const wrong = inError.map((element) => {
    const messages = byId(element, ["aria-errormessage", "aria-describedby"]).filter((message) => message.textContent.trim());
    const shown = messages.filter(visible);
    const words = (list) => list.map((message) => message.textContent.replace(/\s+/g, " ").trim()).join(" ").slice(0, LONGEST);
    return { element, wrong: true, label: name(element), described: words(messages), shown: words(shown), others: candidates.filter((each) => !messages.some((message) => message.contains(each) || each.contains(message))).map((each) => shownText(each).slice(0, LONGEST)).slice(0, 50) };
  }).filter(({ described }) => described);
  // Red messages that are kept from screen readers, in a form whose fields tell nothing of them.
  const unheard = all("form [aria-hidden=true i]").filter((element) => visible(element) && !exposed(element) && !element.querySelector(FIELDS) && !element.closest("label,button,a,legend") && /\p{L}{3}.*\s.*\p{L}{2}/u.test(element.textContent) && element.textContent.trim().length <= LONGEST
    && (isRed(element) || ERRORLIKE.test(`${element.className} ${element.id}`)) && alone(element) && !points(element))
    .map((element) => ({ element, unheard: true, text: element.textContent.replace(/\s+/g, " ").trim(), labels: labels.slice(0, 200), heard: all("[role=alert i],[aria-live],[role=status i]").filter(exposed).map((each) => each.textContent.trim()).join(" ").slice(0, 2000) }));
  // Told only by standing beside its field: nobody who moves from field to field hears it.
  const isLoose = (element) => !element.closest("[role=alert i],[aria-live],[role=status i]") && ERRORLIKE.test(`${element.className} ${element.id}`) && isRed(element) && alone(element) && !points(element);
  const told = candidates
    .filter((element) => !candidates.some((other) => other !== element && other.contains(element)))
    .slice(0, 200)
    .map((element) => ({ element, text: shownText(element).slice(0, LONGEST), alert: element.matches(ALERT), apart: !element.closest("form"), marked: BAD.test(marksOf(element)), english: /^en\b/i.test(element.closest("[lang]")?.lang || ""), tied: points(element) || alone(element), loose: isLoose(element), labels: labels.slice(0, 200) }))
    .filter(({ text }) => text);
  return [...told, ...wrong, ...unheard];
}
