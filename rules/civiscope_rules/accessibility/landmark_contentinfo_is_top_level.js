// A footer within a part that has such a role by an attribute belongs to that part, as one within the
// element does, and a region without a name is none. axe-core looks for elements, and at the bare role.
(options, { axeFound, role, name }) => {
  const PARTS = "[role=main i],[role=navigation i],[role=complementary i]";
  const LANDMARKS = /^(banner|complementary|contentinfo|form|main|navigation|region|search)$/;
  const isPart = (at) => (at.localName !== "form" || at.hasAttribute("role")) && LANDMARKS.test(role(at) || "") && (role(at) !== "region" || name(at));
  const isInside = (element) => {
    for (let at = element; (at = at.parentElement || at.getRootNode().host); ) if (isPart(at)) return true;
    return false;
  };
  const isOwn = (element) => element.matches("footer:not([role])") && element.parentElement?.closest(PARTS);
  return axeFound("landmark-contentinfo-is-top-level")
    .filter(({ element, verdict }) => verdict === "failed" && element && (isOwn(element) || !isInside(element)))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
