// axe-core knows the name only in small letters; browsers take it in any.
(options, { all }) => all("meta[name=viewport i][content]")
  .filter((element) => element.getAttribute("name") !== "viewport")
  .map((element) => {
    const pairs = element.getAttribute("content").split(/[,;]/).map((pair) => pair.split("=").map((part) => part.trim().toLowerCase()));
    const of = (key) => pairs.filter(([called]) => called === key).map(([, value]) => value || "").pop();
    const scalable = of("user-scalable");
    const most = of("maximum-scale");
    const fixed = scalable !== undefined && !/^(yes|device-(width|height))$/.test(scalable) && !(Math.abs(Number.parseFloat(scalable)) >= 1);
    const number = most === "yes" ? 1 : Number.parseFloat(most);
    const bound = most !== undefined && !/^device-/.test(most) && !(number < 0) && !(number >= 2);
    return fixed || bound ? { element, verdict: "failed", message: "bound", facts: { setting: fixed ? "user-scalable" : "maximum-scale" } } : { element, verdict: "passed" };
  })
