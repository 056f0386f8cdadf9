// Pictures that can be seen and that screen readers pass by.
(options, { all, exposed, visible, name, role, cut }) => {
  const LOOKED_AT = 20;
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
  const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  /** The pieces of text in an element that screen readers read out. */
  const heardIn = (element) => {
    const heard = [];
    for (const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT); texts.nextNode(); ) {
      const { nodeValue, parentElement } = texts.currentNode;
      if (nodeValue.trim() && !/^(script|style)$/.test(parentElement.localName) && exposed(parentElement)) heard.push(nodeValue);
    }
    return heard;
  };
  /**
   * Whether the words that stand beside a picture, in the same small piece of the page, hold its title. A title of
   * one word must stand there by itself: "Open" is not told by "Open spaces".
   */
  const isToldBeside = (element, title) => {
    const sought = plain(title);
    let at = element;
    for (let level = 0; sought && level < 3 && at.parentElement && !/^(body|main|section|article|form|nav|ul|ol|dl|table|tbody)$/.test(at.parentElement.localName); level += 1) {
      at = at.parentElement;
      const heard = heardIn(at);
      if (heard.join("").length > 300) return false;
      if (sought.includes(" ") ? ` ${plain(heard.join(" "))} `.includes(` ${sought} `) : heard.some((text) => text.split(/[^\p{L}\p{N}\s'’-]/u).some((part) => plain(part) === sought))) return true;
    }
    return false;
  };
  const drawn = (canvas) => {
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context || !canvas.width || !canvas.height) return false;
    const pixels = new Uint32Array(context.getImageData(0, 0, Math.min(canvas.width, 1000), Math.min(canvas.height, 1000)).data.buffer);
    return pixels.some((pixel) => pixel !== pixels[0]);
  };
  // Logos, maps and charts are drawn in a few flat colours; photographs, which mostly adorn, are not.
  const flat = (image) => {
    const scale = Math.min(1, 200 / Math.max(image.naturalWidth, image.naturalHeight, 1));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(image.naturalWidth * scale)), Math.max(1, Math.round(image.naturalHeight * scale)));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingEnabled = false;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map();
    for (let i = 0; i < data.length; i += 4) {
      const colour = data[i + 3] < 128 ? -1 : ((data[i] >> 4) << 8) | ((data[i + 1] >> 4) << 4) | (data[i + 2] >> 4);
      counts.set(colour, (counts.get(colour) || 0) + 1);
    }
    const most = [...counts.values()].sort((one, other) => other - one).slice(0, 6).reduce((sum, count) => sum + count, 0);
    return counts.size > 1 && most >= 0.85 * (data.length / 4);
  };
  let looked = 0;
  const outcomes = [];
  for (const element of all("img,svg,canvas")) {
    const box = element.getBoundingClientRect();
    if (box.width < 16 || box.height < 16 || !visible(element)) continue;
    if (element.localName === "img") {
      if (name(element) && exposed(element) && !/^(none|presentation)$/.test(role(element) || "")) continue;
      // That the attribute is missing altogether is told by another rule.
      if (!element.hasAttribute("alt") && !element.hasAttribute("role") && !element.closest("[aria-hidden=true i]")) continue;
      const title = (element.getAttribute("title") || "").trim();
      let drawing = false;
      if (box.width >= 40 && box.height >= 40 && !said(element) && (looked += 1) <= LOOKED_AT) {
        try { drawing = flat(element); } catch { drawing = false; } // A picture from elsewhere cannot be read.
      }
      if (title && element.alt === "" && element.hasAttribute("alt") && !isToldBeside(element, title)) outcomes.push({ element, verdict: "failed", message: "title", facts: { title: cut(title, 120) } });
      else if (drawing) outcomes.push({ element, verdict: "cannot tell", message: "alone" });
      else outcomes.push({ element, verdict: "passed" });
    } else if (element.localName === "canvas") {
      if (name(element) || element.textContent.trim()) continue;
      let full = false;
      try { full = drawn(element); } catch { full = true; }
      if (full) outcomes.push({ element, verdict: "cannot tell", message: "drawing" });
    } else if (!element.parentElement?.closest("svg") && !name(element) && !element.hasAttribute("role") && !element.closest("[aria-hidden=true i],a,button,[role=button i],[role=link i],[role=img i]")) {
      const large = box.width >= 100 && box.height >= 100;
      if (large && element.querySelectorAll("path,text,rect,circle,polygon,line").length >= 4) outcomes.push({ element, verdict: "cannot tell", message: "drawing" });
      else outcomes.push({ element, verdict: "passed" });
    }
  }
  return outcomes;
}
