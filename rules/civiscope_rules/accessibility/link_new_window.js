// Links that open a window, and whether their words or a picture in them say so.
(options, { all, exposed, name, cut }) => {
  const SAYS = /\b(new|another|separate|other)\s+(browser\s+)?(window|tab)\b|opens (in|a) |external|nouvel(le)? (fenêtre|onglet)|neue[mns]? (fenster|tab)|nueva (ventana|pestaña)|nuova (finestra|scheda)|nova (janela|aba)|nieuw (venster|tabblad)|nyt (vindue|fane)|nytt (fönster|vindu)|ny (flik|fane)|uuteen|nowym oknie|novém okně|nowe okno|nowej karcie|nové okno|nové kartě|novom okne|novej karte|novo okno|novem oknu|novem zavihku|novi prozor|novom prozoru|novoj kartici|(ventana|pestaña) nueva|finestra nova|novo separador|nova guia|nieuwe tab|uudessa ikkunassa|uudelle välilehdelle|uues aknas|uuel vahelehel|jaunā (logā|cilnē)|nauj(ame|ą) (lange|langą|skirtuke)|új (ablak|lapon|fülön)|(fereastră|filă) nouă|tab nou|нов прозорец|νέο παράθυρο|νέα καρτέλα|(fuinneog|cluaisín) nua|tieqa ġdida|tab ġdid|ffenestr newydd/i;
  const opens = (link) => /^_(blank|new)$/i.test(link.getAttribute("target") || "") || /\bwindow\s*\.\s*open\s*\(|^\s*(?:javascript:\s*)?(?:void\()?\s*open\s*\(/i.test(link.getAttribute("onclick") || "") || /^\s*javascript:.*\bopen\s*\(/i.test(link.getAttribute("href"));
  return all("a[href],area[href]").filter((link) => opens(link) && exposed(link)).map((element) => {
    const described = (element.getAttribute("aria-describedby") || "").split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ");
    const said = [name(element), element.textContent, element.title, described].join(" ");
    return SAYS.test(said) ? { element, verdict: "passed" } : { element, verdict: "failed", message: "silent", facts: { name: cut(name(element), 120) } };
  });
}
