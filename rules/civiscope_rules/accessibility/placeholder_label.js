(options, civiscope) => {
  const { visible, isDisabled } = civiscope.toolkit;
  const said = (text) => (text || "").trim() !== "";
  const referred = (field) => (field.getAttribute("aria-labelledby") || "").split(/\s+/).some((id) => id && said(document.getElementById(id)?.textContent));
  const labelled = (field) => [...(field.labels || [])].some((label) => said(label.textContent)) || referred(field) || said(field.getAttribute("aria-label")) || said(field.title);
  const SEARCHES = /search|find|look ?up|query|keyword|such|recherch|busc|busq|cerca|zoek|søg|sök|hledat|szukaj|chwil|\bq\b|\bs\b|post ?code|\bzip|🔍/iu;
  // A field for searching is told by the button beside it.
  const searched = (field) => {
    if (field.type === "search" || field.matches("[role=searchbox i]") || field.closest("[role=search i],search")) return true;
    const form = field.form;
    const others = form ? [...form.querySelectorAll("input:not([type=hidden],[type=submit],[type=button],[type=image],[type=checkbox],[type=radio]),textarea,select")].filter(visible) : [];
    if (others.length !== 1) return false;
    const button = form.querySelector("button,input[type=submit],input[type=image]");
    const words = [field.placeholder, field.name, field.id, form.className, form.id, form.getAttribute("action"), button && `${button.textContent} ${button.value} ${button.alt} ${button.getAttribute("aria-label")}`].join(" ");
    return !!button && SEARCHES.test(words);
  };
  // Where the label can be heard and not be seen: of a single field, the button beside it tells as much.
  const seen = (field) => [...(field.labels || []), ...(field.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && document.getElementById(id)).filter(Boolean)].some((label) => said(civiscope.shownText(label)) && civiscope.visible(label));
  const isOneOfSome = (field) => !!field.form && [...field.form.querySelectorAll("input[placeholder],textarea[placeholder]")].filter((each) => said(each.placeholder) && visible(each)).length > 1;
  const placeholderOf = (field) => ({ placeholder: civiscope.cut(field.placeholder, 80) });
  /** The words of a label in sight that stands alone with a field, and is tied to none or to another. */
  const untied = (field) => {
    let around = field;
    for (let up = 0; up < 3 && around.parentElement && around.parentElement.querySelectorAll("input:not([type=hidden]),textarea,select").length === 1; up++) around = around.parentElement;
    const label = [...around.querySelectorAll("label")].find((each) => !around.contains(each.control) && visible(each) && said(each.textContent) && each.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
    return label ? label.textContent.trim() : "";
  };
  const found = [];
  for (const field of document.querySelectorAll("input[placeholder],textarea[placeholder]")) {
    if (!said(field.placeholder) || !visible(field) || isDisabled(field) || field.closest("[aria-hidden=true i],[inert]")) continue;
    if (/^(hidden|submit|button|image|checkbox|radio|range|color|file|reset)$/.test(field.type)) continue;
    if (labelled(field) && !searched(field) && !seen(field) && isOneOfSome(field)) found.push({ verdict: "cannot tell", message: "unseen", element: field, facts: placeholderOf(field) });
    else if (labelled(field) || searched(field)) found.push({ verdict: "passed", element: field });
    else {
      const label = untied(field);
      const facts = { ...placeholderOf(field), ...(label ? { label: civiscope.cut(label, 80) } : {}) };
      found.push({ verdict: "failed", message: label ? "untied" : "only", element: field, facts });
    }
  }
  return found;
}
