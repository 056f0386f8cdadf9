// Links whose tooltip says what they say already.
(options, { all, exposed, cut }) => {
  const plain = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  return all("a[href][title]").filter((link) => exposed(link) && plain(link.title) && plain(link.textContent)).map((element) => (
    plain(element.title) === plain(element.textContent) ? { element, verdict: "failed", message: "same", facts: { title: cut(element.title, 120) } } : { element, verdict: "passed" }));
}
