// Compare the words that can be seen on a control, or on its label, with its name, by whole words.
(options, { all, name, role, exposed, visible, shownText, cut }) => {
  const NAMED_BY_CONTENT = new Set(["button", "checkbox", "gridcell", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "radio", "searchbox", "switch", "tab", "treeitem"]);
  const FIELDS = new Set(["textbox", "searchbox", "combobox", "listbox", "spinbutton", "slider", "checkbox", "radio", "switch"]);
  const BUTTONS = "input[type=submit],input[type=button],input[type=reset]";
  const NATIVE_FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image]),select,textarea,meter,progress";
  const ICONS = /icon|symbol|glyph|awesome|material|dingbat|fontello|icomoon|feather/i;
  const CARD_WORDS = 10;
  const SEAM = "\uE000";
  const TOKEN = /\uE000|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+/gu;
  // The style sheet that gives names of symbols their font may come from elsewhere and not be there.
  const SYMBOLS = /(?:^|\s)material-(?:icons|symbols)/;
  const isIcon = (element) => ICONS.test(getComputedStyle(element).fontFamily.split(",")[0]) || SYMBOLS.test(element.getAttribute("class") || "");
  // What UTF-8 looks like on a page that was sent as something else: signs, not letters.
  const MISREAD = /[ÂÃâð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+/g;
  const plain = (text) => text.replace(MISREAD, " ").normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/['’]/g, "");
  // What stands in parentheses is often said by one of the two only; where both have it, it counts.
  const bothOf = (text) => [...new Set([text, text.replace(/\([^()]*\)/g, " ")])];

  /** The words of a text; `glued` says of each whether it may belong to the one before it. */
  const wordsOf = (text, hyphen) => {
    const words = [];
    // A seam beside a space parts nothing that is not parted anyway.
    const seamless = plain(text).replace(/(\uE000*\s\uE000*)+/g, " ");
    let glued = false;
    let end = -1;
    for (const { 0: word, index } of seamless.replace(/[-‐‑–]/g, hyphen).matchAll(TOKEN)) {
      if (word === SEAM) { glued = words.length > 0 && (glued || index === end); end = index + 1; continue; }
      words.push({ word, glued: glued && index === end });
      [glued, end] = [false, index + word.length];
    }
    return words;
  };
  /** Whether the words of `whole` from `start` on spell all of `part`. */
  const spells = (part, whole, start) => {
    let i = 0;
    for (let at = start; i < part.length; at += 1) {
      if (at >= whole.length) return false;
      let word = part[i].word;
      i += 1;
      while (word !== whole[at].word && i < part.length && part[i].glued && whole[at].word.startsWith(word)) { word += part[i].word; i += 1; }
      if (word !== whole[at].word) return false;
    }
    return true;
  };
  const isSpelledIn = (part, whole) => ["", " "].some((own) => ["", " "].some((other) => {
    const [words, all] = [wordsOf(part, own), wordsOf(whole, other)];
    return words.length > 0 && all.some((_, start) => spells(words, all, start));
  }));
  const isWithin = (part, whole) => bothOf(part).some((own) => bothOf(whole).some((other) => isSpelledIn(own, other)));
  const ANDS = ["and", "und", "et", "y", "e", "en", "og", "och", "ja", "i", "a", "agus"];
  // "10" on a day of a calendar whose name says "November 10th". "2a" in a name that says "2e" is another thing.
  const ORDINAL = /(\d)(?:st|nd|rd|th|er|re|ère|ème|[eoaºª])(?![\p{L}\p{N}])/giu;
  const isDay = (text) => /^\d{1,2}$/.test(wordsOf(text, "").map(({ word }) => word).join(" "));
  const isSameAloud = (seen, called) => isWithin(seen, called) || (isDay(seen) && isWithin(seen, called.replace(ORDINAL, "$1")))
    || (seen.includes("&") !== called.includes("&") && ANDS.some((and) => isWithin(seen.replace(/&/g, ` ${and} `), called.replace(/&/g, ` ${and} `))));
  // British and American spelling of one word.
  const SPELLINGS = [[/our\b/g, "or"], [/our(?=s|ed|ing|able|ful|ite|hood|less)/g, "or"], [/is(?=e\b|es\b|ed\b|ing\b|ation)/g, "iz"], [/ys(?=e\b|ed\b|ing\b)/g, "yz"], [/tre\b/g, "ter"], [/ogue\b/g, "og"], [/ll(?=ed\b|ing\b|er\b)/g, "l"],
    [/\bgrey\b/g, "gray"], [/programme\b/g, "program"], [/cheque/g, "check"], [/ence\b/g, "ense"], [/\bae|oe(?=[a-z])/g, "e"]];
  const spelled = (text) => SPELLINGS.reduce((known, [british, american]) => known.replace(british, american), plain(text));
  /** Whether a word in capitals is made of the first letters of words of the other text. */
  const hasInitials = (short, long) => {
    const initials = wordsOf(long, " ").map(({ word }) => word[0]).join("");
    return (short.match(/(?<![\p{L}\p{N}])(?:\p{Lu}\.?){2,6}(?![\p{L}\p{N}])/gu) || []).some((word) => initials.includes(word.replace(/\./g, "").toLowerCase()));
  };
  // "Ave." beside "Avenue", "colour" beside "color": which of the two is said aloud, software cannot know.
  const isShortened = (seen, called) => {
    const words = wordsOf(called, " ").map(({ word }) => word);
    if (isWithin(spelled(seen), spelled(called)) || hasInitials(seen, called) || hasInitials(called, seen)) return true;
    return (plain(seen).match(/[\p{L}\p{N}]+(?=\.)/gu) || []).some((short) => words.some((word) => word.length > short.length && word.startsWith(short)));
  };
  /** What can be seen of a control's label, and whether it is its own content. */
  const labelsOf = (element) => {
    const field = element.matches(NATIVE_FIELDS);
    if (element.matches(BUTTONS)) return [element.value];
    if (!field && !NAMED_BY_CONTENT.has(role(element))) return [];
    if (!field) {
      // Keys to press instead are no words of the label, unless there are no others; what is written in a picture is none.
      const isDrawn = (node) => isIcon(node) || node.localName === "svg";
      const besidesKeys = element.querySelector("kbd") ? shownText(element, (node) => isDrawn(node) || node.matches("kbd"), SEAM) : "";
      return [wordsOf(besidesKeys, "").length ? besidesKeys : shownText(element, isDrawn, SEAM)];
    }
    if (!FIELDS.has(role(element))) return [];
    const inner = (node) => isIcon(node) || node.matches("input,select,textarea,button,output");
    return [...(element.labels || [])].filter((label) => visible(label) && exposed(label)).map((label) => shownText(label, inner, SEAM));
  };
  const numbersOf = (text) => (text.match(/\d+/g) || []).map(Number).filter(Boolean);
  /** The label without the numbers that stand apart, of a step or how long a video takes, where the name tells them in its own way. */
  const besidesNumbers = (element, called) => {
    if (!NAMED_BY_CONTENT.has(role(element)) || element.matches(NATIVE_FIELDS)) return "";
    const known = new Set(numbersOf(called));
    const isTold = (node) => node !== element && !/\p{L}/u.test(node.textContent) && numbersOf(node.textContent).length > 0 && numbersOf(node.textContent).every((number) => known.has(number));
    return shownText(element, (node) => isIcon(node) || isTold(node), SEAM);
  };
  const judge = (element) => {
    const called = name(element);
    const isOneSign = (text) => wordsOf(text, "").map(({ word }) => word).join("").length === 1 && text.replaceAll(SEAM, "").length === 1;
    const shown = labelsOf(element);
    const labels = shown.filter((text) => wordsOf(text, "").length && !isOneSign(text));
    // A page number that the name holds, or the first letter of the name of an account.
    const initials = wordsOf(called, "").map(({ word }) => word[0]);
    if (shown.some((text) => isOneSign(text) && (isSameAloud(text, called) || (/\p{Lu}/u.test(text) && initials.includes(text.replaceAll(SEAM, "").toLowerCase()))))) return { element, verdict: "passed" };
    // Signs alone, such as × or →, are no words that anybody could say.
    const signs = called && !labels.length && shown.some((text) => text.replaceAll(SEAM, "").trim() && !wordsOf(text, "").length);
    if (signs) return { element, verdict: "passed" };
    if (called && shown.length && !labels.length && [...element.querySelectorAll("*")].some(isIcon)) return { element, verdict: "passed" };
    // Neither what is written in a picture nor its title is a word to be seen on the control.
    if (called && !labels.length && element.querySelector("svg")) return { element, verdict: "passed" };
    if (!called || !labels.length) return null;
    if (labels.some((text) => isSameAloud(text, called)) || isSameAloud(besidesNumbers(element, called), called)) return { element, verdict: "passed" };
    const [text] = labels;
    const seen = text.replaceAll(SEAM, "");
    const facts = { seen: cut(seen, 120), called: cut(called, 120) };
    if (labels.some((each) => isShortened(each, called))) return { element, verdict: "cannot tell", message: "shortened", facts };
    // A hint within a label, or a whole card within a link: which words are the label, software cannot know.
    // What covers a file field is often drawn by a script, and that is what people see and press.
    if (element.type === "file") return { element, verdict: "cannot tell", message: "part", facts };
    const more = element.matches(NATIVE_FIELDS) || wordsOf(text, " ").length >= CARD_WORDS;
    if (more && isWithin(called, seen)) return { element, verdict: "cannot tell", message: "part", facts };
    return { element, verdict: "failed", message: "not-in-name", facts };
  };
  const outcomes = [];
  for (const element of all("[aria-label],[aria-labelledby]")) {
    if (!exposed(element) || (!visible(element) && !element.labels?.length)) continue;
    if (isIcon(element)) outcomes.push({ element, verdict: "passed" });
    else outcomes.push(judge(element));
  }
  return outcomes.filter(Boolean);
}
