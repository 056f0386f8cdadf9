// Links to documents, and whether their words say what kind of file comes.
(options, { all, exposed, name, cut }) => {
  const FILE = /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|zip|csv)$/i;
  const KINDS = { doc: "doc|word", docx: "doc|word", xls: "xls|excel|spreadsheet|tab(el|leau)", xlsx: "xls|excel|spreadsheet|tab(el|leau)", ppt: "ppt|powerpoint|slides|presentation", pptx: "ppt|powerpoint|slides|presentation", odt: "odt|opendocument", ods: "ods|opendocument|spreadsheet", odp: "odp|opendocument" };
  const path = (link) => { try { return new URL(link.href, document.baseURI).pathname; } catch { return ""; } };
  const files = all("a[href],area[href]").filter((link) => /^https?:$/.test(link.protocol) && exposed(link) && FILE.test(path(link)));
  // A query may hold what is nobody's business, and no file's kind stands in it.
  const address = (link) => new URL(link.href, document.baseURI).origin + path(link);
  return files.slice(0, 500).map((element) => {
    const kind = FILE.exec(path(element))[1].toLowerCase();
    const around = element.closest("li,td,dd,figure,p")?.textContent || "";
    const pictures = [...element.querySelectorAll("img")].map((image) => image.alt).join(" ");
    const said = [name(element), element.title, element.type, pictures, around.length < 300 ? around : element.textContent].join(" ");
    return new RegExp(KINDS[kind] || kind, "i").test(said) ? { element, verdict: "passed", address: address(element) } : { element, verdict: "failed", address: address(element), message: "silent", facts: { name: cut(name(element), 80), kind: kind.toUpperCase() } };
  });
}
