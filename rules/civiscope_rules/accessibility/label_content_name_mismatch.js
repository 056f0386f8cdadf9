// Compare the words that can be seen on a control with its name, by whole words.
(options, { all, name, role, exposed, visible, shownText, cut }) => {
  const ROLES = new Set(["button", "checkbox", "gridcell", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "radio", "searchbox", "switch", "tab", "treeitem"]);
  const ICONS = /icon|symbol|glyph|awesome|material|dingbat|fontello|icomoon|feather/i;
  const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+/gu;
  const drawn = (element) => ICONS.test(getComputedStyle(element).fontFamily.split(",")[0]);
  // What UTF-8 looks like on a page that was sent as something else: signs, not letters.
  const MISREAD = /[ÂÃâð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+/g;
  const plain = (text) => text.replace(MISREAD, " ").normalize("NFKC").toLowerCase().replace(/\([^()]*\)/g, " ").replace(/['’]/g, "");
  const tokens = (text, hyphen) => plain(text).replace(/[-‐‑–]/g, hyphen).match(TOKEN) || [];
  const within = (part, whole) => whole.some((_, start) => part.every((word, i) => whole[start + i] === word));
  const contained = (seen, called) => ["", " "].some((own) => ["", " "].some((other) => {
    const part = tokens(seen, own);
    return within(part, tokens(called, other));
  }));
  // "Ave." beside "Avenue": which of the two is said aloud, software cannot know.
  const shortened = (seen, called) => {
    const words = tokens(called, " ");
    return (plain(seen).match(/[\p{L}\p{N}]+(?=\.)/gu) || []).some((short) => words.some((word) => word.length > short.length && word.startsWith(short)));
  };
  const outcomes = [];
  for (const element of all("[aria-label],[aria-labelledby]")) {
    if (!ROLES.has(role(element)) || !exposed(element) || !visible(element)) continue;
    if (drawn(element)) { outcomes.push({ element, verdict: "passed" }); continue; }
    const seen = shownText(element, drawn);
    const called = name(element);
    const letters = tokens(seen, "").join("");
    if (!called || !letters || (letters.length === 1 && seen.length === 1)) continue;
    const facts = { seen: cut(seen, 120), called: cut(called, 120) };
    if (contained(seen, called)) outcomes.push({ element, verdict: "passed" });
    else if (shortened(seen, called)) outcomes.push({ element, verdict: "cannot tell", message: "shortened", facts });
    else outcomes.push({ element, verdict: "failed", message: "not-in-name", facts });
  }
  return outcomes;
}
