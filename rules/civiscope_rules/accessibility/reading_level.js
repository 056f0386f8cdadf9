// How hard the main text of an English page is to read, by the lengths of its sentences and words.
(options, { visible }) => {
  const FEWEST = { words: 50, sentences: 2 };
  // Below this the figure is rough, and only what is far beyond the limit is told.
  const FIRM = { words: 200, sentences: 10, margin: 4 };
  const BLOCKS = "p,li,dd,blockquote";
  const BESIDE = "nav,aside,footer,header,form,table,pre,code,[role=navigation i],[role=complementary i],[role=contentinfo i],[role=banner i],[aria-hidden=true i],blockquote p";
  const root = document.documentElement;
  if (!/^en\b/i.test(root.lang) || !document.body) return [];
  const main = document.querySelector("main,[role=main i]") || document.body;
  const segments = new Intl.Segmenter("en", { granularity: "sentence" });
  const syllablesOf = (word) => {
    // A last e is silent (page, named, makes), save after consonant and l (table) and where an s or d needs it (churches, wanted).
    const heard = word.replace(/(?<=[aeiouy][^aeiouyl]*)e$|(?<=[aeiouy][^aeiouy]*(?<![sxzcg]|[cs]h))es$|(?<![td])ed$/, "");
    return Math.max(1, (heard.match(/[aeiouy]+/g) || []).length);
  };
  let [words, sentences, syllables] = [0, 0, 0];
  for (const block of main.querySelectorAll(BLOCKS)) {
    if (words > 5000) break;
    if (block.querySelector(BLOCKS) || block.closest(BESIDE) || (block.closest("[lang]") || root).lang !== root.lang || !visible(block)) continue;
    const text = block.textContent.replace(/\s+/g, " ").trim();
    // Entries of lists are often no sentences.
    if (block.localName === "li" && !/[.!?]["”’)]?$/.test(text)) continue;
    for (const { segment } of segments.segment(text)) {
      const found = segment.toLowerCase().match(/[a-z]+(?:[’'][a-z]+)*/g) || [];
      if (found.length < 3) continue;
      sentences += 1;
      words += found.length;
      for (const word of found) syllables += syllablesOf(word);
    }
  }
  if (words < FEWEST.words || sentences < FEWEST.sentences) return [];
  const grade = 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
  const rough = words < FIRM.words || sentences < FIRM.sentences;
  if (rough && grade <= options.grade + FIRM.margin) return [];
  if (grade <= options.grade) return [{ element: main, verdict: "passed" }];
  return [{ element: main, verdict: "cannot tell", message: "hard", facts: { grade: Math.round(grade), length: Math.round(words / sentences), most: options.grade } }];
}
