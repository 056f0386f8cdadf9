// Form fields with what they are called, what they are for, and what they stand among.
(options, { all, exposed, name, visible, toolkit }) => {
  const SKIP = /^(hidden|submit|button|image|reset)$/;
  const REGIONS = "nav,aside,header,footer,search,article,dialog,[role=navigation i],[role=search i],[role=dialog i],[role=complementary i],[role=article i],[role=tabpanel i]";
  // Pages of a list are turned above it and below: two regions of a page may hold the same field.
  const regions = [...document.querySelectorAll(REGIONS)];
  // Custom elements draw fields in trees of their own; what is around the elements is around those, too.
  const { parentOf } = toolkit;
  const inDocument = (node) => { let at = node; while (at.getRootNode().host) at = at.getRootNode().host; return at; };
  const groupOf = (field) => {
    const names = [];
    for (let at = parentOf(field); at; at = parentOf(at)) {
      if (at.localName === "fieldset") names.push(at.querySelector("legend")?.textContent || "");
      else if (/^(group|radiogroup|region)$/i.test(at.getAttribute("role") || "") || at.localName === "section") names.push(name(at));
      else if (/^(td|th|li)$/.test(at.localName)) names.push(`${at.localName} ${[...at.parentElement.children].indexOf(at)} ${[...(at.parentElement.parentElement?.children || [])].indexOf(at.parentElement)}`);
    }
    let region = field;
    while (region && !region.matches(REGIONS)) region = parentOf(region);
    if (region) names.push(`region ${regions.indexOf(region)}`);
    return names.join("|").replace(/\s+/g, " ").trim();
  };
  const headings = all("h1,h2,h3,h4,h5,h6,[role=heading i]").filter(exposed);
  const headingOf = (field) => {
    const before = headings.filter((heading) => (heading.getRootNode() === field.getRootNode() ? heading.compareDocumentPosition(field) : inDocument(heading).compareDocumentPosition(inDocument(field))) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before.length ? String(headings.indexOf(before[before.length - 1])) : "";
  };
  const forms = [...document.forms];
  return all("input,select,textarea,[role=textbox i],[role=combobox i],[role=searchbox i],[role=spinbutton i],[role=checkbox i],[role=radio i],[role=switch i]")
    .filter((field) => !(field.localName === "input" && SKIP.test(field.type)) && exposed(field))
    .map((element) => ({
      element, name: name(element), kind: (element.getAttribute("role") || "").toLowerCase() || element.type || element.localName,
      autocomplete: element.getAttribute("autocomplete") || "", key: `${element.getAttribute("name") || ""} ${element.id}`,
      group: groupOf(element), heading: headingOf(element), form: forms.indexOf(element.form), lang: (element.closest("[lang]")?.lang || "").toLowerCase(),
      described: !!element.getAttribute("aria-describedby"),
      shown: [...(element.labels || []), ...(element.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && element.getRootNode().getElementById(id))].some((label) => label && visible(label)),
    }))
    .filter(({ name: called }) => called);
}
