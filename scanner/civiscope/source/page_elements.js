// The elements of the page as they stand, lean and without what people typed: for the join with templates.
() => {
  const MAX_ELEMENTS = 6000;
  const KEPT = /^(id|class|name|for|type|role|href|src|srcset|action|method|alt|title|rel|target|lang|placeholder|autocomplete|media|charset|property|http-equiv|tabindex|width|height|scope|colspan|headers|aria-[\w-]+|on\w+)$/;
  const ADDRESS = /^(href|src|srcset|action)$/;
  const OUT = new Set(["noscript", "template", "svg", "object"]);
  const lean = (text) => text.replace(/\s+/g, " ").trim().replace(/\S+@\S+/g, "…").replace(/\d{4,}/g, "…").slice(0, 120);
  const found = [];
  const walk = (element, parent) => {
    if (found.length >= MAX_ELEMENTS) return;
    const given = [...element.attributes].slice(0, 40).map(({ name, value }) => {
      if (!KEPT.test(name)) return [name, null];
      return [name, (ADDRESS.test(name) ? value.split(/[?#]/)[0] : value).replace(/\s+/g, " ").trim().slice(0, 200)];
    });
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => lean(node.nodeValue)).filter(Boolean).slice(0, 6);
    const number = found.push([element.localName, parent, given, /^(script|style|textarea)$/.test(element.localName) ? [] : texts]) - 1;
    if (OUT.has(element.localName)) return;
    for (const child of element.children) walk(child, number);
  };
  walk(document.documentElement, -1);
  return [{ verdict: "passed", elements: found }];
}
