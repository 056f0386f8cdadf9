// A region without a name is none to browsers. axe-core looks at the bare role.
(options, { axeFound, role, name }) => {
  const LANDMARKS = /^(banner|complementary|contentinfo|form|main|navigation|region|search)$/;
  const isPart = (at) => (at.localName !== "form" || at.hasAttribute("role")) && LANDMARKS.test(role(at) || "") && (role(at) !== "region" || name(at));
  const isInside = (element) => {
    for (let at = element; (at = at.parentElement || at.getRootNode().host); ) if (isPart(at)) return true;
    return false;
  };
  return axeFound("landmark-main-is-top-level")
    .filter(({ element, verdict }) => verdict === "failed" && element && !isInside(element))
    .map(({ element }) => ({ element, verdict: "passed" }));
}
