// A footer within a part that has such a role by an attribute belongs to that part, as one within the
// element does, and a region without a name is none. axe-core looks for elements, and at the bare role.
(options, { axeFound, isInLandmark }) => {
  const PARTS = "[role=main i],[role=navigation i],[role=complementary i]";
  const isOwn = (element) => element.matches("footer:not([role])") && element.parentElement?.closest(PARTS);
  return axeFound("landmark-contentinfo-is-top-level")
    .filter(({ element, verdict }) => verdict === "failed" && element && (isOwn(element) || !isInLandmark(element)))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
