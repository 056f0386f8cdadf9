// A region without a name is none to browsers. axe-core looks at the bare role.
(options, { axeFound, isInLandmark }) =>
  axeFound("landmark-main-is-top-level")
    .filter(({ element, verdict }) => verdict === "failed" && element && !isInLandmark(element))
    .map(({ element }) => ({ element, verdict: "passed" }))
