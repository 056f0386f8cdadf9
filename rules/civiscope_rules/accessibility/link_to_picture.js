// Links straight to the file of a picture.
(options, { all, exposed, name, cut }) => {
  const FILE = /\.(jpe?g|png|gif|webp|avif|bmp|tiff?)$/i;
  const path = (link) => { try { return new URL(link.href, document.baseURI).pathname; } catch { return ""; } };
  const words = (text) => (text.match(/[\p{L}\p{N}]+/gu) || []).length;
  return all("a[href]").filter((link) => exposed(link) && FILE.test(path(link))).map((element) => {
    const around = element.closest("figure");
    const described = words(name(element)) > 5 || around?.querySelector("figcaption")?.textContent.trim() || [...element.querySelectorAll("img")].some((image) => words(image.alt) > 2);
    return described ? { element, verdict: "passed" } : { element, verdict: "cannot tell", message: "picture", facts: { name: cut(name(element), 80) } };
  });
}
