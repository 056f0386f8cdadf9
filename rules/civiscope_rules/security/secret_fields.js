// Text fields that ask for a secret, and whether the browser may remember it.
(options, { cut }) => {
  const value = (element, name) => Element.prototype.getAttribute.call(element, name) || "";
  const SECRETS = [
    ["the security code of a card", /^(?:cvc|cvv|cvc2|cvv2|csc|card ?(?:security|verification) ?(?:code|number|value)|security code)$/i],
    ["a PIN", /^(?:pin|pin ?(?:code|number)|your pin)$/i],
    ["a national number", /^(?:ssn|social ?security ?(?:number|no)|national ?insurance ?(?:number|no)|nino|nhs ?number|aadhaar(?: ?number)?|nric(?: ?number)?|personal ?identity ?number|bsn|burgerservicenummer)$/i],
  ];
  const PASSWORD = /^(?:(?:your|new|current|old|confirm|repeat|enter|account|login) )?(?:password|passwd|passphrase|kennwort|passwort|wachtwoord|mot de passe|contraseña)(?: confirmation)?$/i;
  const plain = (text) => text.replace(/[_\-.[\]*:()]+/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").replace(/\s+/g, " ").trim();
  const found = [];
  for (const field of [...document.querySelectorAll("input")].slice(0, 2000)) {
    if (!/^(?:text|number|tel|password)$/.test(field.type)) continue;
    const words = [value(field, "name"), value(field, "aria-label"), ...[...(field.labels || [])].map((label) => label.textContent)].map(plain);
    const name = cut(words[2] || words[1] || words[0], 80);
    const isPassword = field.type === "password" || words.some((word) => PASSWORD.test(word));
    const secret = SECRETS.find(([, pattern]) => words.some((word) => pattern.test(word)));
    const asked = (field.autocomplete || (field.form && value(field.form, "autocomplete")) || "").toLowerCase();
    if (field.type === "password") found.push({ element: field, verdict: "passed" });
    else if (isPassword) found.push({ element: field, verdict: "failed", message: "shown", facts: { name } });
    // `cc-csc` asks for autofill by the store for cards, which keeps no security codes.
    else if (secret) found.push(/^off$|^one-time-code$|cc-csc$/.test(asked) ? { element: field, verdict: "passed" } : { element: field, verdict: "failed", message: "remembered", facts: { name, secret: secret[0] } });
  }
  return found;
}
