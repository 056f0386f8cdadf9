// Pictures with a text alternative and another text as tooltip.
(options, { all, exposed, cut }) => {
  const plain = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  return all("img[alt][title]").filter((image) => exposed(image) && plain(image.alt) && plain(image.title)).map((element) => (
    plain(element.alt) === plain(element.title) ? { element, verdict: "passed" } : { element, verdict: "failed", message: "differs", facts: { alt: cut(element.alt, 120), title: cut(element.title, 120) } }));
}
