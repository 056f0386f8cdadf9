// Paragraphs that hold nothing and make room.
(options, { all, exposed }) => all("p").filter((element) => element.getBoundingClientRect().height > 0 && (exposed(element) || !element.textContent.trim())).map((element) => {
  const live = element.matches("[aria-live],[role=status],[role=alert],[role=log]") || !!element.id;
  // What has an id or is a live region is filled in later.
  const empty = !element.textContent.replace(/[\s\u00a0]/g, "") && !element.querySelector("*:not(br):not(b):not(i):not(span):not(strong):not(em)") && !live;
  return { element, verdict: empty ? "failed" : "passed", ...(empty ? { message: "empty" } : {}) };
})
