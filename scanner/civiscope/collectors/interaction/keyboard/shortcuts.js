// Settings for shortcuts, as far as one can tell from their labels. Beside keyboard.js and clicks.js.
globalThis.civiscopeShortcuts ??= (() => {
  const keyboard = civiscopeKeyboard;
  const { everything, painted } = civiscopeToolkit();
  const ABOUT = /short ?-?cut|hot ?-?key|\bkeys?\b|key ?board|\bctrl\b|control key|modifier|re-?map|raccourci|touche|clavier|kürzel|tasten?\b|tastatur|tastenkomb|atajo|tecla|teclado|scorciatoi|tast[oi]\b|tastiera|sneltoets|toets|skrót|klawis/i;
  // A button to settings may lead to one that speaks of keys.
  const SETTINGS = /setting|preference|customi[sz]e|configur|einstellung|paramètre|réglage|préférence|ajuste|preferencia|impostazion|preferenz|instelling|ustawieni/i;
  const labelOf = (element) => [civiscope.nameOf(element), element.getAttribute("title") || "", ...[...(element.labels || [])].map((label) => label.textContent)].join(" ");
  const shown = () => everything(document).filter((element) => keyboard.tabbable(element) && (painted(element) || [...(element.labels || [])].some((label) => painted(label))));
  const switches = (element) => element.matches("input[type=checkbox],[role=checkbox i],[role=switch i],button,[role=button i],input[type=button],summary") && !(element.form && element.type === "submit");

  let before = new Set();
  /** Check boxes and buttons that speak of keys. */
  const instruments = () => shown().filter((element) => switches(element) && (ABOUT.test(labelOf(element)) || SETTINGS.test(labelOf(element)))).slice(0, 4).map((element) => keyboard.numberOf(element));
  const remember = () => { before = new Set(shown()); };
  /** What has come into view since, in a dialog of settings for example. */
  const revealed = () => shown().filter((element) => !before.has(element) && switches(element)).slice(0, 4).map((element) => keyboard.numberOf(element));
  const use = (number) => { keyboard.element(number).click(); };
  // A sentence about shortcuts that says what can be done about them, often in a list of them all.
  const SHORTCUTS = /short ?-?cuts?|hot ?-?keys?|raccourcis?|kürzel|tastenkomb|atajos?|scorciatoi|sneltoets|skrót/i;
  const CHANGE = /disabl|enabl|turn(?:ed|ing)? (?:\w+ )?(?:off|on)|switch(?:ed|ing)? (?:\w+ )?(?:off|on)|manag|chang|customi[sz]|configur|désactiv|activer|modifier|gérer|abschalt|ausschalt|deaktiv|ändern|anpass|desactiv|cambiar|gestion|disattiv|modific|uitschakel|uitzet|wijzig|wyłącz|zmie/i;
  const LONGEST = 400;
  /** Whether the words around a link speak of changing shortcuts, also in a dialog not opened. */
  const inSentence = (link) => {
    const words = (link.closest("p,li,dd,td,label") || link.parentElement)?.textContent || "";
    return words.length <= LONGEST && SHORTCUTS.test(words) && CHANGE.test(words);
  };
  /** Whether a link speaks of keys or of settings, and so may lead to a page where they are turned off. */
  const elsewhere = () => shown().some((element) => element.matches("a[href]") && (ABOUT.test(labelOf(element)) || SETTINGS.test(labelOf(element))))
    || everything(document).some((element) => element.matches("a[href]") && inSentence(element));
  return Object.freeze({ instruments, remember, revealed, use, elsewhere });
})();
