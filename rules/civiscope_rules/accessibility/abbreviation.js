// Abbreviations that are marked as such: explained by a title or in brackets?
(options, { all, exposed, cut }) => {
  const body = document.body?.innerText || "";
  return all("abbr,acronym").filter(exposed).map((element) => {
    const text = element.textContent.trim();
    const explained = !!element.title.trim() || body.includes(`(${text})`) || body.includes(`${text} (`);
    return !text || explained ? { element, verdict: "passed" } : { element, verdict: "failed", message: "unexplained", facts: { text: cut(text, 40) } };
  });
}
