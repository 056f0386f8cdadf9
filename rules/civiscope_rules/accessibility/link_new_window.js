// Links that open a window, and whether their words or a picture in them say so.
(options, { all, exposed, name, cut }) => {
  // Where a tab is called as a card, a slip or a leaf is, only as the place where something opens.
  const WORDS = [
    "nouvel(?:le)? (?:fenêtre|onglet)", "neue[mns]? (?:fenster|tab)", "nueva (?:ventana|pestaña)", "(?:ventana|pestaña) nueva", "nuova finestra", "in (?:una )?nuova scheda", "nuova scheda(?=\\W*$)",
    "nova (?:janela|aba)", "novo separador", "(?:em|numa?|n?uma) nova guia", "finestra nova", "nieuw (?:venster|tabblad)", "nieuwe tab", "nyt (?:vindue|fane)", "nytt (?:fönster|vindu)", "ny (?:flik|fane)",
    "uuteen (?:selain)?(?:ikkunaan|välilehteen)", "uudessa ikkunassa", "uudelle välilehdelle", "uues aknas", "uuel vahelehel", "jaunā (?:logā|cilnē)", "nauj(?:ame|ą) (?:lange|langą|skirtuke)",
    "nowym oknie", "nowe okno", "w nowej karcie", "novém okně", "nové okno", "(?:na|v) nové kartě", "novom okne", "(?:na|v) novej karte", "novo okno", "novem (?:oknu|zavihku)", "novi prozor", "novom prozoru", "u novoj kartici",
    "új (?:ablak|ablakban|lapon|fülön)", "fereastră nouă", "într-o filă nouă", "tab nou", "нов прозорец", "νέο παράθυρο", "νέα καρτέλα", "(?:fuinneog|bhfuinneog|cluaisín|gcluaisín) nua", "tieqa ġdida", "tab ġdid", "ffenestr newydd",
  ];
  const SAYS = new RegExp(`\\b(?:new|another|separate|other)\\s+(?:browser\\s+)?(?:window|tab)\\b|opens (?:in|a) |external|(?<!\\p{L})(?:${WORDS.join("|")})(?!\\p{L})`, "iu");
  const opens = (link) => /^_(blank|new)$/i.test(link.getAttribute("target") || "") || /\bwindow\s*\.\s*open\s*\(|^\s*(?:javascript:\s*)?(?:void\()?\s*open\s*\(/i.test(link.getAttribute("onclick") || "") || /^\s*javascript:.*\bopen\s*\(/i.test(link.getAttribute("href"));
  return all("a[href],area[href]").filter((link) => opens(link) && exposed(link)).map((element) => {
    const described = (element.getAttribute("aria-describedby") || "").split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ");
    const said = [name(element), element.textContent, element.title, described].join(" ");
    return SAYS.test(said) ? { element, verdict: "passed" } : { element, verdict: "failed", message: "silent", facts: { name: cut(name(element), 120) } };
  });
}
