// What stands on the page now: words of its main content, forms that can be sent, times, ways.
(() => {
  const main = document.querySelector("main,[role=main i]") || document.body;
  const text = (main && main.innerText || "").slice(0, 200000);
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const forms = [...document.forms].filter((form) => form.querySelector("input:not([type=hidden]),select,textarea"));
  const sent = forms.filter((form) => form.getAttribute("action") !== null
    && form.querySelector("button:not([type=button]):not([type=reset]),input[type=submit],input[type=image]"));
  const load = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const whole = (document.body && document.body.innerText || "").slice(0, 400000);
  const phone = /(?:\b(?:tel|phone|telephone|call|telefon|anruf\w*|téléphone|tél|teléfono|tfno|telefoni\w*|rufnummer|hotline)\b)[^\n\d]{0,25}[+(]?\d[\d\s()/.-]{5,}/i;
  const inPerson = /\b(?:opening hours|open(?:ing)? times|visit us|in person|öffnungszeiten|sprechzeiten|horaires d.ouverture|guichet|horario de atención|presencial(?:mente)?|lahtiolekuajad|vastuvõtuajad)\b/i;
  const post = /\b(?:p\.?\s?o\.? box|by post|write to us|postfach|postanschrift|adresse postale|par courrier|apartado de correos|por correo postal|postiaadress)\b/i;
  const ways = [];
  if (phone.test(whole) || document.querySelector("a[href^='tel:']")) ways.push("phone");
  if (post.test(whole) || document.querySelector("address")) ways.push("post");
  if (inPerson.test(whole)) ways.push("in-person");
  return JSON.stringify({
    words, forms: forms.length, sent: sent.length, ways, state: document.readyState,
    first: paint ? paint.startTime : null, loaded: load ? load.loadEventEnd : 0,
    width: document.documentElement.clientWidth, content: document.documentElement.scrollWidth,
  });
})()
