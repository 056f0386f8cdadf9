// Radio buttons and check boxes that belong together, and what a screen reader says of the question they answer.
(options, { all, exposed, visible, name, cut }) => {
  const GROUP = "fieldset,[role=group],[role=radiogroup]";
  const FIELDS = "input:not([type=hidden],[type=submit],[type=button],[type=image],[type=reset]),select,textarea,[role=textbox],[role=combobox],[role=radio],[role=checkbox]";
  const MAX_QUESTION_WORDS = 30;
  const MAX_CAPTION_WORDS = 12;
  const flat = (text) => text.replace(/\s+/g, " ").trim();
  const words = (text) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || []);

  const families = new Map();
  for (const element of all("input[type=radio][name],input[type=checkbox][name]")) {
    if (!element.name || !exposed(element)) continue;
    const key = `${element.type} ${[...document.forms].indexOf(element.form)} ${element.name}`;
    families.set(key, [...(families.get(key) || []), element]);
  }
  const commonOf = (members) => {
    let at = members[0].parentElement;
    while (at && !members.every((each) => at.contains(each))) at = at.parentElement;
    return at || document.body;
  };
  /** The words that stand right before the first of a family, in no label of theirs: the question they answer. */
  const questionOf = (members) => {
    const labels = members.flatMap((each) => [...(each.labels || [])]);
    const edge = commonOf(members).parentElement?.closest("form,section,main,article,body,div,td,li") || document.body;
    const texts = document.createTreeWalker(edge, NodeFilter.SHOW_TEXT);
    let last = null;
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (!(node.compareDocumentPosition(members[0]) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      if (!/[\p{L}]{2}/u.test(node.nodeValue) || labels.some((label) => label.contains(node)) || node.parentElement.closest("script,style,option,button,a,nav,template") || !visible(node.parentElement)) continue;
      last = node;
    }
    if (!last) return null;
    // Another field between the two: the words are its own.
    const between = [...edge.querySelectorAll(FIELDS)].some((field) => !members.includes(field) && exposed(field)
      && last.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING && field.compareDocumentPosition(members[0]) & Node.DOCUMENT_POSITION_FOLLOWING);
    const label = last.parentElement.closest("label");
    if (between || (label && label.control && !members.includes(label.control))) return null;
    let block = last.parentElement;
    while (block && /^inline/.test(getComputedStyle(block).display) && !block.contains(members[0])) block = block.parentElement;
    const text = flat(block.contains(members[0]) ? last.nodeValue : block.textContent);
    const asks = /[?:]\s*(?:\*|\(\w+\))?$/.test(text) || (words(text).length <= MAX_CAPTION_WORDS && !/[.!…]$/.test(text)) || /^(?:please |bitte )?(?:choose|select|pick|tick|tell|indicate|wählen|choisissez|seleccione)\b/i.test(text);
    return asks && words(text).length <= MAX_QUESTION_WORDS ? { text, block, main: !!last.parentElement.closest("h1") } : null;
  };
  const isSaid = (element, question) => {
    const described = ["aria-labelledby", "aria-describedby"].flatMap((attribute) => (element.getAttribute(attribute) || "").split(/\s+/)).map((id) => (id && document.getElementById(id)?.textContent) || "").join(" ");
    const heard = new Set(words(`${name(element)} ${described}`));
    const asked = words(question);
    return asked.filter((word) => heard.has(word)).length * 2 > asked.length;
  };
  const outcomes = [];
  const judged = new Set();
  for (const members of families.values()) {
    if (members.length < 2) continue;
    const [element] = members;
    let group = element.closest(GROUP);
    while (group && !members.every((each) => group.contains(each))) group = group.parentElement?.closest(GROUP) || null;
    const apart = members.every((each) => each.hasAttribute("aria-labelledby") || each.hasAttribute("aria-describedby") || each.closest("td,th"));
    const facts = { count: members.length, first: cut(name(element), 80) };
    if (group) judged.add(group);
    // One name in several groups: each group has its question.
    if (!group && members.every((each) => each.closest(GROUP) && name(each.closest(GROUP)).trim())) { outcomes.push({ element, verdict: "passed" }); continue; }
    if (group && name(group).trim()) { outcomes.push({ element, verdict: "passed" }); continue; }
    if (group) { outcomes.push({ element: group, verdict: "failed", message: "nameless", facts: { count: members.length } }); continue; }
    const question = questionOf(members);
    if (question && members.some((each) => isSaid(each, question.text))) outcomes.push({ element, verdict: "passed" });
    else if (question && !question.main && !apart) outcomes.push({ element, verdict: "failed", message: "question", facts: { ...facts, question: cut(question.text, 120) } });
    else if (apart) outcomes.push({ element, verdict: "passed" });
    else if (element.type === "radio" || members.length > 2) outcomes.push({ element, verdict: "cannot tell", message: "alone", facts });
  }
  // Groups around other fields: a group says that it begins, and then nothing of what it holds.
  for (const element of all("fieldset")) {
    if (judged.has(element) || !exposed(element) || !visible(element) || /^(none|presentation)$/.test(element.getAttribute("role") || "")) continue;
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
