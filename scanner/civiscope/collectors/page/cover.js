// What lies over the page (a modal dialog, a wall that asks for consent), what could take it away, and
// which parts of the page are hidden.
globalThis.civiscopeCover = (found, place) => {
  const MIN_WORDS = 5;
  const MAX_PARTS = 20;
  const MAX_CLOSERS = 40;
  const MAX_WATCHED = 8000;
  const SHOWN = { visibilityProperty: true };
  const CONTENT = "a[href],button,input:not([type=hidden]),select,textarea,img,video,audio,iframe,h1,h2,h3";
  const DIALOG = "dialog[open],[role=dialog i],[role=alertdialog i],[aria-modal=true i]";
  const CLOSES = /^(×|✕|✖|✗|x|close|dismiss|schlie(ß|ss)en|fermer|cerrar|fechar|chiudi|sluiten|zamknij|stäng|luk|lukk|sulje|zavřít|zatvori|zapri|închide|bezár(ás)?|aizvērt|uždaryti|sulge|κλείσιμο|затвори|закрыть)\b|^[×✕✖✗]$/i;
  const AGREES = /agree|accept|terms|conditions|consent|licen[cs]e|zustimm|einverstanden|akzept|bedingungen|accepte|conditions|acepta|términos|accetta|termini|akkoord|voorwaarden/i;

  const wordsOf = (element) => ((element?.innerText ?? element?.textContent ?? "").match(/[\p{L}\p{N}]+/gu) || []).length;
  const isShown = (element) => element.checkVisibility(SHOWN) && element.getClientRects().length > 0;
  const all = (css) => civiscopeRest.roots().flatMap((root) => [...root.querySelectorAll(css)]);
  const holds = (outer, inner) => civiscopeRest.within(inner, new Set([outer]));

  let cover = null;

  /** Whether elements hold most of the page, or of what stands beside a dialog in front of them. */
  const isMost = (elements, dialog = null) => {
    const total = wordsOf(document.body) - wordsOf(dialog);
    const own = elements.filter((each) => !elements.some((other) => other !== each && other.contains(each))).reduce((sum, each) => sum + wordsOf(each), 0);
    return own >= MIN_WORDS && own * 2 >= total;
  };
  const atPoint = (x, y) => document.elementFromPoint(innerWidth * x, innerHeight * y);
  const pinned = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).position === "fixed") return at;
    return null;
  };
  const hasMore = (element) => wordsOf(document.body) - wordsOf(element) >= MIN_WORDS
    || [...document.querySelectorAll(CONTENT)].some((each) => !holds(element, each) && isShown(each));

  const findModal = () => {
    const open = all("dialog:modal");
    const top = atPoint(0.5, 0.5);
    const element = open.find((each) => top && each.contains(top) && !open.some((other) => other !== each && each.contains(other))) || open.at(-1);
    return element && hasMore(element) ? { element, kind: "modal", inert: true } : null;
  };
  // The dialog that a page shows in front of what it has made inert, or hidden from assistive technology.
  const inFront = (behind) => all(DIALOG).filter(isShown).filter((each) => !behind.some((other) => holds(other, each))).at(-1);
  const findInert = () => {
    const css = document.querySelector("main,[role=main i]");
    const inert = all("[inert]").filter(isShown);
    if (css && getComputedStyle(css).interactivity === "inert") inert.push(css);
    if (!inert.length) return null;
    const dialog = inFront(inert);
    if (dialog && isMost(inert, dialog)) return { element: dialog, kind: "inert", inert: true };
    if (!isMost(inert)) return null;
    const top = atPoint(0.5, 0.5);
    const other = top && top !== document.body && top !== document.documentElement && !inert.some((each) => each.contains(top)) ? pinned(top) || top : null;
    return { element: dialog || other, kind: "inert", inert: true };
  };
  const findHidden = () => {
    const dialog = all(DIALOG).filter(isShown).at(-1);
    if (!dialog) return null;
    const hidden = all("[aria-hidden=true i]").filter((each) => isShown(each) && !holds(each, dialog));
    return hidden.length && isMost(hidden, dialog) ? { element: dialog, kind: "hidden", inert: true } : null;
  };
  const findOverlay = () => {
    const tops = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]].map(([x, y]) => pinned(atPoint(x, y)));
    if (!tops.every(Boolean) || isMost([...new Set(tops)])) return null;
    const element = tops[0];
    return hasMore(element) ? { element, kind: "overlay", inert: false } : null;
  };

  /** What covers the page now, as JSON; null when nothing does. */
  const look = () => {
    cover = document.body ? findModal() || findInert() || findHidden() || findOverlay() : null;
    if (!cover) return "null";
    const { element, kind, inert } = cover;
    const { selector, snippet } = element ? place(element) : { selector: "", snippet: "" };
    const text = (element?.innerText || "").slice(0, 4000);
    const fields = element ? [...element.querySelectorAll("input:not([type=hidden]),select,textarea")].length : 0;
    return JSON.stringify({ kind, inert, selector, snippet, asks: AGREES.test(text) || fields > 0 });
  };

  /** Selectors of what axe has found within it. */
  const within = () => {
    if (!cover?.element) return "[]";
    const selectors = [...found.values()].flat().filter(({ element, holder }) => (element || holder) && holds(cover.element, element || holder)).map(({ selector }) => selector);
    return JSON.stringify([...new Set(selectors)]);
  };
  const isWithin = (element) => !!cover?.element && holds(cover.element, element);

  let closers = [];
  const nameOf = (element) => (element.getAttribute("aria-label") || element.innerText || element.value || element.getAttribute("title") || "").trim();
  const inside = (root) => [...root.querySelectorAll("*")].flatMap((element) => [element, ...(element.shadowRoot ? inside(element.shadowRoot) : [])]);
  /** What can be pressed in it, each with its words; `closes` is what does nothing but close. */
  const buttons = () => {
    if (!cover?.element) return "[]";
    const root = cover.element;
    closers = [...inside(root), ...(root.shadowRoot ? inside(root.shadowRoot) : [])]
      .filter((element) => element.matches("button,[role=button i],input[type=button],input[type=submit],a[href^='#'],a:not([href])[tabindex],[data-dismiss],[data-bs-dismiss]") && isShown(element))
      .filter((element) => !element.matches(":disabled") && !(element.form && /^(submit|image)$/.test(element.type) && element.form.method !== "dialog"))
      .slice(0, MAX_CLOSERS);
    return JSON.stringify(closers.map((element) => ({
      text: nameOf(element).slice(0, 160),
      closes: CLOSES.test(nameOf(element)) || /(^|[-_ ])close([-_ ]|$)/.test(String(element.getAttribute("class") || "")) || element.hasAttribute("data-dismiss") || element.hasAttribute("data-bs-dismiss"),
    })));
  };
  /** Where to press the nth of them, in the window. */
  const aim = (index) => {
    const element = closers[index];
    if (!element?.isConnected) return null;
    element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const box = element.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  // ---- hidden parts -------------------------------------------------------------------------------

  const SILENT = "script,style,template,noscript,link,meta,head,title,datalist,option,svg,source,track,param";
  const hasContent = (element) => /[\p{L}\p{N}]{2}/u.test(textWithin(element)) || !!element.querySelector(CONTENT);
  const textWithin = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) => (node.parentElement?.closest(SILENT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    let text = "";
    while (text.length < 20 && walker.nextNode()) text += walker.currentNode.nodeValue.trim();
    return text;
  };
  const SORTS = [
    ["details", "This details element is closed."],
    ["[hidden=until-found i]", "It is hidden until a search finds it."],
    ["dialog", "This dialog is closed."],
    ["[popover]", "This popover is closed."],
    ["*", "It is hidden."],
  ];
  // In a frame, what axe-core says of hidden content is not at hand.
  const unrendered = () => civiscopeRest.everything().slice(0, MAX_WATCHED).filter((element) => {
    const { display, visibility } = getComputedStyle(element);
    const above = civiscopeRest.around(element);
    return display === "none" || (visibility !== "visible" && !!above && getComputedStyle(above).visibility === "visible");
  });
  /** Elements whose content nobody sees as the page stands, the outermost ones. */
  const hiddenElements = ({ ask = self !== top } = {}) => {
    const folded = all("details:not([open])").filter((each) => [...each.childNodes].some((child) => child.nodeName !== "SUMMARY" && (child.nodeType === 1 ? hasContent(child) || child.matches(CONTENT) : /[\p{L}\p{N}]{2}/u.test(child.nodeValue || ""))));
    const marked = all("[hidden],dialog:not([open]),[popover]:not(:popover-open)").filter((each) => !each.matches(SILENT) && hasContent(each));
    const others = (!ask ? (found.get("hidden-content") || []).map(({ element }) => element) : unrendered()).filter((each) => each?.isConnected && !each.matches(SILENT) && hasContent(each));
    const hidden = new Set([...folded, ...marked, ...others]);
    return [...hidden].filter((element) => { const above = civiscopeRest.around(element); return !above || !civiscopeRest.within(above, hidden); })
      // An element of that kind may be shown all the same: a style sheet has the last word.
      .filter((element) => element.localName === "details" || element.matches("[hidden=until-found i]") || !isShown(element));
  };
  /** Their places, and how many more there are. */
  const hidden = () => {
    const elements = hiddenElements();
    const parts = elements.slice(0, MAX_PARTS).map((element) => ({ ...place(element), reason: SORTS.find(([css]) => element.matches(css))[1] }));
    return { parts, more: Math.max(0, elements.length - MAX_PARTS) };
  };
  /** How many parts are hidden now, however the page was judged before; null when it is too large to tell. */
  const countHidden = () => (civiscopeRest.everything().length > MAX_WATCHED ? null : hiddenElements({ ask: true }).length);
  /** In a frame that is shown, the place of what keeps all behind it from being used; else null. */
  const coverOfFrame = () => {
    if (self === top || !document.documentElement.getClientRects().length) return null;
    look();
    return cover?.inert ? (cover.element ? place(cover.element) : { selector: "", snippet: "" }) : null;
  };

  return { look, within, isWithin, buttons, aim, hidden, countHidden, coverOfFrame };
};
