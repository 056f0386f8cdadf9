// Tables of data within tables of data.
(options, { all, role, exposed }) => {
  const isTable = (element) => /^(table|grid|treegrid)$/.test(role(element) || "") && exposed(element);
  return all("table").filter(isTable).map((element) => {
    const outer = element.parentElement?.closest("table");
    return outer && isTable(outer) ? { element, verdict: "failed", message: "nested" } : { element, verdict: "passed" };
  });
}
