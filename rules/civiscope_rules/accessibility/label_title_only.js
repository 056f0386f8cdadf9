// Fields that axe-core calls labelled by a title alone, and whether they have any name.
(options, { axeFound, name, cut }) => {
  const nameless = new Set(axeFound("label").filter(({ verdict }) => verdict === "failed").map(({ element }) => element));
  return axeFound("label-title-only").filter(({ element, verdict }) => element && verdict === "failed").map(({ element }) => {
    // A field without any name is told once, by the rule on labels; one whose name is its placeholder, by placeholder-label.
    if (nameless.has(element) || !name(element) || !element.title.trim()) return { element, verdict: "passed" };
    return { element, verdict: "failed", message: "title", facts: { title: cut(element.title.trim(), 120) } };
  });
}
