// Where each form sends what is typed into it, and whether that is a password or personal data.
(options, { cut }) => {
  const value = (element, name) => Element.prototype.getAttribute.call(element, name) || "";
  const PERSONAL = /^(?:name|given-name|family-name|additional-name|email|tel(?:-.+)?|street-address|address-line[1-3]|postal-code|bday(?:-.+)?|sex|cc-.+|one-time-code)$/;
  const NAMED = /\b(?:e-?mail|phone|telephone|mobile|passport|date of birth|birth ?date|dob|ssn|social security|national insurance|nino|nhs number|tax (?:id|number)|driving licen[cs]e|driver'?s? licen[cs]e|iban|bank account|card number)\b/i;
  const kind = (field) => {
    if (/^(?:hidden|submit|button|reset|image|checkbox|radio|range|color|search)$/.test(field.type || "")) return "";
    if (field.type === "password") return "a password";
    if (field.type === "email") return "an e-mail address";
    if (field.type === "tel") return "a telephone number";
    const token = value(field, "autocomplete").toLowerCase().trim().split(/\s+/).pop();
    if (PERSONAL.test(token)) return token;
    const said = [value(field, "name").replace(/[_\-.[\]]+/g, " "), value(field, "aria-label"), ...[...(field.labels || [])].map((label) => label.textContent)].join(" ");
    return (NAMED.exec(said.replace(/\s+/g, " ")) || [""])[0].toLowerCase();
  };
  const groups = new Map();
  for (const field of [...document.querySelectorAll("input,textarea,select")].slice(0, 3000)) {
    const form = field.form || null;
    if (!groups.has(form)) groups.set(form, []);
    groups.get(form).push(field);
  }
  const absolute = (url) => { try { return new URL(url, document.baseURI).href; } catch { return document.URL; } };
  const found = [];
  for (const [form, fields] of groups) {
    const fieldsOf = [...new Set(fields.map(kind).filter(Boolean))];
    const password = fieldsOf.includes("a password");
    if (!form && !fieldsOf.length) continue;
    const button = form && [...document.querySelectorAll("button[formaction],input[formaction]")].find((each) => each.form === form);
    const action = form ? value(button || form, button ? "formaction" : "action") : "";
    const written = (form && value(form, "method").toLowerCase()) || (form ? "get" : "");
    // A form that a script sends need not do as its attributes say.
    const scripted = !!form && !action && !value(form, "method");
    found.push({ element: form || fields.find((field) => kind(field)), verdict: "passed", action: absolute(action || document.URL), method: written, scripted, password, fields: fieldsOf.slice(0, 6).map((each) => cut(each, 40)) });
  }
  return found;
}
