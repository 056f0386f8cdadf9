// Links whose tooltip says what they say already.
(options, { all, exposed, cut }) => {
  const plain = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  // Words that are cut off stand in full in the tooltip only.
  const isCut = (element) => element && ((getComputedStyle(element).textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth)
    || (getComputedStyle(element).webkitLineClamp !== "none" && element.scrollHeight > element.clientHeight));
  const isCutOff = (link) => [link, ...link.querySelectorAll("*"), link.parentElement].some(isCut);
  return all("a[href][title]").filter((link) => exposed(link) && plain(link.title) && plain(link.textContent)).map((element) => (
    plain(element.title) === plain(element.textContent) && !isCutOff(element) ? { element, verdict: "failed", message: "same", facts: { title: cut(element.title, 120) } } : { element, verdict: "passed" }));
}
