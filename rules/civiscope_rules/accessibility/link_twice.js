// Links that stand directly beside each other.
(options, { all, exposed }) => {
  const next = (link) => {
    let at = link.nextSibling;
    while (at && at.nodeType === Node.TEXT_NODE && !at.nodeValue.trim()) at = at.nextSibling;
    while (at && at.nodeType === Node.ELEMENT_NODE && at.localName === "br") at = at.nextElementSibling;
    return at && at.nodeType === Node.ELEMENT_NODE && at.localName === "a" && at.hasAttribute("href") ? at : null;
  };
  return all("a[href]").filter((link) => exposed(link) && focusableLink(link) && next(link) && exposed(next(link))).map((element) => {
    const other = next(element);
    // Only one of a picture and words: two links of words are two entries of a list.
    const picture = (link) => !link.textContent.trim();
    // What a script does on "#" may differ from link to link.
    const isEmpty = /^\s*(?:#!?|javascript:(?:\s*void\b.*|[\s;]*))\s*$/i.test(element.getAttribute("href"));
    const twice = !isEmpty && element.href === other.href && picture(element) !== picture(other);
    return twice ? { element, verdict: "failed", message: "twice" } : { element, verdict: "passed" };
  });
  function focusableLink(link) { return link.tabIndex >= 0; }
}
