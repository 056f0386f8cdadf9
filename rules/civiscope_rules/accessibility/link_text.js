// Links with short names, and whether they are one of a series, or are called as their address is.
(options, { all, role, exposed, name, isCalledAsTarget, cut }) => {
  const MAX_NAME = 200;
  const links = all("a[href],area[href],[role=link i]")
    .filter((link) => role(link) === "link" && exposed(link))
    .map((element) => ({ element, name: name(element) }))
    .filter(({ name: called }) => called && called.length <= MAX_NAME);
  const series = new Map();
  for (const { element, name: called } of links) {
    const list = element.closest("ul,ol,nav,table,dl,[role=list i]");
    if (list) series.set(list, [...(series.get(list) || []), called]);
  }
  // In a list of references or of findings an address is printed for its own sake, and what stands beside it tells what it is.
  const LISTED = "td,th,li,dd,dt,cite,address,[role=cell i],[role=gridcell i],[role=rowheader i],[role=listitem i],[role=doc-endnotes i],[role=doc-bibliography i]";
  // Words that are kept from everybody, though they look as if software should read them.
  const hiddenWords = (link) => [...link.querySelectorAll("*")]
    .filter((inner) => !inner.childElementCount && /\p{L}/u.test(inner.textContent) && !inner.closest("script,style,template,noscript,svg,[aria-hidden=true i]"))
    .filter((inner) => !inner.checkVisibility({ visibilityProperty: true }))
    .map((inner) => inner.textContent.trim()).join(" ");
  return links.map(({ element, name: called }) => ({
    element, name: called, hidden: cut(hiddenWords(element), 120), address: isCalledAsTarget(element, called), listed: !!element.closest(LISTED),
    beside: (series.get(element.closest("ul,ol,nav,table,dl,[role=list i]")) || []).filter((other) => other !== called).slice(0, 8),
  }));
}
