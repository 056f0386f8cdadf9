// What axe-core leaves open or does not know: texts under effects, words of the style sheet, fields
// without a value, zoomed text. Tells what there is and which colours can be worked out.
(options, { painted, axeFound, exposed, visible, place, cut, toolkit }) => {
  const MOST_TEXTS = 60;
  const colours = axe.commons.color;
  const { effects, parts, zoomed, boxless } = painted();
  const ENOUGH = 7.05; // for every text at every level, with what rounding takes
  const round = (number) => Math.round(number * 100) / 100;
  const parse = (text) => { const colour = new colours.Color(); colour.parseString(text); return colour; };
  const isLarge = (size, weight) => size >= 24 || (size >= 18.66 && weight >= 700);
  const needOf = (size, weight) => (isLarge(size, weight) ? 3 : 4.5);
  const safely = (work) => { try { return work(); } catch { return null; } };

  const backOf = (element) => safely(() => colours.getBackgroundColor(element, []));
  const opacityOf = (element) => {
    let opacity = 1;
    for (let at = element; at; at = at.assignedSlot || at.parentElement || at.getRootNode().host) opacity *= Number(getComputedStyle(at).opacity);
    return opacity;
  };
  const ratioOf = (text, back, opacity) => safely(() => {
    const front = parse(text);
    front.alpha *= opacity;
    return round(colours.getContrast(back, front.alpha < 1 ? colours.flattenColors(front, back) : front));
  });

  // A line under a link is often drawn as a gradient of a pixel or two, and is not behind the letters.
  const NOTHING = /^none(, none)*$/;
  const isLine = (style) => {
    if (NOTHING.test(style.backgroundImage)) return true;
    const [sizes, places] = [style.backgroundSize.split(", "), style.backgroundPosition.split(", ")];
    return /^(no-repeat(, )?)+$/.test(style.backgroundRepeat) && sizes.every((size, index) => {
      const [width, height] = size.split(" ");
      const [, down] = (places[index % places.length] || "").split(/ (?![^(]*\))/);
      return /^(0|0px|0%)$/.test(width) || (/^[\d.]+px$/.test(height || "") && parseFloat(height) <= 3 && /^(100%|calc\(100% [-+] \d(\.\d+)?px\))$/.test(down || ""));
    });
  };
  // So is a stripe along an edge of something around the text, which ends before the text begins.
  const STRIPE = 8;
  const stripeOf = (element, style) => {
    if (!/^linear-gradient\(/.test(style.backgroundImage) || style.backgroundRepeat !== "no-repeat" || element.getClientRects().length !== 1) return null;
    const [width, height] = style.backgroundSize.split(" ");
    const [across, down] = style.backgroundPosition.split(" ");
    const outer = element.getBoundingClientRect();
    const thin = (size) => /^[\d.]+px$/.test(size || "") && parseFloat(size) <= STRIPE;
    const [begins, ends] = [/^0(px|%)$/, /^100%$/];
    if (thin(width)) {
      if (begins.test(across)) return { ...edges(outer), right: outer.left + element.clientLeft + parseFloat(width) };
      if (ends.test(across)) return { ...edges(outer), left: outer.left + element.clientLeft + element.clientWidth - parseFloat(width) };
    }
    if (thin(height)) {
      if (begins.test(down)) return { ...edges(outer), bottom: outer.top + element.clientTop + parseFloat(height) };
      if (ends.test(down)) return { ...edges(outer), top: outer.top + element.clientTop + element.clientHeight - parseFloat(height) };
    }
    return null;
  };
  const edges = ({ left, top, right, bottom }) => ({ left, top, right, bottom });
  const isBeside = (around, style, text) => {
    const stripe = stripeOf(around, style);
    if (!stripe) return false;
    const range = document.createRange();
    range.selectNodeContents(text);
    const apart = (rect) => rect.right <= stripe.left || rect.left >= stripe.right || rect.bottom <= stripe.top || rect.top >= stripe.bottom;
    const rects = [...range.getClientRects()];
    return rects.length > 0 && rects.every(apart);
  };
  // What axe-core cannot say because of what stands beside, the elements around say.
  const backAround = (element) => safely(() => {
    const layers = [];
    for (let at = element; at; at = at.assignedSlot || at.parentElement || at.getRootNode().host) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none" && !isLine(style)) return null;
      layers.push(parse(style.backgroundColor));
      if (layers.at(-1).alpha === 1) break;
    }
    if (layers.at(-1)?.alpha !== 1) layers.push(parse("rgb(255, 255, 255)"));
    return layers.reduceRight((back, layer) => colours.flattenColors(layer, back));
  });

  // What is behind a part is what is behind the nearest element that reaches round it.
  const holds = (outer, box) => box.left >= outer.left - 1 && box.top >= outer.top - 1 && box.right <= outer.right + 1 && box.bottom <= outer.bottom + 1;
  const holderOf = (element, box) => {
    for (let at = element; at && box; at = at.assignedSlot || at.parentElement || at.getRootNode().host) if (holds(at.getBoundingClientRect(), box)) return at;
    return null;
  };
  const backOfPart = (each) => {
    const { element, style, part, own: item, box } = each;
    // A marker stands beside its item, and so not on the background of the item.
    if (part === "marker") return item.listStylePosition === "inside" || safely(() => parse(item.backgroundColor).alpha) === 0 ? backOf(element) : null;
    const own = /^(before|after)$/.test(part) ? safely(() => parse(style.backgroundColor)) : null;
    if (own && style.backgroundImage !== "none") return null;
    if (own?.alpha === 1) return own;
    const holder = holderOf(element, box);
    const back = holder && (backOf(holder) || backAround(holder));
    return back && own?.alpha ? colours.flattenColors(own, back) : back;
  };

  const outcomes = [];
  for (const { element, what, texts } of effects) {
    const named = texts.slice(0, MOST_TEXTS).map((text) => ({ ...place(text.element), key: text.key, exposed: exposed(text.element) }));
    outcomes.push({ element, kind: "effect", effect: cut(what, 200), count: texts.length, texts: named });
  }
  for (const each of parts) {
    const { element, part, key, text, style, size, weight, under } = each;
    const back = under ? null : backOfPart(each);
    const opacity = opacityOf(element) * Number(style.opacity);
    const ratio = back ? ratioOf(each.colour, back, opacity) : null;
    outcomes.push({ ...place(element), selector: key, kind: "part", part, text: cut(text, 80), ratio, need: needOf(size, weight) });
  }
  for (const { element, size, weight } of zoomed) {
    const back = backOf(element);
    const ratio = back ? ratioOf(getComputedStyle(element).webkitTextFillColor, back, opacityOf(element)) : null;
    outcomes.push({ element, kind: "zoomed", ratio, need: needOf(size, weight), size: round(size) });
  }

  for (const element of boxless) {
    let holder = element.parentElement;
    while (holder && getComputedStyle(holder).display === "contents") holder = holder.parentElement;
    if (!holder || !holder.checkVisibility() || toolkit.whyHidden(holder)) continue;
    const back = backAround(holder);
    const style = getComputedStyle(element);
    const plain = style.textShadow === "none" && parseFloat(style.webkitTextStrokeWidth) === 0;
    const ratio = back && plain ? ratioOf(style.webkitTextFillColor, back, opacityOf(holder)) : null;
    outcomes.push({ element, kind: "boxless", ratio, need: needOf(parseFloat(style.fontSize), Number(style.fontWeight)) });
  }

  // ---- what axe-core left open ---------------------------------------------------------------------

  const PICTURES = "img,video,canvas,svg,svg *,object,embed,iframe,input[type=image]";
  // What is behind a text when lines do not count; null when something else is in the way.
  const backBesidesLines = (element) => safely(() => {
    const [stack, more] = axe.commons.dom.getTextElementStack(element);
    const own = stack?.indexOf(element);
    if (more || !(own >= 0)) return null;
    const layers = [];
    let lines = 0;
    for (const [index, each] of stack.entries()) {
      const style = getComputedStyle(each);
      if (each.matches(PICTURES)) return null;
      if (style.backgroundImage !== "none" && !((isLine(style) || (each !== element && isBeside(each, style, element))) && ++lines)) return null;
      const colour = parse(style.backgroundColor);
      if (colour.alpha > 0 && (index < own || Number(style.opacity) < 1)) return null;
      if (colour.alpha > 0) layers.push(colour);
      if (colour.alpha === 1) break;
    }
    if (layers.at(-1)?.alpha !== 1) layers.push(parse("rgb(255, 255, 255)"));
    return lines ? layers.reduceRight((back, layer) => colours.flattenColors(layer, back)) : null;
  });

  const isRendered = (element) => element.checkVisibility() && getComputedStyle(element).contentVisibility !== "hidden" && !/transparent|clipped/.test(toolkit.whyHidden(element));
  const open = axeFound("color-contrast").filter((found) => found.verdict === "cannot tell" && found.element);
  // Where nothing is decided by colours alone, they need not be worked out.
  const backOfOpen = (element, style, summary) => {
    const select = element.closest("select");
    if (select && style.backgroundImage === "none") {
      // What a select shows lies in parts of its own.
      const back = backOf(select.parentElement);
      return back && safely(() => colours.flattenColors(parse(getComputedStyle(select).backgroundColor), back));
    }
    if (/gradient|image/.test(summary)) return backBesidesLines(element);
    return /no value/.test(summary) ? backOf(element) : null;
  };
  // Words that keep the room of a bold font, and that a pseudo-element draws over them.
  const isDrawnOver = (element) => ["::before", "::after"].some((part) => {
    const { content, visibility, color } = getComputedStyle(element, part);
    const words = /"((?:[^"\\]|\\.)+)"/.exec(content)?.[1].trim();
    return !!words && words === (element.textContent || element.shadowRoot?.textContent || "").trim() && visibility === "visible" && toolkit.rgba(color).alpha > 0.5;
  });
  for (const { element, selector, summary } of open) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const back = backOfOpen(element, style, summary);
    const plain = style.textShadow === "none" && parseFloat(style.webkitTextStrokeWidth) === 0;
    const ratio = back ? ratioOf(style.webkitTextFillColor, back, opacityOf(element)) : null;
    outcomes.push({
      selector, kind: "open", rendered: isRendered(element), exposed: exposed(element), sized: box.width > 0 && box.height > 0, drawn: isDrawnOver(element),
      plain, known: !!back, ratio, settled: plain && ratio >= ENOUGH && !/no value/.test(summary),
      need: needOf(parseFloat(style.fontSize), Number(style.fontWeight)),
    });
  }

  // What a class calls disabled, style sheets keep from the mouse.
  const CONTROLS = "a,button,[role=button i],[role=link i]";
  const DISABLED = /(?:^|\s)(?:[\w-]+[-_])?disabled(?=\s|$)/;
  const switchedOff = (element) => {
    const control = element.closest(CONTROLS);
    return !!control && getComputedStyle(control).pointerEvents === "none"
      && [control, control.parentElement].some((each) => DISABLED.test(each?.getAttribute("class") || ""));
  };
  // Axe-core takes what is fixed below everything for being under the ground of the body; that ground is the window's.
  const isWindows = () => { const style = getComputedStyle(document.documentElement); return style.backgroundImage === "none" && parse(style.backgroundColor).alpha === 0; };
  const isFilled = (style) => style.backgroundImage !== "none" || parse(style.backgroundColor).alpha > 0;
  const fixedBelow = () => (safely(isWindows) ? [...document.querySelectorAll("body > *,body > * > *")] : []).filter((each) => {
    const style = getComputedStyle(each);
    return style.position === "fixed" && Number(style.zIndex) < 0 && visible(each) && (isFilled(style) || each.matches("img,video,canvas,:has(img,video,canvas)"));
  }).map((each) => each.getBoundingClientRect());
  let below = null;
  const isOverFixed = (element) => {
    below ??= safely(fixedBelow) || [];
    if (!below.length) return false;
    for (let at = element; at && at !== document.body; at = toolkit.parentOf(at)) if (isFilled(getComputedStyle(at))) return false;
    const box = element.getBoundingClientRect();
    const top = box.top + scrollY;
    return below.some((under) => box.right > under.left && box.left < under.right && (under.height >= innerHeight || (top < under.bottom && top + box.height > under.top)));
  };
  // Lines and dots between links are no text to read; the links beside them have elements of their own.
  for (const { element, selector } of axeFound("color-contrast").filter((found) => found.verdict === "failed" && found.element)) {
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join("");
    if (element.children.length && !/[\p{L}\p{N}]/u.test(own)) outcomes.push({ selector, kind: "signs" });
    else if (isOverFixed(element)) outcomes.push({ selector, kind: "fixed" });
    else if (switchedOff(element)) outcomes.push({ selector, kind: "off", reached: element.closest(CONTROLS).tabIndex >= 0 });
  }

  // Options of a select that is drawn by the page come into view when it is opened.
  for (const select of document.querySelectorAll("select")) {
    if (getComputedStyle(select).appearance !== "base-select" || !exposed(select) || toolkit.isDisabled(select)) continue;
    const picker = getComputedStyle(select, "::picker(select)");
    for (const option of [...select.options].slice(0, 50)) {
      const style = getComputedStyle(option);
      if (toolkit.isDisabled(option) || !option.text.trim() || style.backgroundImage !== "none" || picker.backgroundImage !== "none") continue;
      const [own, behind] = [safely(() => parse(style.backgroundColor)), safely(() => parse(picker.backgroundColor))];
      const back = own?.alpha === 1 ? own : own && behind?.alpha === 1 ? colours.flattenColors(own, behind) : null;
      if (!back) continue;
      const ratio = ratioOf(style.color, back, Number(style.opacity));
      outcomes.push({ element: option, kind: "option", text: cut(option.text, 80), ratio, need: needOf(parseFloat(style.fontSize), Number(style.fontWeight)) });
    }
  }
  return outcomes;
}
