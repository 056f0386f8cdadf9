// What moves by no pixels at a time stands still.
(options, { axeFound }) => axeFound("marquee")
  .filter(({ element, verdict }) => verdict === "failed" && element?.scrollAmount === 0)
  .map(({ element }) => ({ element, verdict: "passed" }))
