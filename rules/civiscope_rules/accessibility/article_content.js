// Articles that hold nothing but navigation.
(options, { all, exposed }) => all("article,[role=article i]").filter((element) => exposed(element) && element.textContent.trim()).map((element) => {
  const rest = element.cloneNode(true);
  for (const part of rest.querySelectorAll("nav,[role=navigation i],h1,h2,h3,h4,h5,h6,script,style")) part.remove();
  const empty = !rest.textContent.trim() && !rest.querySelector("img,svg,video,audio,iframe,canvas,form,input");
  return empty && element.querySelector("nav,[role=navigation i]") ? { element, verdict: "failed", message: "navigation" } : { element, verdict: "passed" };
})
