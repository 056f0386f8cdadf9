// Articles that hold nothing but navigation.
(options, { all, exposed }) => all("article,[role=article i]").filter((element) => exposed(element) && element.textContent.trim()).map((element) => {
  const rest = element.cloneNode(true);
  for (const part of rest.querySelectorAll("nav,[role=navigation i],h1,h2,h3,h4,h5,h6,script,style")) part.remove();
  // What a custom element shows stands in a tree of its own, which a copy does not have.
  const shows = [...element.querySelectorAll("*")].some((each) => each.shadowRoot?.textContent.trim() && !each.closest("nav,[role=navigation i]"));
  const empty = !shows && !rest.textContent.trim() && !rest.querySelector("img,svg,video,audio,iframe,canvas,object,embed,form,input");
  return empty && element.querySelector("nav,[role=navigation i]") ? { element, verdict: "failed", message: "navigation" } : { element, verdict: "passed" };
})
