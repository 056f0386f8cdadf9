// Pictures and what they are called.
(options, { all, role, exposed, name, shownText }) => {
  const fileOf = (element) => { try { return decodeURIComponent(new URL(element.currentSrc || element.src || "", document.baseURI).pathname.split("/").pop() || ""); } catch { return ""; } };
  return all("img,[role=img],input[type=image],area[href]")
    .filter((element) => exposed(element) && /^(img|image|button|link)$/.test(role(element) || ""))
    .map((element) => ({ element, name: name(element), file: fileOf(element), control: element.localName === "input" || !!element.closest("a[href],button") }))
    .filter(({ name: called }) => called);
}
