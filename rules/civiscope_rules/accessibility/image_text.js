// Pictures and what they are called.
(options, { all, role, exposed, name, shownText }) => {
  const fileOf = (element) => { try { return decodeURIComponent(new URL(element.currentSrc || element.src || "", document.baseURI).pathname.split("/").pop() || ""); } catch { return ""; } };
  // A large drawing, or what a script has drawn: nothing but its name tells software what it shows.
  const isDrawing = (element) => {
    if (element.closest("a,button,[role=button i],[role=link i]")) return false;
    const box = element.getBoundingClientRect();
    if (element.localName === "canvas") return box.width >= 16 && box.height >= 16;
    return element.localName === "svg" && box.width >= 100 && box.height >= 100 && element.querySelectorAll("path,text,rect,circle,polygon,line").length >= 4;
  };
  /** Whether a name that is the file's, too, is what the words around the picture call it. */
  const isTold = (element, called, file) => called && file.startsWith(`${called.trim()}.`) && (element.parentElement?.innerText || "").toLowerCase().includes(called.trim().toLowerCase());
  return all("img,[role=img i],input[type=image],area[href],canvas[aria-label],canvas[aria-labelledby]")
    // Who meets a link or button with a name of its own hears that, and not the picture's.
    .filter((element) => !element.parentElement?.closest(":is(a[href],button,[role=button i],[role=link i]):is([aria-label]:not([aria-label='']),[aria-labelledby])"))
    .filter((element) => exposed(element) && (/^(img|image|button|link)$/.test(role(element) || "") || element.localName === "canvas"))
    .map((element) => ({ element, name: name(element), file: fileOf(element), drawing: isDrawing(element), control: element.localName === "input" || !!element.closest("a[href],button") }))
    .filter(({ name: called }) => called)
    .map((each) => ({ ...each, told: isTold(each.element, each.name, each.file) }));
}
