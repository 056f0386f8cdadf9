// Sentences that send people by place, shape or colour.
(options, { visible, exposed, cut }) => {
  const PLACE = "(?:on|to|at|in) (?:the|your) (?:far |bottom |top |upper |lower )?(?:right|left)(?: hand)?(?:-hand)?(?: side| corner| column| menu| panel)?|(?:under|be)neath the|(?:right|left)[- ](?:hand )?(?:side|column|menu|panel|corner)";
  const SHAPE = "(?:round|square|triangular|oval|rectangular|circular) (?:button|icon|box|link|menu|field|image)|within the (?:triangle|circle|square)|(?:the|a) (?:circle|triangle|square|star|diamond|arrow)(?: icon| button)? (?:below|above)";
  const COLOUR = "(?:red|green|blue|yellow|orange|purple|grey|gray|pink|black|white) (?:button|link|icon|box|field|text|area|bar|circle|arrow|menu)s?|(?:marked|shown|highlighted|printed|written) in (?:red|green|blue|yellow|orange|bold red)";
  const SENSE = new RegExp(`\\b(?:${PLACE}|${SHAPE}|${COLOUR})\\b`, "i");
  const INLINE = /^(a|b|i|em|strong|span|abbr|kbd)$/;
  const found = [];
  for (const element of document.querySelectorAll("p,li,dd,td,label,legend,figcaption,div")) {
    if (found.length >= 100) break;
    let text = "";
    for (let node = element.firstChild; node; node = node.nextSibling) if (node.nodeType === Node.TEXT_NODE || INLINE.test(node.localName || "")) text += ` ${node.textContent}`;
    if (text.length < 12) continue;
    text = text.replace(/\s+/g, " ").trim();
    if (text.length < 12 || text.length > 600 || !/^en\b|^$/i.test(element.closest("[lang]")?.lang || "") || !(visible(element) || exposed(element))) continue;
    const sense = SENSE.exec(text)?.[0];
    found.push(sense ? { element, verdict: "cannot tell", message: "words", facts: { text: cut(text, 160), sense } } : { element, verdict: "passed" });
  }
  return found;
}
