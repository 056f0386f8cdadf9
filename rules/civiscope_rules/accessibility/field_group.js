// Radio buttons and check boxes that belong together, and what a screen reader says of the question they answer.
(options, { all, exposed, visible, name, cut, toolkit }) => {
  const GROUP = "fieldset,[role=group i],[role=radiogroup i]";
  const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=image],[type=reset]),select,textarea,[role=textbox i],[role=combobox i],[role=radio i],[role=checkbox i]";
  const MIN_CHECKS = 3;
  const MAX_QUESTION_WORDS = 30;
  const MAX_CAPTION_WORDS = 12;
  const MIN_OWN_WORDS = 3;
  const flat = (text) => text.replace(/\s+/g, " ").trim();
  /** The groups around an element, the nearest first, also where a custom element draws what is inside it. */
  const groupsOf = (element) => {
    const found = [];
    for (let at = toolkit.parentOf(element); at; at = toolkit.parentOf(at)) if (at.matches(GROUP)) found.push(at);
    return found;
  };
  const words = (text) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || []);

  const families = new Map();
  for (const [index, element] of all("input[type=radio][name],input[type=checkbox]").entries()) {
    if (!exposed(element) || (element.type === "radio" && !element.name)) continue;
    // A box that a script reads needs no name.
    const key = `${element.type} ${[...document.forms].indexOf(element.form)} ${element.name || `#${index}`}`;
    families.set(key, [...(families.get(key) || []), element]);
  }
  // Check boxes that follow one another and have names of their own belong together where one question stands before them.
  const single = [...families].filter(([key, members]) => key.startsWith("checkbox") && members.length === 1);
  let run = [];
  const closeRun = () => {
    if (run.length >= MIN_CHECKS) for (const [key] of run) families.delete(key);
    if (run.length >= MIN_CHECKS) families.set(`run ${run[0][0]}`, run.map(([, [member]]) => member));
    run = [];
  };
  /** What holds the piece of the page that has this box and no other field. */
  const pieceOf = (member) => {
    let at = member;
    while (at.parentElement && at.parentElement.querySelectorAll("input,select,textarea").length === 1) at = at.parentElement;
    return at.parentElement;
  };
  for (const entry of single) {
    if (run.length && pieceOf(run[0][1][0]) !== pieceOf(entry[1][0])) closeRun();
    run.push(entry);
  }
  closeRun();
  // Radio buttons that are made of other elements say by their group alone that they belong together.
  for (const element of all("[role=radio i]:not(input)")) {
    if (!exposed(element) || element.closest(`${GROUP},[role=menu i],[role=toolbar i],[role=listbox i]`)) continue;
    let piece = element.parentElement;
    while (piece && piece !== document.body && piece.querySelectorAll("[role=radio i]").length === 1) piece = piece.parentElement;
    const key = `made ${[...document.querySelectorAll("*")].indexOf(piece)}`;
    families.set(key, [...(families.get(key) || []), element]);
  }
  // Day, month and year of one date.
  const PARTS_OF_DATE = [/^(?:day|dd|tag|jour|día|dia|giorno|dag|den|päivä|dydd)\b/i, /^(?:month|mm|monat|mois|mes|mês|mese|maand|måned|månad|kuukausi|mis)\b/i, /^(?:year|yyyy|yy|jahr|année|année|annee|año|ano|anno|jaar|år|vuosi|blwyddyn)\b/i];
  const dated = all("input:not([type=hidden],[type=submit],[type=button],[type=radio],[type=checkbox]),select").filter((field) => exposed(field));
  for (let i = 0; i + 2 < dated.length; i++) {
    const three = dated.slice(i, i + 3);
    const called = three.map((field) => name(field).trim());
    if (PARTS_OF_DATE.every((part) => called.some((each) => part.test(each) && each.split(/\s+/).length <= 2))) { families.set(`date ${i}`, three); i += 2; }
  }
  const commonOf = (members) => {
    let at = members[0].parentElement;
    while (at && !members.every((each) => at.contains(each))) at = at.parentElement;
    return at || document.body;
  };
  const HINT = "small,[class*=hint i],[class*=help i],[class*=descri i],[class*=error i]";
  // How languages call fields, say "are", and call what has to be filled in.
  const NOTES = [
    ["fields?|questions?", "are|is|must|have|has|marked|indicated|with", "required|mandatory|compulsory"], ["felder|feld|angaben", "sind|ist|müssen|muss", "pflicht|pflichtfelder|erforderlich|ausgefüllt werden|auszufüllen"], ["champs?|questions?", "sont|est", "obligatoires?|requis"],
    ["campos?|preguntas?", "son|es|marcad[oa]s", "obligatori[oa]s?|requerid[oa]s?"], ["campos?|perguntas?", "são|é|marcad[oa]s", "obrigatóri[oa]s?"], ["camp[oi]|domand[ae]", "sono|è|contrassegnat[oiae]", "obbligatori[oae]?"], ["veld(?:en)?", "zijn|is", "verplichte?"],
  ].flatMap(([field, are, required]) => [`(?:(?:${required}) (?:${field})|(?:${field}) (?:${required}))(?: (?:${are}) .*)?`, `(?:${field}) (?:.* )?(?:${are}) (?:.* )?(?:${required})(?: (?:unless|except|sauf|salvo|außer|tenzij) .*)?`]);
  const NOTE = new RegExp(`^(?!(?:which|what|how|who|where|why|welche|wie|was|quel|comment|qu[ée]|cu[áa]l|qual|welke|hoe)\\p{L}* )(?:.* )?(?:pflichtfeld(?:er)?(?: sind .*)?|${NOTES.join("|")})$`, "iu");
  const isNoteText = (text) => words(text).length <= MAX_CAPTION_WORDS && !/[?:]\s*$/.test(text)
    && NOTE.test(flat(text).replace(/^(?:note|nota|remarque|hinweis|opmerking)\s*:|^[^\p{L}]+(?=\p{L})|[^\p{L}]+$/giu, "").trim()) && !/\p{L}.*:/u.test(flat(text).replace(/^\p{L}+\s*:/u, ""));
  /** Whether words are a note on the whole form: which of its fields have to be filled in. */
  const isNote = (node) => {
    let block = node.parentElement;
    while (block && /^inline/.test(getComputedStyle(block).display)) block = block.parentElement;
    return isNoteText(node.nodeValue) || (!!block && isNoteText(block.textContent));
  };
  /** Whether words before a family tell more of what stands before them, which is the question. */
  const isHint = (node, members) => {
    // "(mandatory)" stands behind the question.
    if (/^[(\[].*[)\]]$/.test(flat(node.nodeValue)) && words(node.nodeValue).length <= 3) return true;
    if (isNote(node)) return true;
    const hint = node.parentElement.closest(HINT);
    const before = hint?.previousElementSibling;
    return !!before && !hint.contains(members[0]) && !before.matches(HINT) && /\p{L}{2}/u.test(before.textContent);
  };
  /** Whether words before a family stand in a piece of the page that has a field of its own. */
  const isOfOther = (node, members) => {
    let piece = node.parentElement;
    while (piece.parentElement && !piece.parentElement.contains(members[0])) piece = piece.parentElement;
    return !piece.contains(members[0]) && [...piece.querySelectorAll(FIELDS)].some((field) => !members.includes(field) && exposed(field));
  };
  /** The words that stand right before the first of a family, in no label of theirs: the question they answer. */
  const questionOf = (members) => {
    const labels = members.flatMap((each) => [...(each.labels || [])]);
    const root = members[0].getRootNode();
    // What several custom elements draw has no order that a text before it could be found in.
    if (members.some((each) => each.getRootNode() !== root)) return null;
    const edge = commonOf(members).parentElement?.closest("form,section,main,article,body,div,td,li") || (root === document ? document.body : root);
    const texts = document.createTreeWalker(edge, NodeFilter.SHOW_TEXT);
    const candidates = [];
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (!(node.compareDocumentPosition(members[0]) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      if (!/[\p{L}]{2}/u.test(node.nodeValue) || labels.some((label) => label.contains(node)) || node.parentElement.closest("script,style,option,button,a,nav,template") || !visible(node.parentElement)) continue;
      candidates.push(node);
    }
    while (candidates.length > 1 && isHint(candidates.at(-1), members)) candidates.pop();
    const last = candidates.at(-1);
    if (!last || isNote(last) || isOfOther(last, members)) return null;
    // Another field between the two: the words are its own.
    const between = [...edge.querySelectorAll(FIELDS)].some((field) => !members.includes(field) && exposed(field)
      && last.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING && field.compareDocumentPosition(members[0]) & Node.DOCUMENT_POSITION_FOLLOWING);
    const label = last.parentElement.closest("label");
    if (between || (label && label.control && !members.includes(label.control))) return null;
    let block = last.parentElement;
    while (block && /^inline/.test(getComputedStyle(block).display) && !block.contains(members[0])) block = block.parentElement;
    const text = flat(block.contains(members[0]) ? last.nodeValue : block.textContent);
    const asks = /[?:]\s*(?:\*|\(\w+\))?$/.test(text) || (words(text).length <= MAX_CAPTION_WORDS && !/[.!…]$/.test(text)) || /^(?:please |bitte )?(?:choose|select|pick|tick|tell|indicate|wählen|choisissez|seleccione)\b/i.test(text);
    // A heading over settings that say all by themselves is structure enough.
    const titled = !!last.parentElement.closest("h1,h2,h3,h4,h5,h6,[role=heading i]") && !/[?:]/.test(text);
    return asks && words(text).length <= MAX_QUESTION_WORDS ? { text, block, main: !!last.parentElement.closest("h1"), titled } : null;
  };
  /** Whether words of the question's kind stand between the members, too: then each has a heading of its own. */
  const isOneOfMany = (members, { block }) => {
    const alike = [...document.querySelectorAll(block.localName)].filter((each) => each.className === block.className && /\p{L}{2}/u.test(each.textContent));
    return alike.some((each) => !members.some((member) => each.contains(member) || [...(member.labels || [])].some((label) => label.contains(each) || each.contains(label)))
      && members[0].compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING && each.compareDocumentPosition(members[members.length - 1]) & Node.DOCUMENT_POSITION_FOLLOWING);
  };
  const isSaid = (element, question) => {
    const described = ["aria-labelledby", "aria-describedby"].flatMap((attribute) => (element.getAttribute(attribute) || "").split(/\s+/)).map((id) => (id && document.getElementById(id)?.textContent) || "").join(" ");
    const heard = new Set(words(`${name(element)} ${described}`));
    const asked = words(question);
    return asked.filter((word) => heard.has(word)).length * 2 > asked.length;
  };
  const outcomes = [];
  const judged = new Set();
  for (const [key, members] of families) {
    if (members.length < 2) continue;
    const made = /^(?:run|date|made) /.test(key);
    const [element] = members;
    const around = members.map(groupsOf);
    const group = around[0].find((each) => around.every((groups) => groups.includes(each))) || null;
    const apart = members.every((each) => each.hasAttribute("aria-labelledby") || each.hasAttribute("aria-describedby") || each.closest("td,th"));
    const facts = { count: members.length, first: cut(name(element), 80) };
    // A question in the first cell of a row, with the answers in another.
    const row = apart && element.closest("tr");
    const asks = row && members.every((each) => row.contains(each) && !each.hasAttribute("aria-labelledby") && !each.hasAttribute("aria-describedby")) && element.closest("td") === members[members.length - 1].closest("td") && row.cells[0] !== element.closest("td") && row.cells[0].localName === "td" ? row.cells[0] : null;
    if (group) judged.add(group);
    // One name in several groups: each group has its question.
    if (!group && around.every(([nearest]) => nearest && name(nearest).trim())) { outcomes.push({ element, verdict: "passed" }); continue; }
    if (group && name(group).trim()) { outcomes.push({ element, verdict: "passed" }); continue; }
    if (group) { outcomes.push({ element: group, verdict: "failed", message: "nameless", facts: { count: members.length } }); continue; }
    const question = questionOf(members);
    if (asks && /\p{L}{2}/u.test(asks.textContent) && !members.some((each) => isSaid(each, asks.textContent))) { outcomes.push({ element, verdict: "failed", message: "question", facts: { ...facts, question: cut(asks.textContent, 120) } }); continue; }
    if (key.startsWith("run ") && question?.titled && members.every((each) => words(name(each)).length >= MIN_OWN_WORDS)) continue;
    if (made && (!question || isOneOfMany(members, question))) continue;
    if (question && members.some((each) => isSaid(each, question.text))) outcomes.push({ element, verdict: "passed" });
    else if (question && !question.main && !apart) outcomes.push({ element, verdict: "failed", message: "question", facts: { ...facts, question: cut(question.text, 120) } });
    else if (apart) outcomes.push({ element, verdict: "passed" });
    else if (element.type === "radio" || members.length > 2) outcomes.push({ element, verdict: "cannot tell", message: "alone", facts });
  }
  // Groups around other fields: a group says that it begins, and then nothing of what it holds.
  for (const element of all("fieldset")) {
    if (judged.has(element) || !exposed(element) || !visible(element) || /^(none|presentation)$/i.test(element.getAttribute("role") || "")) continue;
    const inside = [...element.querySelectorAll(FIELDS)].filter((field) => exposed(field));
    if (inside.length < 2) continue;
    const question = questionOf(inside);
    const own = question && element.contains(question.block) && (question.block.matches("p,div,span,b,strong,em,dt,label") || question.block.firstElementChild?.matches("b,strong"));
    if (!name(element).trim() && own) {
      outcomes.push({ element, verdict: "failed", message: "nameless", facts: { count: inside.length } });
      continue;
    }
    // One around the whole form is there for the looks.
    if (inside.length === [...(inside[0].form || document).querySelectorAll(FIELDS)].filter((field) => exposed(field)).length && !element.querySelector("legend")) continue;
    if (name(element).trim()) outcomes.push({ element, verdict: "passed" });
    else if (element.querySelector(":scope > legend")) outcomes.push({ element, verdict: "failed", message: "nameless", facts: { count: inside.length } });
    else outcomes.push({ element, verdict: "cannot tell", message: "unnamed", facts: { count: inside.length } });
  }
  return outcomes;
}
