// Sound and film on the page, and what stands beside them in writing.
(options, { all, visible, exposed, cut }) => {
  const WRITTEN = /transcri|text (?:version|alternative)|read the (?:text|speech)|abschrift|transkript|textfassung|retranscription|version texte|transcripción|trascrizione|transcrição|uitgeschreven|uitgetypte|afskrift|utskrift|trawsgrifiad/i;
  const outcomes = [];
  for (const element of all("audio,video").slice(0, 30)) {
    const film = element.localName === "video";
    const shown = film ? visible(element) : element.controls ? visible(element) : element.autoplay;
    const source = element.currentSrc || element.getAttribute("src") || element.querySelector("source")?.getAttribute("src") || "";
    if (!shown || !(source || element.srcObject)) continue;
    const muted = film && (element.muted || element.defaultMuted) && !element.controls;
    // Without sound and controls, and hidden from those who cannot see it, a film is an ornament.
    if (muted && element.closest("[aria-hidden=true i]")) { outcomes.push({ element, verdict: "passed" }); continue; }
    const tracks = [...element.querySelectorAll("track[src]")].map((track) => (track.kind || "subtitles"));
    const near = element.closest("figure,article,section,li,div,main,body");
    const link = [...(near?.querySelectorAll("a[href],summary,button,h2,h3,h4,h5,h6,p") || [])].find((each) => exposed(each) && WRITTEN.test(each.textContent));
    const beside = [tracks.join(", "), link ? cut(link.textContent, 60) : ""].filter(Boolean).join(", ") || "nothing";
    outcomes.push({ element, verdict: "cannot tell", message: film ? (muted ? "silent" : "film") : "sound", facts: { beside } });
  }
  return outcomes;
}
