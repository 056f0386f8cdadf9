// Running text of which all letters are capitals, by hand or by style.
(options, { visible, cut }) => {
  // A wordmark is drawn, even where it is made of letters.
  const LOGO = "[class*=logo i],[class*=brand i],[class*=wordmark i],[id*=logo i]";
  // Thirty letters in six words, which take longer to count than the length of a text.
  const LEAST = 35;
  const found = [];
  for (const element of document.querySelectorAll("p,li,dd,td,blockquote,h1,h2,h3,h4,h5,h6,div,span")) {
    if (found.length >= 200) break;
    let text = "";
    for (let node = element.firstChild; node; node = node.nextSibling) if (node.nodeType === Node.TEXT_NODE) text += ` ${node.nodeValue}`;
    if (text.length < LEAST) continue;
    text = text.replace(/\s+/g, " ").trim();
    if (text.length < LEAST) continue;
    const letters = text.match(/\p{Lu}|\p{Ll}/gu) || [];
    if (letters.length < 30 || text.split(" ").length < 6 || element.closest(LOGO) || !visible(element)) continue;
    const upper = getComputedStyle(element).textTransform === "uppercase" || letters.filter((letter) => /\p{Lu}/u.test(letter)).length > 0.9 * letters.length;
    found.push(upper ? { element, verdict: "failed", message: "capitals", facts: { text: cut(text, 80) } } : { element, verdict: "passed" });
  }
  return found;
}
