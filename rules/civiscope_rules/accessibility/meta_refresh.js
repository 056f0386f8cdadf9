// Of several refreshes browsers obey the first they understand: the others do nothing.
(options, { all }) => {
  const READS = /^\s*(\d+|\.\d)[\d.]*\s*($|[;,\s])/;
  const refreshes = all("meta[http-equiv=refresh i][content]");
  const obeyed = refreshes.findIndex((element) => READS.test(element.getAttribute("content")));
  return refreshes.filter((_, place) => place !== obeyed).map((element) => ({ element, verdict: "passed" }));
}
