// Pictures that can be seen and that screen readers pass by.
(options, { all, exposed, visible, name, role, cut }) => {
  const MEANING = /(^|[^a-z])(chart|graph|diagram|infographic|map|floorplan|timetable|screenshot)s?([^a-z]|$)/i;
  const LOGO = /(^|[^a-z])(logo|logotype|wordmark|crest)([^a-z]|$)/i;
  const fileOf = (element) => { try { return decodeURIComponent(new URL(element.currentSrc || element.src || "", document.baseURI).pathname.split("/").pop() || ""); } catch { return ""; } };
  // What stands beside the picture, in the same small piece of the page, may say it all.
  const said = (element) => {
    let at = element;
    for (let level = 0; level < 3 && at.parentElement && !/^(body|main|section|article)$/.test(at.parentElement.localName); level += 1) {
      at = at.parentElement;
      const text = (at.textContent || "").trim();
      if (text.length > 300) return false;
      if (text || at.getAttribute("aria-label") || at.querySelector("img[alt]:not([alt='']),[aria-label]")) return true;
    }
    return false;
  };
  const drawn = (canvas) => {
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context || !canvas.width || !canvas.height) return false;
    const pixels = new Uint32Array(context.getImageData(0, 0, Math.min(canvas.width, 1000), Math.min(canvas.height, 1000)).data.buffer);
    return pixels.some((pixel) => pixel !== pixels[0]);
  };
  const outcomes = [];
  for (const element of all("img,svg,canvas")) {
    const box = element.getBoundingClientRect();
    if (box.width < 16 || box.height < 16 || !visible(element)) continue;
    if (element.localName === "img") {
      if (name(element) && exposed(element) && !/^(none|presentation)$/.test(role(element) || "")) continue;
      // That the attribute is missing altogether is told by another rule.
      if (!element.hasAttribute("alt") && !element.hasAttribute("role") && !element.closest("[aria-hidden=true]")) continue;
      const title = (element.getAttribute("title") || "").trim();
      const file = fileOf(element);
      if (title && element.alt === "" && element.hasAttribute("alt")) outcomes.push({ element, verdict: "failed", message: "title", facts: { title: cut(title, 120) } });
      else if (LOGO.test(file.replace(/\.\w+$/, "")) && !said(element)) outcomes.push({ element, verdict: "failed", message: "logo", facts: { file: cut(file, 120) } });
      else if (MEANING.test(file.replace(/\.\w+$/, "")) && !said(element)) outcomes.push({ element, verdict: "cannot tell", message: "file", facts: { file: cut(file, 120) } });
      else outcomes.push({ element, verdict: "passed" });
    } else if (element.localName === "canvas") {
      if (name(element) || element.textContent.trim()) continue;
      let full = false;
      try { full = drawn(element); } catch { full = true; }
      if (full) outcomes.push({ element, verdict: "cannot tell", message: "drawing" });
    } else if (!element.parentElement?.closest("svg") && !name(element) && !element.hasAttribute("role") && !element.closest("[aria-hidden=true],a,button,[role=button],[role=link],[role=img]")) {
      const large = box.width >= 100 && box.height >= 100;
      if (large && element.querySelectorAll("path,text,rect,circle,polygon,line").length >= 4) outcomes.push({ element, verdict: "cannot tell", message: "drawing" });
      else outcomes.push({ element, verdict: "passed" });
    }
  }
  return outcomes;
}
