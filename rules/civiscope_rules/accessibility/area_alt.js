// A map that no picture uses is not on the page for anybody.
(options, { axeFound }) => {
  const isUsed = (map) => {
    const names = [map.getAttribute("name"), map.id].filter(Boolean);
    return [...map.getRootNode().querySelectorAll("[usemap]")].some((picture) => names.includes(picture.getAttribute("usemap").replace(/^[^#]*#/, "")) && picture.checkVisibility({ visibilityProperty: true }));
  };
  return axeFound("area-alt").filter(({ element, verdict }) => element && verdict === "failed")
    .filter(({ element }) => { const map = element.closest("map"); return !map || !isUsed(map); }).map(({ element }) => ({ element, verdict: "passed" }));
}
