// Links with short names, and whether they are one of a series, or are called as their address is.
(options, { all, role, exposed, name }) => {
  const MAX_NAME = 200;
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "");
  // A link to a part of this page that is called as its heading is.
  const isHeadingThere = (element, called) => {
    const [path, id] = String(element.href?.baseVal ?? element.href ?? "").split("#");
    const part = id && path === location.href.split("#")[0] && document.getElementById(id);
    const heading = part && (part.matches("h1,h2,h3,h4,h5,h6") ? part : part.querySelector("h1,h2,h3,h4,h5,h6"));
    return !!heading && fold(heading.textContent) === fold(called);
  };
  const isAddress = (element, called) => {
    const path = String(element.href?.baseVal ?? element.href ?? "").split(/[?#]/)[0].replace(/\/(?:index|default)\.\w+$|\/$/, "");
    const last = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w{2,5}$/, "");
    return !!called && (fold(last) === fold(called) || isHeadingThere(element, called));
  };
  const links = all("a[href],area[href],[role=link]")
    .filter((link) => role(link) === "link" && exposed(link))
    .map((element) => ({ element, name: name(element) }))
    .filter(({ name: called }) => called && called.length <= MAX_NAME);
  const series = new Map();
  for (const { element, name: called } of links) {
    const list = element.closest("ul,ol,nav,table,dl,[role=list]");
    if (list) series.set(list, [...(series.get(list) || []), called]);
  }
  // In a list of references or of findings an address is printed for its own sake, and what stands beside it tells what it is.
  const LISTED = "td,th,li,dd,dt,cite,address,[role=cell],[role=gridcell],[role=rowheader],[role=listitem],[role=doc-endnotes],[role=doc-bibliography]";
  return links.map(({ element, name: called }) => ({
    element, name: called, address: isAddress(element, called), listed: !!element.closest(LISTED),
    beside: (series.get(element.closest("ul,ol,nav,table,dl,[role=list]")) || []).filter((other) => other !== called).slice(0, 8),
  }));
}
