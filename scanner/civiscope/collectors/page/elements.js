// What rules and reports need to know of an element: its name, its place, a snippet of it.
globalThis.civiscopeElements = (() => {
  const LIMIT = { list: 5000, text: 300, snippet: 400, nodes: 50, main: 40000 };
  const cut = (text, limit = LIMIT.text) => {
    const clean = (text || "").replace(/\s+/g, " ").trim();
    return clean.length > limit ? clean.slice(0, limit) + "…" : clean;
  };
  const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;
  const countWords = (text) => (text.match(WORD) || []).length;

  // A form's fields take the place of its own properties of the same name, in every world: ask the
  // prototypes instead wherever an element may be a form.
  const getter = (kind, name) => {
    const { get } = Object.getOwnPropertyDescriptor(kind.prototype, name);
    return (element) => get.call(element);
  };
  const method = (kind, name) => {
    const own = kind.prototype[name];
    return (element, argument) => own.call(element, argument);
  };
  const attr = method(Element, "getAttribute");
  const attrNames = method(Element, "getAttributeNames");
  const closest = method(Element, "closest");
  const boxOn = method(Element, "getBoundingClientRect");
  const idOf = getter(Element, "id");
  const tagOf = getter(Element, "localName");
  const classesOf = getter(Element, "classList");
  const childrenOf = getter(Element, "children");
  const outerHtmlOf = getter(Element, "outerHTML");
  const parentOf = getter(Node, "parentElement");
  const textOf = getter(Node, "textContent");
  const rootOf = method(Node, "getRootNode");
  const cloneOf = method(Node, "cloneNode");
  const fieldsOf = getter(HTMLFormElement, "elements");

  // Halves of surrogate pairs are no text, and nobody could read what we say if it held one.
  const plain = (value) => {
    const text = JSON.stringify(value);
    if (!/\\ud[89a-f]/.test(text)) return text;
    return JSON.stringify(value, (_, part) => (typeof part === "string" ? part.toWellFormed() : part));
  };

  const ROLES = {
    banner: "header", navigation: "nav", main: "main", complementary: "aside", contentinfo: "footer",
  };
  const LANDMARKS = { header: "header", nav: "nav", main: "main", aside: "aside", footer: "footer" };
  const regions = new WeakMap();
  // A header or footer inside an article or section belongs to that piece, not to the page.
  const regionOf = (element) => {
    const path = [];
    let found = "";
    for (let at = element; at; at = parentOf(at)) {
      if (regions.has(at)) { found = regions.get(at); break; }
      path.push(at);
      const role = attr(at, "role");
      const name = role ? ROLES[role] : LANDMARKS[tagOf(at)];
      if (name && (role || !/^(header|footer)$/.test(tagOf(at)) || !closest(at, "article,section,main"))) {
        found = name;
        break;
      }
    }
    for (const at of path) regions.set(at, found);
    return found;
  };

  const nameOf = (element) => {
    const label = element.getAttribute("aria-label");
    if (label && label.trim()) return cut(label);
    const ids = element.getAttribute("aria-labelledby");
    if (ids) {
      const text = ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ").trim();
      if (text) return cut(text);
    }
    const text = cut(element.textContent) || (tagOf(element) === "area" ? cut(attr(element, "alt")) : "");
    if (text) return text;
    const image = element.querySelector("img[alt],svg title,[aria-label]");
    return cut(image?.getAttribute("alt") || image?.getAttribute("aria-label") || image?.textContent || element.getAttribute("title") || "");
  };

  // What somebody typed, or what a server filled in for them, is nobody's business.
  const withoutValues = (html) => html.replace(/<(?:input|option)\b[^>]*>/gi, (tag) => (
    /\stype=["']?(submit|button|reset|image)\b/i.test(tag) ? tag
      : tag.replace(/(\svalue=)("[^"]*"|'[^']*'|[^\s>]+)/i, (_, name, value) => (value.length > 2 ? `${name}"[${value.length - 2} characters]"` : name + value))));

  const snippet = (element) => {
    const html = outerHtmlOf(cloneOf(element, false)) || "";
    const text = childrenOf(element).length === 0 ? cut(textOf(element), 120) : "…";
    const close = `</${tagOf(element)}>`;
    const filled = withoutValues(html.endsWith(close) ? html.slice(0, -close.length) + text + close : html);
    return filled.length > LIMIT.snippet ? filled.slice(0, LIMIT.snippet) + "…" : filled;
  };

  const selector = (element) => {
    const parts = [];
    let at = element;
    while (at) {
      const root = rootOf(at);
      const id = idOf(at);
      if (id && !/\d{3,}|[0-9a-f]{8,}/i.test(id) && root.querySelectorAll("#" + CSS.escape(id)).length === 1) {
        parts.unshift("#" + CSS.escape(id));
        at = null;
      } else {
        const parent = parentOf(at);
        const tag = tagOf(at);
        const twins = parent ? [...childrenOf(parent)].filter((child) => tagOf(child) === tag) : [];
        parts.unshift(twins.length > 1 ? `${tag}:nth-of-type(${twins.indexOf(at) + 1})` : tag);
        at = parent;
      }
      if (!at && root.host) {
        return selector(root.host) + " >>> " + parts.join(" > ");
      }
    }
    return parts.join(" > ");
  };

  /** Where a part of an image map lies: the part itself has no box, its picture and its coordinates have. */
  const boxOfArea = (area) => {
    const map = area.closest("map");
    const image = map && [...document.querySelectorAll("img[usemap],object[usemap]")].find((each) => each.getAttribute("usemap").replace("#", "") === (map.name || map.id));
    const box = (image || area).getBoundingClientRect();
    const numbers = (area.getAttribute("coords") || "").split(/[\s,;]+/).map(Number).filter(Number.isFinite);
    if (!image || numbers.length < 3) return box;
    const [x, y, third] = numbers;
    const points = numbers.length === 3 ? [x - third, y - third, x + third, y + third] : numbers;
    const [across, down] = [points.filter((_, i) => i % 2 === 0), points.filter((_, i) => i % 2 === 1)];
    return { x: box.x + Math.min(...across), y: box.y + Math.min(...down), width: Math.max(...across) - Math.min(...across), height: Math.max(...down) - Math.min(...down) };
  };
  const boxOf = (element) => {
    const box = tagOf(element) === "area" ? boxOfArea(element) : boxOn(element);
    const round = (number) => Math.round(number * 10) / 10;
    return { x: round(box.x + scrollX), y: round(box.y + scrollY), width: round(box.width), height: round(box.height) };
  };

  const absolute = (url) => { try { return new URL(url, document.baseURI).href; } catch { return url || ""; } };

  return Object.freeze({
    LIMIT, cut, countWords, plain, attr, attrNames, tagOf, classesOf, childrenOf, parentOf, fieldsOf, regionOf, nameOf, withoutValues, snippet, selector, boxOf, absolute,
  });
})();
