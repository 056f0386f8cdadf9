// A picture that the Tab key reaches is not passed over, whatever its empty text says. What an object, a film or
// a recording holds for browsers that cannot show it is there for nobody else.
(options, { all, axeFound, exposed, name, toolkit }) => [
  ...all("img[alt=''][tabindex]").filter((element) => toolkit.tabbable(element) && exposed(element) && !name(element)).map((element) => ({ element, verdict: "failed" })),
  ...axeFound("image-alt").filter(({ element, verdict }) => element && verdict === "failed" && element.closest("object,video,audio") && !element.checkVisibility())
    .map(({ element }) => ({ element, verdict: "passed" })),
]
