// Links whose tooltip says what they say already.
(options, { all, exposed, cut }) => {
  const plain = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  // Words that are cut off stand in full in the tooltip only.
  const isCut = (element) => {
    const { textOverflow, webkitLineClamp, overflowX, overflowY } = getComputedStyle(element);
    return (textOverflow === "ellipsis" && overflowX !== "visible" && element.scrollWidth > element.clientWidth)
      || (webkitLineClamp !== "none" && overflowY !== "visible" && element.scrollHeight > element.clientHeight);
  };
  /** Whether what is around a link cuts it off, and not only what stands beside it. */
  const isCutBy = (around, link) => {
    const [outer, inner] = [around.getBoundingClientRect(), link.getBoundingClientRect()];
    return isCut(around) && (inner.right > outer.right + 1 || inner.left < outer.left - 1 || inner.bottom > outer.bottom + 1);
  };
  const isCutOff = (link) => [link, ...link.querySelectorAll("*")].some((part) => /\p{L}{2}/u.test(part.textContent) && isCut(part)) || (!!link.parentElement && isCutBy(link.parentElement, link));
  return all("a[href][title]").filter((link) => exposed(link) && plain(link.title) && plain(link.textContent)).map((element) => (
    plain(element.title) === plain(element.textContent) && !isCutOff(element) ? { element, verdict: "failed", message: "same", facts: { title: cut(element.title, 120) } } : { element, verdict: "passed" }));
}
