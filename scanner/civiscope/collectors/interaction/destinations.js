// Links that are called the same and lead to different addresses.
(options, { all, role, exposed, name, cut }) => {
  const HANDLER = /(?:location(?:\.href)?\s*=|location\.assign\(|location\.replace\(|window\.open\()\s*['"]([^'"]+)['"]/;
  const addressOf = (link) => {
    const given = link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? HANDLER.exec(link.getAttribute("onclick") || "")?.[1];
    if (given === null || given === undefined) return "";
    try {
      const url = new URL(given, document.baseURI);
      return /^https?:$/.test(url.protocol) ? url.href : "";
    } catch { return ""; }
  };
  // What stands around a link is a matter of elements, not of words: two cells may say the same.
  const numbers = new Map();
  const numberOf = (element) => numbers.get(element) ?? numbers.set(element, numbers.size).size - 1;
  // A sentence needs no paragraph: words in the link's own lines stand around it, too.
  const sentenceOf = (link) => {
    let letters = 0;
    for (let at = link.parentElement; at; at = at.parentElement) {
      for (const node of at.childNodes) if (node.nodeType === Node.TEXT_NODE) letters += node.nodeValue.replace(/[^\p{L}\p{N}]/gu, "").length;
      if (!/^(inline|contents|ruby)/.test(getComputedStyle(at).display)) return letters >= 10 ? at : null;
    }
    return null;
  };
  const contextOf = (link) => {
    const sentence = sentenceOf(link);
    const parts = [(link.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent || "").join(" ")];
    // What a title adds to the name is its description.
    if (link.title && link.title.trim() !== name(link)) parts.push(link.title);
    if (sentence) parts.push(String(numberOf(sentence)));
    for (let at = link.parentElement; at && at !== document.body; at = at.parentElement) {
      if (/^(p|li|td|th|dt|dd|h[1-6]|caption|figcaption)$/.test(at.localName) || /^(listitem|paragraph|cell|gridcell)$/.test(role(at) || "")) {
        parts.push(String(numberOf(at)));
      }
    }
    return parts.join(" | ").slice(0, 600);
  };
  // People who read by headings know under which one a link stands; its own text need not say it.
  const headings = all("h1,h2,h3,h4,h5,h6,[role=heading i]").filter((each) => role(each) === "heading" && exposed(each) && name(each));
  const headingOf = (link) => headings.findLastIndex((each) => each.compareDocumentPosition(link) === Node.DOCUMENT_POSITION_FOLLOWING);
  const groups = new Map();
  for (const element of all("a[href],area[href],[role=link i]")) {
    if (role(element) !== "link" || !exposed(element)) continue;
    const called = name(element);
    const address = addressOf(element);
    if (!called || !address) continue;
    const key = called.toLowerCase().replace(/\s+/g, " ").trim();
    groups.set(key, [...(groups.get(key) || []), { element, name: cut(called, 120), address, context: contextOf(element) }]);
  }
  const differ = (links) => new Set(links.map(({ address }) => address.split("#")[0])).size > 1;
  return [...groups.values()].filter(differ).slice(0, 40).flatMap((links, group) => links.slice(0, 10).map((link) => ({ ...link, group, heading: headingOf(link.element) })));
}
