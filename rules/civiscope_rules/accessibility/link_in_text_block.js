// Links within running text that nothing at all sets apart from it.
(options, { all, exposed, visible, axeFound }) => {
  const spoken = new Set(axeFound("link-in-text-block").map(({ element }) => element));
  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "").length;
  const LOOK = ["color", "backgroundColor", "backgroundImage", "fontWeight", "fontStyle", "fontFamily", "fontSize", "textShadow", "boxShadow"];
  const looks = (style) => LOOK.map((name) => style[name]).join("|");
  const lined = (element) => {
    for (let at = element; at && /^inline/.test(getComputedStyle(at).display); at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.textDecorationLine !== "none" || parseFloat(style.borderBottomWidth) > 0 || style.outlineStyle !== "none") return true;
    }
    return false;
  };
  const marked = (element) => [element, ...element.querySelectorAll("*")].some((each) => lined(each) || each.matches("img,svg,canvas")
    || ["::before", "::after"].some((part) => !/^(none|normal)$/.test(getComputedStyle(each, part).content)));
  return all("p a[href],li a[href],dd a[href],td a[href]").filter((link) => {
    if (spoken.has(link) || !exposed(link) || !visible(link) || !letters(link.textContent)) return false;
    const style = getComputedStyle(link);
    const parent = link.parentElement;
    if (style.display !== "inline" || marked(link)) return false;
    const around = [...parent.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join("");
    const inner = [...link.querySelectorAll("*")].every((each) => looks(getComputedStyle(each)) === looks(style));
    return letters(around) >= 10 && inner && looks(style) === looks(getComputedStyle(parent));
  }).map((element) => ({ element, verdict: "failed", message: "same-look" }));
}
