// Links to files of sound or film, and whether a transcript is offered near them.
(options, { all, exposed, name, cut }) => {
  const FILE = /\.(mp3|wav|ogg|oga|m4a|aac|flac|wma|mp4|m4v|mov|avi|webm|ogv|wmv)$/i;
  const TRANSCRIPT = /transcri|read (it|the)|text version|minutes|mitschrift|abschrift|transkript|texte|trascrizione|transcripción/i;
  const path = (link) => { try { return new URL(link.href, document.baseURI).pathname; } catch { return ""; } };
  return all("a[href]").filter((link) => exposed(link) && FILE.test(path(link))).map((element) => {
    const around = element.closest("li,p,td,dd,figure,section,article") || element.parentElement;
    const offered = [...(around?.querySelectorAll("a[href],button,summary") || [])].some((other) => other !== element && TRANSCRIPT.test(name(other)));
    return offered ? { element, verdict: "passed" } : { element, verdict: "cannot tell", message: "recording", facts: { name: cut(name(element), 120) } };
  });
}
