// The text of each part of the page that names a language of its own.
(options, { all, exposed, visible }) => {
  const SILENT = "script,style,noscript,template,code,pre,kbd,samp,var,[translate=no]";
  const textOf = (part) => {
    const parts = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.parentElement && (visible(node.parentElement) || exposed(node.parentElement))) parts.push(node.nodeValue);
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT) || (node !== part && node.hasAttribute("lang"))) return;
      if (node.localName === "img" && node.alt && exposed(node)) parts.push(` ${node.alt} `);
      for (const child of (node.shadowRoot || node).childNodes) walk(child);
    };
    walk(part);
    return parts.join("").replace(/\s+/g, " ").trim().slice(0, 3000);
  };
  return all("body [lang],body[lang]").slice(0, 200)
    .map((element) => ({ element, lang: element.getAttribute("lang").trim(), text: textOf(element) }))
    .filter(({ lang, text }) => lang && text);
}
