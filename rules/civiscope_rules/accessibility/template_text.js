// Placeholders of a template that were never replaced, in texts that people read or hear.
(options, { all, visible, exposed, cut }) => {
  const CODE = "code,pre,kbd,samp,var,textarea,script,style,template,noscript,[translate=no],[contenteditable],[class*=code i],[class*=highlight i]";
  const ATTRIBUTES = ["title", "alt", "aria-label", "placeholder", "aria-description", "aria-roledescription", "aria-valuetext", "label"];
  // ${name}, {{ name }}, <%= name %>, {% if %}, [[ name ]] of known engines, #{name}, and what a script writes for a thing.
  const LEFT = /\$\{[^{}]*\}|\{\{[^{}]*\}\}|<%[=-]?.*?%>|\{%.*?%\}|#\{[\w. ()'"-]+\}|\[object \w+\]|@\{\w[\w.]*\}/;
  const found = [];
  for (const element of all("[title],[alt],[aria-label],[placeholder],[aria-description],[aria-roledescription],[aria-valuetext],optgroup[label],option[label],track[label],input[value]")) {
    if (element.closest(CODE) && !element.matches("textarea")) continue;
    if (element.matches("link,style,meta") || !(visible(element) || exposed(element))) continue;
    const given = [...ATTRIBUTES, ...(element.matches("input[type=submit],input[type=button],input[type=reset]") ? ["value"] : [])]
      .map((attribute) => [attribute, element.getAttribute(attribute) || ""]).filter(([, value]) => value.trim());
    if (!given.length) continue;
    const left = given.find(([, value]) => LEFT.test(value));
    if (left) found.push({ element, verdict: "failed", message: "attribute", facts: { attribute: left[0], text: cut(left[1], 80) } });
    else if (!found.some(({ verdict }) => verdict === "passed")) found.push({ element, verdict: "passed" });
  }
  const texts = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && found.length < 100) {
    const { nodeValue, parentElement } = texts.currentNode;
    if (!/[{<[]/.test(nodeValue) || !LEFT.test(nodeValue) || parentElement.closest(CODE) || !visible(parentElement)) continue;
    // A page on templates writes such signs on purpose.
    found.push({ element: parentElement, verdict: "cannot tell", message: "text", facts: { text: cut(nodeValue.trim(), 80) } });
  }
  return found;
}
