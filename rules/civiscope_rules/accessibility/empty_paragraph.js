// Paragraphs that hold nothing and make room, and rows of line breaks that do the same.
(options, { all, exposed, visible }) => {
  const MIN_BREAKS = 3;
  const paragraphs = all("p").filter((element) => element.getBoundingClientRect().height > 0 && (exposed(element) || !element.textContent.trim())).map((element) => {
    const live = element.matches("[aria-live],[role=status i],[role=alert i],[role=log i]") || !!element.id;
    // What has an id or is a live region is filled in later.
    const empty = !element.textContent.replace(/[\s\u00a0]/g, "") && !element.querySelector("*:not(br):not(b):not(i):not(span):not(strong):not(em)") && !live;
    return { element, verdict: empty ? "failed" : "passed", ...(empty ? { message: "empty" } : {}) };
  });
  const next = (element) => { let at = element.nextSibling; while (at && at.nodeType !== Node.ELEMENT_NODE && !at.nodeValue.trim()) at = at.nextSibling; return at; };
  const previous = (element) => { let at = element.previousSibling; while (at && at.nodeType !== Node.ELEMENT_NODE && !at.nodeValue.trim()) at = at.previousSibling; return at; };
  const breaks = all("br").filter((element) => previous(element)?.nodeName !== "BR" && visible(element.parentElement) && !element.closest("pre,address,[contenteditable]")).map((element) => {
    let [count, at] = [1, element];
    while ((at = next(at))?.nodeName === "BR") count += 1;
    // At the end of a block they make no room, or none that anybody minds.
    return at && count >= MIN_BREAKS ? { element, verdict: "failed", message: "breaks", facts: { count } } : null;
  }).filter(Boolean);
  return [...paragraphs, ...breaks];
}
