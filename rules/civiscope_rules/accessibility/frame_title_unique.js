// Look into frames of one name: do they show the same?
(options, { name, exposed, cut }) => {
  const ADS = /^(ad|ads|advert|advertisement|advertising|anzeige|werbung|publicité|publicidad)s?$/i;
  const inside = (frame) => { try { return frame.contentDocument; } catch { return null; } };
  const frames = [];
  const collect = (root, own) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) collect(element.shadowRoot, own);
      if (!/^i?frame$/.test(element.localName) || !element.isConnected) continue;
      if (own ? !exposed(element) : element.getClientRects().length === 0) continue;
      const called = own ? name(element) : element.getAttribute("aria-label") || element.title;
      const shown = inside(element);
      if (called.trim()) frames.push({ element, called: called.replace(/\s+/g, " ").trim().toLowerCase(), shown, own });
      if (shown && frames.length < 100) collect(shown, false);
    }
  };
  collect(document, true);
  const text = ({ shown }) => (shown.body?.innerText || "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const markup = ({ shown }) => shown.documentElement?.outerHTML || "";
  const where = ({ shown, element }) => (shown ? shown.URL : new URL(element.getAttribute("src") || "about:blank", document.baseURI).href).split("#")[0];
  const compare = (one, other) => {
    if (!where(one).startsWith("about:") && where(one) === where(other)) return "passed";
    if (!one.shown || !other.shown) return "cannot tell";
    const [a, b] = [text(one), text(other)];
    // Pictures and players have no words: only what they are made of tells that they are one.
    if (!a.length && !b.length) return markup(one) === markup(other) ? "passed" : "cannot tell";
    if (a.join(" ") === b.join(" ")) return "passed";
    const [first, second] = [new Set(a), new Set(b)];
    const shared = [...first].filter((word) => second.has(word)).length;
    const alike = shared / (first.size + second.size - shared);
    // Pages of one title may differ in no more than the way that led to them.
    const titles = [one, other].map(({ shown }) => (shown.title || "").trim().toLowerCase());
    if (titles[0] && titles[0] === titles[1] && ([...first].every((word) => second.has(word)) || [...second].every((word) => first.has(word)))) return "cannot tell";
    return alike < 0.6 && a.length && b.length && !ADS.test(one.called) ? "failed" : "cannot tell";
  };
  const outcomes = [];
  frames.forEach((frame, index) => {
    const twins = frames.filter((other, place) => place !== index && other.called === frame.called);
    if (!twins.length || !frame.own) return;
    const verdicts = twins.map((twin) => compare(frame, twin));
    const verdict = ["failed", "cannot tell", "passed"].find((each) => verdicts.includes(each));
    const facts = { title: cut(name(frame.element), 120) };
    outcomes.push({ element: frame.element, verdict, ...(verdict === "passed" ? {} : { message: verdict === "failed" ? "same-title" : "perhaps", facts }) });
  });
  return outcomes;
}
