// Sentences that send people by place, shape or colour.
(options, { all, visible, exposed, name, cut }) => {
  const THING = "buttons?|links?|icons?|boxe?s?|fields?|menus?|navigation|panels?|columns?|sidebars?|bars?|sections?|forms?|tables?|lists?|images?|pictures?|photos?|maps?|tabs?|arrows?|areas?|corners?|search|text|circles?|squares?|triangles?|stars?|diamonds?|options?|instructions?|information|details|contents?";
  const SHAPES = "round|square|triangular|oval|rectangular|circular|diamond-shaped|star-shaped|heart-shaped";
  const COLOURS = "red|green|blue|yellow|orange|purple|pink|brown|grey|gray|black|white";
  const SIZES = "big|bigger|biggest|large|larger|largest|small|smaller|smallest|tiny|huge";
  const SIDE = "(?:on|to|at|in) (?:the|your) (?:far |bottom |top |upper |lower )?(?:right|left)(?: ?-?hand)?";
  const POINTED = "(?:the|this|that|these|those) [\\p{L}-]+ (?:on|at|to) the (?:far )?(?:right|left)\\b(?! (?:to|of|place|way|side|track|time|people|person|hand)\\b)";
  const CUES = [
    // "The artist on the right", whether or not it is an order.
    ["pointed", POINTED],
    // "on the right", not "to your right to appeal", "in the right place" or "the right of access".
    ["place", `${SIDE}(?:[- ](?:side|corner|columns?|menus?|panels?|navigation|bar|sidebar))\\b|${SIDE}(?=\\s*(?:[.,;:!?)]|$|for\\b|and\\b|or\\b|hand\\b)|\\s+of (?:the|this|your) (?:page|screen|window|form|map|table|text))`],
    ["place", `(?:${THING}) (?:on|to|at) the (?:far )?(?:right|left)\\b(?! (?:of|place|way|track|time|people|person)\\b)`],
    ["place", `(?:under|be)neath the (?:${THING})\\b|(?:right|left)[- ]hand[- ](?:side|column|menu|panel|corner|navigation|bar)`],
    ["place", `(?:top|bottom|upper|lower)[- ](?:right|left)(?:[- ]hand)?(?: corner)?|(?:at|in) the (?:top|bottom) (?:right|left)`],
    ["shape", `(?:${SHAPES}) (?:${THING})\\b|within the (?:triangle|circle|square)|(?:the|a) (?:circle|triangle|square|star|diamond|arrow)(?: icon| button)? (?:below|above)`],
    ["colour", `(?:${COLOURS}) (?:(?:button|link|icon|box|field|area|bar|circle|square|triangle|arrow|menu|tab|section|row|column)s?\\b|text\\b(?! (?:on|against|is|are|in|has|with)\\b))|(?:marked|shown|highlighted|printed|written|displayed|listed) in (?:${COLOURS}|bold red)`],
    ["colour", `(?:with|has|have|having) an? (?:${COLOURS}) (?:border|background|outline|frame|edge|dot|star|asterisk|mark|label|tick|cross)s?\\b`],
    ["shape", `(?:click|press|tap|push|hit|select|use|choose|follow) (?:on )?(?:the|a) (?:circle|triangle|square|star|diamond|arrow|cross|hexagon)\\b(?!(?:-| )keys?\\b)`],
    ["pointed", `(?:fields?|boxes|items?|questions?|parts?|dates?|days?|names?|words|lines?|rows?|cells|links?|text) (?:\\p{L}+ )?in (?:${COLOURS})\\b(?! and white| or white| tape| ink)`],
    // "The big button", not "fit for large images".
    ["size", `(?:the|this|that|these|those) (?:${SIZES}) (?:button|link|icon|box|field|circle|square|arrow|menu|tab|image|picture)s?\\b`],
  ];
  // Every cue has one of these in it; most sentences have none, and no cue is looked for in them.
  const ANY = new RegExp(`right|left|neath|triang|circ|square|star|diamond|arrow|cross|hexagon|bold red|${SHAPES}|${COLOURS}|${SIZES}`, "i");
  let made;
  const cues = () => (made ??= CUES.map(([kind, words]) => [kind, new RegExp(`\\b(?:${words})`, "iu")]));
  const ORDERS = /\b(?:click|press|select|choose|pick|use|push|tap|hit|find|see|look|follow|enter|type|fill|complete|open|go|refer|check|tick|drag|move|scroll|read|search|shown|found|marked|highlighted|displayed|listed|required)\b/i;
  const NAMED = /["“”'‘’«»][^"“”«»]{2,40}["”’'»]|\b(?:labell?ed|called|named|titled|entitled|marked as|which says|that says|reads)\b/i;
  // A letter, a machine and the like have buttons and boxes of their own: what is said to be on them may not be on the page.
  const OBJECTS = "(?:letters?|bills?|invoices?|receipts?|cards?|envelopes?|certificates?|licen[cs]es?|passports?|papers?|posters?|machines?|meters?|keypads?|phones?|remote|terminals?|lifts?|doors?|counters?)\\b(?![- ](?:page|form|section|menu|tab|list|area|search|service)s?\\b)";
  const ADJECTIVES = "(?:\\s+(?!(?:to|for|with|and|or|then|that|which|if|when|on|in|of|at)\\b)[\\w-]+){0,3}?";
  const ON_THE = `(?:on|in|of|at|inside) (?:the|your|a|an|this|that|each|our)${ADJECTIVES}`;
  const BEHIND = new RegExp(`^(?: (?:that|which) (?:is|are))?(?: (?:found|printed|shown|marked))?(?: on page \\w+)?(?: ${ON_THE})+ ${OBJECTS}`, "i");
  const BEFORE = new RegExp(`\\b${ON_THE.replace("|of|", "|")} ${OBJECTS}(?<rest>.*)$`, "i");
  const GOES_ON = /\b(?:and|then|click|tap|select|choose)\b/i;
  /** Whether what is meant is on such an object: "the red box of your bill", "on your bill, see the red box". */
  const isElsewhere = (sentence, sense) => {
    const at = sentence.indexOf(sense);
    const rest = BEFORE.exec(sentence.slice(0, at))?.groups.rest;
    return BEHIND.test(sentence.slice(at + sense.length)) || (rest !== undefined && !GOES_ON.test(rest));
  };
  const ROLES = [
    [/\bnavigation|\bmenus?\b/i, "nav,[role=navigation i],[role=menu i]"], [/\bbuttons?\b/i, "button,input[type=submit],input[type=button],input[type=image],[role=button i]"],
    [/\blinks?\b/i, "a[href],[role=link i]"], [/\bfields?\b|\bboxe?s?\b/i, "input:not([type=hidden],[type=submit],[type=button],[type=image]),textarea,select"],
    [/\bforms?\b/i, "form"], [/\btables?\b/i, "table"], [/\b(?:images?|pictures?|photos?|icons?)\b/i, "img,[role=img i]"], [/\blists?\b/i, "ul,ol"], [/\bsearch\b/i, "search,[role=search i],input[type=search]"],
  ];
  const INLINE = /^(a|b|i|em|strong|span|abbr|kbd|mark|u|small|font)$/;
  const SMALL = new Set("the a an of on in to at by for and or is are this that your you it with from button link menu icon box field page click press select use".split(" "));
  const words = (text) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || []).filter((word) => word.length > 1 && !SMALL.has(word));
  let brush;
  const hueOf = (colour) => {
    const painter = (brush ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }));
    painter.clearRect(0, 0, 1, 1);
    painter.fillStyle = colour;
    painter.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = painter.getImageData(0, 0, 1, 1).data;
    if (a < 128) return "";
    const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
    if (most - least < 30) return most > 225 ? "white" : most < 50 ? "black" : "grey";
    const hue = ((most === r ? (g - b) / (most - least) : most === g ? 2 + (b - r) / (most - least) : 4 + (r - g) / (most - least)) * 60 + 360) % 360;
    return hue < 15 || hue >= 335 ? "red" : hue < 42 ? "orange" : hue < 70 ? "yellow" : hue < 165 ? "green" : hue < 258 ? "blue" : hue < 295 ? "purple" : "pink";
  };
  /** Whether a thing of the page looks as the words say: else they may speak of a bin, a badge or a machine. */
  const looksLike = (element, sense, others) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const colour = new RegExp(`\\b(?:${COLOURS})\\b`, "i").exec(sense)?.[0].toLowerCase().replace("gray", "grey");
    if (colour) return [style.backgroundColor, style.color, style.borderTopColor].some((each) => hueOf(each) === colour || (colour === "brown" && hueOf(each) === "orange"));
    if (/\b(?:right|left)\b/i.test(sense)) return (box.left + box.width / 2 > innerWidth / 2) === /\bright\b/i.test(sense);
    const sides = [box.width, box.height];
    if (/\b(?:round|circular|oval|circle)\b/i.test(sense)) return parseFloat(style.borderTopLeftRadius) >= (/%/.test(style.borderTopLeftRadius) ? 40 : 0.4 * Math.min(...sides)) && box.width > 0;
    if (/\b(?:square|rectangular)\b/i.test(sense)) return /rectangular/i.test(sense) || Math.abs(sides[0] / sides[1] - 1) < 0.15;
    const area = (each) => { const { width, height } = each.getBoundingClientRect(); return width * height; };
    if (new RegExp(`\\b(?:${SIZES})\\b`, "i").test(sense)) return others.some((other) => other !== element && (area(other) > 1.4 * area(element) || area(element) > 1.4 * area(other)));
    return false;
  };
  /** What a sentence with a cue does: sends people by it alone, by something else too, or nobody can tell. */
  const judge = (sentence, sense, pointed) => {
    if (NAMED.test(sentence)) return "passed";
    if (!ORDERS.test(sentence)) return pointed ? "cannot tell" : "passed";
    const others = new Set(words(sentence.replace(sense, " ")));
    const cue = words(sense);
    const kind = ROLES.find(([noun]) => noun.test(sense)) || ROLES.find(([noun]) => noun.test(sentence));
    if (!kind) return "cannot tell";
    const candidates = all(kind[1]).filter((element) => visible(element) && exposed(element));
    const called = candidates.map((element) => words(name(element) || (element.matches("nav,ul,ol,form") ? "" : element.textContent)));
    // Its own words are in the sentence, or the sense is in its name: that is enough to find it by.
    if (called.some((own) => own.some((word) => others.has(word)) || (own.length && cue.some((word) => own.includes(word))))) return "passed";
    if (candidates.length === 1) return "passed";
    const meant = candidates.length > 1 && candidates.some((element) => looksLike(element, sense, candidates));
    return meant && !isElsewhere(sentence, sense) ? "failed" : "cannot tell";
  };
  const found = [];
  for (const element of document.querySelectorAll("p,li,dd,td,label,legend,figcaption,div,span,h2,h3,h4")) {
    if (found.length >= 100) break;
    if (element.localName === "span" && INLINE.test(element.parentElement.localName)) continue;
    let text = "";
    for (let node = element.firstChild; node; node = node.nextSibling) if (node.nodeType === Node.TEXT_NODE || INLINE.test(node.localName || "")) text += ` ${node.textContent}`;
    if (text.length < 12) continue;
    text = text.replace(/\s+/g, " ").trim();
    if (text.length < 12 || text.length > 1200 || !/^en\b|^$/i.test(element.closest("[lang]")?.lang || "") || !(visible(element) || exposed(element))) continue;
    let worst = { element, verdict: "passed" };
    for (const sentence of text.split(/(?<=[.!?;])\s+/)) {
      if (!ANY.test(sentence)) continue;
      const [pointed, sense] = cues().map(([kind, cue]) => [kind === "pointed", cue.exec(sentence)?.[0]]).find(([, words]) => words) || [];
      if (!sense) continue;
      const verdict = judge(sentence, sense, pointed);
      if (verdict === "passed" || worst.verdict === "failed") continue;
      worst = { element, verdict, message: verdict === "failed" ? "alone" : "words", facts: { text: cut(sentence, 160), sense } };
    }
    found.push(worst);
  }
  return found;
}
