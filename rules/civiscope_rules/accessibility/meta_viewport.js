// axe-core knows the name only in small letters, and settings only with commas between; browsers take any
// letters, and spaces, too.
(options, { all }) => all("meta[name=viewport i][content]")
  .filter((element) => element.getAttribute("name") !== "viewport" || /=\s*[^\s,;=]+\s+[^\s,;=]+\s*=/.test(element.getAttribute("content")))
  .map((element) => {
    const pairs = [...element.getAttribute("content").toLowerCase().matchAll(/([^\s,;=]+)\s*=\s*([^\s,;=]*)/g)].map(([, key, value]) => [key, value]);
    const of = (key) => pairs.filter(([called]) => called === key).map(([, value]) => value || "").pop();
    const scalable = of("user-scalable");
    const most = of("maximum-scale");
    const fixed = scalable !== undefined && !/^(yes|device-(width|height))$/.test(scalable) && !(Math.abs(Number.parseFloat(scalable)) >= 1);
    const number = most === "yes" ? 1 : Number.parseFloat(most);
    const bound = most !== undefined && !/^device-/.test(most) && !(number < 0) && !(number >= 2);
    return fixed || bound ? { element, verdict: "failed", message: "bound", facts: { setting: fixed ? "user-scalable" : "maximum-scale" } } : { element, verdict: "passed" };
  })
