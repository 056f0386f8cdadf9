// Elements of one tree that bear the id of an earlier one.
(options, { cut }) => {
  const outcomes = [];
  let some = null;
  const look = (root) => {
    const seen = new Set();
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      // Drawings that are put in twice bring their gradients along twice.
      if (!element.id || outcomes.length >= 500 || element.closest("svg")) continue;
      if (seen.has(element.id)) outcomes.push({ element, verdict: "failed", message: "again", facts: { id: cut(element.id, 80) } });
      else some ??= element;
      seen.add(element.id);
    }
  };
  look(document);
  // One that is well stands for all that are.
  return some ? [...outcomes, { element: some, verdict: "passed" }] : outcomes;
}
