// Lines that look like headings and are not marked up as headings.
(options, { visible, exposed, cut, axeFound }) => {
  const MAX_WORDS = 12;
  const MAX_LETTERS = 90;
  const MIN_WORDS_BELOW = 10;
  const LARGER = 1.15;
  const MUCH_LARGER = 1.4;
  const MAX_WORDS_OF_ADDRESS = 7;
  const OUTSIDE = "h1,h2,h3,h4,h5,h6,[role=heading i],table,li,dl,label,legend,caption,figure,button,a,nav,header,footer,summary,blockquote,address,pre,code,aside,[role=option i],[role=row i],[role=listitem i],[role=button i],[role=link i],[role=banner i],[role=contentinfo i],[role=navigation i],[role=alert i],[role=status i],[aria-hidden=true i],[class*=error i],[id*=error i],form";
  const tied = new Set([...document.querySelectorAll("[aria-describedby],[aria-labelledby],[aria-errormessage]")].flatMap((element) => ["aria-describedby", "aria-labelledby", "aria-errormessage"].flatMap((attribute) => (element.getAttribute(attribute) || "").split(/\s+/))));
  const words = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length;
  const flat = (text) => text.replace(/\s+/g, " ").trim();
  const isBold = (style) => Number(style.fontWeight) >= 600;
  const isInLine = (element) => /^(inline|contents|ruby)/.test(getComputedStyle(element).display);
  /** The texts of an element up to its first line break, or all of them. */
  const textsOf = (element, upToBreak) => {
    const texts = [];
    let done = false;
    const walk = (node) => {
      if (done) return;
      if (node.nodeType === Node.TEXT_NODE) { if (node.nodeValue.trim()) texts.push(node); return; }
      if (node.nodeName === "BR" && texts.length) { done = upToBreak; return; }
      if (node.nodeType === Node.ELEMENT_NODE && !node.matches("script,style")) for (const child of node.childNodes) walk(child);
    };
    walk(element);
    return texts;
  };
  const looksOf = (texts) => {
    const styles = texts.map(({ parentElement }) => getComputedStyle(parentElement));
    return { bold: styles.every(isBold), size: Math.min(...styles.map(({ fontSize }) => parseFloat(fontSize))) };
  };
  // What a box is, not what it is about: nobody looks for it in the headings of a page.
  const KINDS_OF_BOX = /^(?:note|notes|tip|hint|info|information|warning|caution|danger|attention|important|notice|example|see also|did you know|hinweis|tipp|achtung|wichtig|warnung|vorsicht|beispiel|remarque|attention|conseil|astuce|avertissement|exemple|à noter|important|nota|aviso|consejo|importante|atención|advertencia|ejemplo|dica|atenção|cuidado|attenzione|avviso|suggerimento|esempio|opmerking|let op|waarschuwing|belangrijk|voorbeeld|obs|viktigt|advarsel|bemærk|vigtigt|merk|huomaa|huomautus|tärkeää|uwaga|ważne|wskazówka|pozor|poznámka)$/i;
  const isTitle = (text) => words(text) >= 1 && words(text) <= MAX_WORDS && text.length <= MAX_LETTERS && /\p{L}{3}|[\p{Script=Han}\p{Script=Hangul}]{2}/u.test(text) && !/[.,;:!…]$/.test(text) && !/^[-–•*("“]/.test(text);
  const MAX_WORDS_BEFORE = 4;
  /** Whether more than a date or the name of a section stands before an element in its box. */
  const endsItsBox = (element) => {
    let before = 0;
    for (let at = element.previousElementSibling; at; at = at.previousElementSibling) before += words(at.textContent);
    return before > MAX_WORDS_BEFORE;
  };
  /** The next block of text behind an element; null when a heading or something else comes first. */
  const textBelow = (element) => {
    let at = element;
    while (at && !at.nextElementSibling && at.parentElement && !at.parentElement.matches("body,main,section,article,td")) {
      // The last line of a box is no heading of what comes after the box.
      if (endsItsBox(at)) return null;
      at = at.parentElement;
    }
    let next = at?.nextElementSibling;
    while (next && (next.localName === "br" || next.localName === "hr" || (!next.textContent.trim() && !next.querySelector("img,input,table")))) next = next.nextElementSibling;
    if (!next || next.matches("h1,h2,h3,h4,h5,h6,[role=heading i]") || next.querySelector("h1,h2,h3,h4,h5,h6,[role=heading i]")) return null;
    // A line over a listing names the listing, as a file name does.
    return next.matches("pre,code") || (next.querySelector("pre,code") && flat(next.innerText).length < 1.2 * flat([...next.querySelectorAll("pre,:not(pre)>code")].map((each) => each.innerText).join(" ")).length) ? null : next;
  };
  // "Figure 2.9 …" and what else stands in the box of a figure or a listing is its caption.
  const CAPTION = /^(?:fig|figure|figura|figuur|afbeelding|abb|abbildung|bild|image|table|tab|tableau|tabelle|tabel|tabla|tabella|example|exemple|beispiel|voorbeeld|listing|diagram|chart|graph|map|karte|carte|photo|foto|box)\.?\s*\d/i;
  const isCaption = (element, line) => CAPTION.test(line) || /(?:^|[\s_-])(?:figure|caption|listing)(?:$|[\s_-])/i.test(`${element.className} ${element.parentElement?.className}`);
  /** A small box with a colour of its own in a line, as a tag or a badge has. */
  const isBadge = (element) => { const style = getComputedStyle(element); return /^inline/.test(style.display) && parseFloat(style.borderTopLeftRadius) > 0 && !/, 0\)$|^transparent$/.test(style.backgroundColor); };
  /** Lines that are broken by hand and all short: an address, not a text. */
  const isAddress = (element) => {
    const lines = element.innerText.split("\n").map(flat).filter(Boolean);
    return lines.length >= 3 && lines.every((each) => words(each) <= MAX_WORDS_OF_ADDRESS);
  };
  // The title of a box beside the text, of whatever kind, may need no heading.
  const isBoxTitle = (element) => !!element.closest("[role=note i]") || /admonition|callout/i.test(`${element.className} ${element.parentElement?.className}`);
  const CHOICES = "input[type=radio],input[type=checkbox],[role=radio i],[role=checkbox i]";
  const MAX_WORDS_OF_HINT = 25;
  const FIELDS = `input:not([type=hidden i],[type=submit i],[type=button i],[type=reset i]),select,textarea,[role=textbox i],[role=combobox i],${CHOICES}`;
  /** Whether choices come first in what follows, with no more than a hint before them. */
  const startsWithChoice = (block) => {
    const first = block.matches(FIELDS) ? block : block.querySelector(FIELDS);
    if (!first?.matches(CHOICES)) return false;
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEndBefore(first);
    return words(before.toString()) <= MAX_WORDS_OF_HINT;
  };
  /** Whether choices follow at once, or after a hint: then it is the question that they answer, and no heading. */
  const isQuestion = (element) => {
    let hints = 0;
    for (let at = element.nextElementSibling; at && hints <= 1; at = at.nextElementSibling) {
      if (at.matches("h1,h2,h3,h4,h5,h6,[role=heading i]")) return false;
      if (at.matches(FIELDS) || at.querySelector(FIELDS)) return startsWithChoice(at);
      if (words(at.textContent) > MAX_WORDS_OF_HINT) return false;
      hints += 1;
    }
    return false;
  };
  const usual = parseFloat(getComputedStyle(document.body).fontSize);
  /** Whether a line that hardly stands out follows a heading, and so is its second part. */
  const isSubtitle = (element, look) => !look.bold && look.size < usual * MUCH_LARGER && Boolean(element.previousElementSibling?.matches("h1,h2,h3,h4,h5,h6,[role=heading i]"));
  const candidates = [];
  for (const element of document.querySelectorAll("p,div,span,font,b,strong,center")) {
    if (candidates.length >= 100) break;
    if (!element.firstChild || element.closest(OUTSIDE) || tied.has(element.id || null) || (element.childElementCount && element.querySelector("p,div,ul,ol,table,input,select,textarea,button,img,svg,h1,h2,h3,h4,h5,h6"))) continue;
    if (isInLine(element) && !(/^(font|b|strong|span)$/.test(element.localName) && standsAlone(element))) continue;
    const whole = textsOf(element, false);
    if (!whole.length || !visible(element) || !exposed(element)) continue;
    const first = textsOf(element, true);
    const broken = first.length < whole.length;
    const line = flat(first.map(({ nodeValue }) => nodeValue).join(""));
    if (!isTitle(line)) continue;
    if (first.some(({ parentElement }) => parentElement.closest("a"))) continue;
    const look = looksOf(first);
    if (isSubtitle(element, look) || isQuestion(element) || isCaption(element, line) || isBadge(element) || (broken && isAddress(element))) continue;
    const rest = broken ? whole.slice(first.length) : [];
    const next = broken ? null : textBelow(element);
    const body = broken ? rest : next ? textsOf(next, false).slice(0, 20) : [];
    const below = flat(body.map(({ nodeValue }) => nodeValue).join(" "));
    if (words(below) < MIN_WORDS_BELOW || (broken && words(below) < 2 * words(line))) continue;
    const bodyLook = looksOf(body.slice(0, 1));
    const larger = look.size / bodyLook.size;
    const heavier = look.bold && !bodyLook.bold;
    if (!heavier && larger < LARGER) continue;
    const short = words(line) * 3 <= words(below);
    candidates.push({ element, line, short, look: `${look.bold} ${Math.round(look.size)} ${element.localName}`, heavier, larger });
  }
  function standsAlone(element) {
    const blank = (node) => !node || (node.nodeType === Node.TEXT_NODE && !node.nodeValue.trim());
    const edge = (node, way) => { let at = node; while (blank(at) && at) at = at[way]; return !at || at.nodeName === "BR" || (at.nodeType === Node.ELEMENT_NODE && !isInLine(at)); };
    const parent = element.parentElement;
    return parent.matches("body,main,section,article,div,td,center") && edge(element.previousSibling, "previousSibling") && edge(element.nextSibling, "nextSibling");
  }
  // A wrapper and what it wraps are one line.
  const own = candidates.filter(({ element }) => !candidates.some((other) => other.element !== element && element.contains(other.element)));
  // axe-core goes by a bold or larger first paragraph alone: figures and questions are no headings, and of the rest we are not sure.
  const looksSo = axeFound("p-as-heading").filter(({ element, verdict }) => element && verdict === "failed" && !own.some((other) => other.element === element)).map(({ element }) => {
    const line = flat(element.textContent);
    if (!isTitle(line) || isQuestion(element) || element.closest(OUTSIDE)) return { element, verdict: "passed" };
    return { element, verdict: "cannot tell", message: "perhaps", facts: { text: cut(line, 80) } };
  });
  return [...looksSo, ...own.map(({ element, line, short, look, heavier, larger }) => {
    if (KINDS_OF_BOX.test(line.replace(/\s*[?!:]$/, ""))) return { element, verdict: "passed" };
    const twins = own.filter((other) => other.look === look).length;
    const sure = short && ((heavier && larger >= LARGER) || larger >= MUCH_LARGER || (heavier && twins >= 2));
    const facts = { text: cut(line, 80) };
    return sure && !isBoxTitle(element) ? { element, verdict: "failed", message: "looks", facts, confidence: "firm" } : { element, verdict: "cannot tell", message: "perhaps", facts };
  })];
}
