// Of several refreshes browsers obey the first they understand: the others do nothing. axe-core knows
// the name only in small letters; browsers take it in any.
(options, { all }) => {
  const READS = /^\s*(\d+|\.\d)[\d.]*\s*($|[;,\s])/;
  const refreshes = all("meta[http-equiv=refresh i][content]");
  const obeyed = refreshes.findIndex((element) => READS.test(element.getAttribute("content")));
  const DAY = 72000; // twenty hours: longer than anybody reads
  const others = refreshes.filter((_, place) => place !== obeyed).map((element) => ({ element, verdict: "passed" }));
  const told = refreshes[obeyed];
  if (!told || told.getAttribute("http-equiv") === "refresh") return others;
  const seconds = Number.parseInt(told.getAttribute("content"), 10) || 0;
  return [...others, seconds && seconds <= DAY ? { element: told, verdict: "failed", message: "delay", facts: { seconds } } : { element: told, verdict: "passed" }];
}
