// Tables of data, and whether anything names them.
(options, { all, exposed, visible, shownText, cut }) => {
  const HEADING = "h1,h2,h3,h4,h5,h6,[role=heading i]";
  const MIN_ROWS = 3;
  const outcomes = [];
  for (const element of all("table")) {
    if (!exposed(element) || !visible(element) || /^(none|presentation)$/i.test(element.getAttribute("role") || "")) continue;
    // One that has no headers may be there for the layout; others look at that.
    if (!element.querySelector("th") || element.rows.length < 2) continue;
    // In a calendar or a board of buttons the buttons say all; the table only lines them up.
    const data = [...element.querySelectorAll("td")];
    if (data.length && data.filter((cell) => cell.querySelector("button,input,select,[role=button i],[tabindex]")).length * 2 > data.length) continue;
    const before = element.previousElementSibling || element.parentElement?.previousElementSibling;
    // The heading of the whole page names a table only where it stands right before it, and then perhaps.
    const isPageTitle = !!before && before.matches("h1") && !before.querySelector("h2,h3,h4,h5,h6");
    const headed = before && !isPageTitle && (before.matches(HEADING) || before.querySelector(HEADING));
    const titled = isPageTitle && before === element.previousElementSibling;
    const figure = element.closest("figure")?.querySelector("figcaption");
    const caption = element.caption && shownText(element.caption).trim();
    const named = ["aria-label", "aria-labelledby", "title", "summary"].some((attribute) => element.getAttribute(attribute)?.trim());
    // Words that end in a colon, or that name a table, lead to it.
    const led = before && /^p$|^div$|^span$/.test(before.localName) && /:\s*$|\btable\b|\btabelle\b|\btableau\b/i.test(before.textContent.trim().slice(-200));
    if (caption || named || figure || headed) outcomes.push({ element, verdict: "passed" });
    else if (!led && !titled && element.rows.length >= MIN_ROWS && element.querySelector("td")) outcomes.push({ element, verdict: "failed", message: "none", facts: { first: cut(element.rows[0].textContent, 80) } });
    else outcomes.push({ element, verdict: "cannot tell", message: "nameless", facts: { first: cut(element.rows[0].textContent, 80) } });
  }
  return outcomes;
}
