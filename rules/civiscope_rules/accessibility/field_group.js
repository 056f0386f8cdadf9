// Radio buttons that belong together, and what a screen reader says of the question they answer.
(options, { all, exposed, name, cut }) => {
  const groups = new Map();
  for (const element of all("input[type=radio][name]")) {
    if (!element.name || !exposed(element)) continue;
    const key = `${[...document.forms].indexOf(element.form)} ${element.name}`;
    groups.set(key, [...(groups.get(key) || []), element]);
  }
  const GROUP = "fieldset,[role=group],[role=radiogroup]";
  const outcomes = [];
  for (const members of groups.values()) {
    if (members.length < 2) continue;
    const [element] = members;
    let group = element.closest(GROUP);
    while (group && !members.every((each) => group.contains(each))) group = group.parentElement?.closest(GROUP) || null;
    const apart = members.every((each) => each.hasAttribute("aria-labelledby") || each.hasAttribute("aria-describedby") || each.closest("td,th"));
    if (group && name(group).trim()) outcomes.push({ element, verdict: "passed" });
    else if (apart) outcomes.push({ element, verdict: "passed" });
    else if (group) outcomes.push({ element: group, verdict: "failed", message: "nameless", facts: { count: members.length } });
    else outcomes.push({ element, verdict: "cannot tell", message: "alone", facts: { count: members.length, first: cut(name(element), 80) } });
  }
  return outcomes;
}
