// Articles that hold nothing but navigation.
(options, { all, exposed }) => {
  const SKIPPED = "nav,[role=navigation i],h1,h2,h3,h4,h5,h6,script,style";
  const SHOWS = "img,svg,video,audio,iframe,canvas,object,embed,form,input";
  const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.nodeValue.trim());
  /** Whether there is content in a piece of the page, or in what a custom element shows in a tree of its own. */
  const hasContent = (piece) => hasText(piece) || [...piece.querySelectorAll("*")].some((each) => {
    const skipped = each.closest(SKIPPED);
    if (skipped && skipped !== piece && piece.contains(skipped)) return false;
    return each.matches(SHOWS) || hasText(each) || (!!each.shadowRoot && hasContent(each.shadowRoot));
  });
  return all("article,[role=article i]").filter((element) => exposed(element) && element.textContent.trim()).map((element) => (
    element.querySelector("nav,[role=navigation i]") && !hasContent(element) ? { element, verdict: "failed", message: "navigation" } : { element, verdict: "passed" }));
}
