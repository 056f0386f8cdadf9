// The text that is in the page's own language as the page tells it.
(options, { exposed, visible }) => {
  const ENOUGH = 8000;
  const root = document.documentElement;
  const claimed = root.getAttribute("lang") || root.getAttribute("xml:lang") || "";
  if (root.localName !== "html" || !document.body || !claimed.trim()) return [];
  const SILENT = "script,style,noscript,template,code,pre,kbd,samp,var,[translate=no]";
  const parts = [document.title];
  let length = 0;
  const walk = (node) => {
    if (length > ENOUGH) return;
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.nodeValue.trim();
      if (text && node.parentElement && (visible(node.parentElement) || exposed(node.parentElement))) { parts.push(text); length += text.length; }
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT)) return;
    const own = node.getAttribute("lang");
    if (own !== null && node !== root && own.toLowerCase() !== claimed.toLowerCase()) return;
    if (/^(img|area|input)$/.test(node.localName) && node.alt && exposed(node)) parts.push(node.alt);
    for (const child of (node.shadowRoot || node).childNodes) walk(child);
  };
  walk(document.body);
  return [{ element: root, lang: claimed.trim(), text: parts.join("\n") }];
}
