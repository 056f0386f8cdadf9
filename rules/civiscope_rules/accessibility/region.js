// Links and buttons that skip content stand before all regions, as they should.
(options, { axeFound, all, exposed, focusable, name }) => {
  const SKIPS = /\b(?:skip|jump|bypass|go (?:straight |directly )?to (?:the )?(?:main|content)|main content|to (?:the )?content|zum (?:haupt)?inhalt|direkt zu[mr]?|(?:aller|passer|accéder) (?:au|à la|aux|directement)|accès direct|contenu|saltar|ir al? |contenido|vai al|contenuto|salta|ir para|conteúdo|naar (?:de )?(?:hoofd)?inhoud|spring|gå til|hoppa|hopp til|siirry|przejdź|neidio)\b/i;
  const controls = all("a[href],button,[role=link i],[role=button i]").filter((element) => focusable(element) && exposed(element)).slice(0, 6);
  // Only those that lead the page: the first that does something else ends them.
  const first = [];
  for (const control of controls) {
    if (!SKIPS.test(name(control))) break;
    first.push(control);
  }
  return axeFound("region").filter(({ element, verdict }) => element && verdict === "failed").filter(({ element }) => {
    const inside = first.filter((control) => control === element || element.contains(control));
    const words = (text) => text.replace(/[^\p{L}\p{N}]/gu, "").length;
    return inside.length > 0 && words(element.textContent) <= inside.reduce((sum, control) => sum + words(control.textContent), 0);
  }).map(({ element }) => ({ element, verdict: "passed" }));
}
