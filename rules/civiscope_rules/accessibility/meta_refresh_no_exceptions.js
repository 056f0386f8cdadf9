// Of several refreshes browsers obey the first they understand; any wait before it takes people by surprise.
(options, { all }) => {
  const READS = /^\s*(\d+|\.\d)[\d.]*\s*($|[;,\s])/;
  const refreshes = all("meta[http-equiv=refresh i][content]");
  const obeyed = refreshes.find((element) => READS.test(element.getAttribute("content")));
  return refreshes.map((element) => {
    const seconds = Number.parseInt(element.getAttribute("content"), 10) || 0;
    if (element !== obeyed || !seconds) return { element, verdict: "passed" };
    return { element, verdict: "failed", message: "delay", facts: { seconds } };
  });
}
