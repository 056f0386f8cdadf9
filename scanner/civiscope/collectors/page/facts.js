// The facts of a document, for rules that need no more of it than these.
globalThis.civiscopeFacts = (() => {
  const { LIMIT, cut, countWords, attr, attrNames, tagOf, classesOf, childrenOf, fieldsOf, regionOf, nameOf, absolute } = civiscopeElements;
  const ARIA_ROLES = { header: "banner", nav: "navigation", main: "main", aside: "complementary", footer: "contentinfo" };

  const labelOf = (field) => cut(
    field.getAttribute("aria-label") || [...(field.labels || [])].map((label) => label.textContent).join(" "), 120);

  const fieldFacts = (field) => ({
    type: field.type || field.localName, name: cut(field.name, 80),
    autocomplete: cut(field.getAttribute("autocomplete"), 80), label: labelOf(field), required: !!field.required,
  });

  const entropy = (text) => {
    const counts = new Map();
    for (const letter of text) counts.set(letter, (counts.get(letter) || 0) + 1);
    let bits = 0;
    for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
    return Math.round(bits * 100) / 100;
  };

  const storage = () => {
    const items = [];
    for (const area of ["local", "session"]) {
      let store;
      try { store = area === "local" ? localStorage : sessionStorage; } catch { continue; }
      for (let i = 0; i < Math.min(store.length, 200); i++) {
        const key = store.key(i);
        const value = store.getItem(key) || "";
        items.push({ area, key: cut(key, 120), length: value.length, entropy: entropy(value.slice(0, 4096)) });
      }
    }
    return items.sort((a, b) => (a.area + a.key < b.area + b.key ? -1 : 1));
  };

  // Hashes of the paths of tags and first classes; the smallest 64 stand for the page's structure.
  const shape = () => {
    const seen = new Set();
    const mix = (hash, text) => {
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
      return hash;
    };
    let count = 0;
    const walk = (element, hash, depth) => {
      if (count++ > 5000 || depth > 14) return;
      const own = mix(mix(hash, tagOf(element)), "." + (classesOf(element)[0] || "").replace(/\d+/g, ""));
      seen.add(own);
      for (const child of childrenOf(element)) walk(child, own, depth + 1);
    };
    if (document.body) walk(document.body, 2166136261, 0);
    return [...seen].sort((a, b) => a - b).slice(0, 64);
  };

  // Running text, a paragraph each: without lists of entries, tables, menus, forms and quotations.
  const PROSE = "p,li,dd";
  const BESIDE = "nav,aside,footer,header,form,table,pre,code,blockquote,address,figure,[role=navigation i],[role=complementary i],[role=contentinfo i],[role=banner i],[aria-hidden=true i]";
  const prose = (main, lang) => {
    const found = [];
    let [room, looked] = [40000, 0];
    for (const block of main.querySelectorAll(PROSE)) {
      if (room <= 0 || looked++ >= 2000) break;
      if (block.querySelector(PROSE) || block.closest(BESIDE)) continue;
      if ((block.closest("[lang]")?.getAttribute("lang") ?? lang) !== lang) continue;
      if (block.checkVisibility && !block.checkVisibility()) continue;
      const text = block.textContent.replace(/\s+/g, " ").trim().slice(0, room);
      if (!/[.!?…]["”’»)]?$/.test(text)) continue;
      found.push(text);
      room -= text.length;
    }
    return found;
  };

  const dom = () => {
    const root = document.documentElement;
    const all = (css) => [...document.querySelectorAll(css)];
    let truncated = false;
    const take = (list, limit = LIMIT.list) => {
      if (list.length > limit) truncated = true;
      return list.slice(0, limit);
    };
    const isHtml = root && root.localName === "html";
    // An ancestor of a hidden link is often hidden too: ask the browser once per link, it caches.
    const links = take(all("a[href],area[href]")).map((link) => ({
      url: typeof link.href === "string" ? link.href : absolute(link.getAttribute("href")),
      text: nameOf(link), region: regionOf(link), rel: cut(link.getAttribute("rel"), 80),
      target: cut(link.getAttribute("target"), 40), hreflang: cut(link.getAttribute("hreflang"), 40),
      visible: link.checkVisibility ? link.checkVisibility({ visibilityProperty: true }) : true,
    }));
    const forms = take(all("form"), 200).map((form) => ({
      action: absolute(attr(form, "action") || document.URL), method: (attr(form, "method") || "get").toLowerCase(),
      region: regionOf(form), label: cut(attr(form, "aria-label") || attr(form, "name"), 120),
      fields: take([...fieldsOf(form)].filter((field) => !/^(fieldset|output|object)$/i.test(field.localName)), 500).map(fieldFacts),
    }));
    // A level that is no whole number from 1 is none, and neither is one beyond all sense.
    const levelOf = (heading) => {
      const given = Number(heading.getAttribute("aria-level"));
      return given >= 1 && given < 1000 && Number.isInteger(given) ? given : Number(/^h([1-6])$/.exec(heading.localName)?.[1]) || 2;
    };
    const headings = take(all("h1,h2,h3,h4,h5,h6,[role=heading i]")).map((heading) => ({
      level: levelOf(heading), text: cut(heading.textContent),
    }));
    const landmarks = take(all("header,nav,main,aside,footer,[role=banner i],[role=navigation i],[role=main i],[role=complementary i],[role=contentinfo i],[role=search i],search,[role=region i]"), 200)
      .filter((element) => element.hasAttribute("role") || !/^(header|footer)$/.test(element.localName) || !element.parentElement?.closest("article,section,main"))
      .map((element) => ({ role: element.getAttribute("role") || ARIA_ROLES[element.localName] || element.localName, label: cut(element.getAttribute("aria-label") || "") }));
    const frames = take(all("iframe,frame"), 500).map((frame) => ({
      url: absolute(frame.getAttribute("src") || "about:blank"), title: cut(frame.getAttribute("title")), sandbox: frame.getAttribute("sandbox"),
      width: frame.clientWidth, height: frame.clientHeight,
    }));
    const meta = take(all("meta[content],meta[charset]"), 200).map((element) => ({
      name: (element.getAttribute("http-equiv") || element.getAttribute("name") || element.getAttribute("property") || (element.hasAttribute("charset") ? "charset" : "")).toLowerCase(),
      content: cut(element.getAttribute("content") ?? element.getAttribute("charset"), 2000), http_equiv: element.hasAttribute("http-equiv"), in_head: element.parentElement === document.head,
    })).filter((element) => element.name);
    const scripts = take(all("script"), 1000).map((script) => ({
      url: script.getAttribute("src") ? absolute(script.getAttribute("src")) : "", type: cut(script.getAttribute("type"), 80),
      integrity: cut(script.getAttribute("integrity")), crossorigin: script.getAttribute("crossorigin"),
      nonce: !!script.nonce, inline_length: script.getAttribute("src") ? 0 : script.textContent.length,
    }));
    const stylesheets = take(all("link[rel~=stylesheet][href]"), 500).map((sheet) => ({
      url: absolute(sheet.getAttribute("href")), integrity: cut(sheet.getAttribute("integrity")),
      crossorigin: sheet.getAttribute("crossorigin"), media: cut(sheet.getAttribute("media"), 80),
    }));
    const pinned = take(all("script[type=importmap]"), 20).flatMap((map) => {
      try { return Object.entries(JSON.parse(map.textContent).integrity || {}).map(([url, value]) => [absolute(url), cut(String(value))]); } catch { return []; }
    }).concat(take(all("link[rel~=modulepreload][href][integrity]"), 500).map((link) => [absolute(link.getAttribute("href")), cut(link.getAttribute("integrity"))])).slice(0, 1000);
    const body = document.body;
    const text = (body?.innerText ?? root?.textContent ?? "").slice(0, 1000000);
    const main = document.querySelector("main,[role=main i]");
    const mainText = main ? (main.innerText || "") : text;
    let handlers = 0;
    const everything = document.getElementsByTagName("*");
    for (let i = 0; i < Math.min(everything.length, 20000); i++) {
      for (const name of attrNames(everything[i])) if (name.startsWith("on")) { handlers++; break; }
    }
    const canonical = document.querySelector("link[rel~=canonical][href]");
    return {
      facts: {
        title: cut(document.title, 1000), url: document.URL, lang: root?.getAttribute("lang") ?? null,
        direction: root?.getAttribute("dir") || "", quirks_mode: document.compatMode === "BackCompat",
        charset: document.characterSet, media_type: document.contentType, root: root?.localName || "",
        canonical: canonical ? absolute(canonical.getAttribute("href")) : "",
        description: cut(document.querySelector("meta[name=description]")?.getAttribute("content"), 1000),
        links, forms, headings, landmarks, frames, meta,
        alternates: take(all("link[rel~=alternate][hreflang][href]"), 200).map((link) => [cut(link.getAttribute("hreflang"), 40), absolute(link.getAttribute("href"))]),
        scripts, stylesheets, pinned, storage: storage(), handlers, speculation: globalThis.civiscopeSpeculation || [], elements: everything.length,
        words: countWords(text), main_words: countWords(mainText), shape: isHtml ? shape() : [], truncated,
      },
      text: mainText.slice(0, LIMIT.main),
      prose: isHtml && document.body ? prose(main || document.body, root.getAttribute("lang")) : [],
    };
  };

  return dom;
})();
