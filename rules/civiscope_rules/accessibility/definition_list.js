// Lists of terms alone: nothing else is in them, which axe-core's rule would have people look for.
(options, { axeFound }) => {
  const partsOf = (list) => [...list.children].flatMap((child) => (child.localName === "div" ? [...child.children] : [child])).filter((part) => !part.matches("script,template"));
  return axeFound("definition-list").filter(({ element, verdict }) => element && verdict === "failed")
    .filter(({ element }) => { const parts = partsOf(element); return parts.length > 0 && parts.every((part) => part.matches("dt:not([role])")); })
    .map(({ element }) => ({ element, count: partsOf(element).length }));
}
