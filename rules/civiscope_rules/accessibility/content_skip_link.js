// Does a link lead to what is the page's own?
(options, { ownContent, hasSkipLink, all, visible, name }) => {
  const content = ownContent();
  if (!content) return [];
  const element = content.own[0].node.parentElement;
  if (hasSkipLink(content)) return [{ element, verdict: "passed" }];
  const SAYS = /skip|jump|bypass|main content|to (the )?content|inhalt|contenu|contenido|contenuto|conteúdo|inhoud/i;
  // Where a script leads to, the address does not tell: "#", "#/content" of an application, or a button.
  const scripted = (control) => !control.matches("a[href]") || /^#?$|^#[/!]|^javascript:/i.test(control.getAttribute("href").trim()) || control.hasAttribute("onclick");
  // What is in a shadow tree stands where its host does; two trees have no order.
  const hosts = (node) => { const root = node.getRootNode(); return root.host ? [...hosts(root.host), node] : [node]; };
  const before = (control) => {
    const [own, its] = [hosts(element), hosts(control)];
    const level = own.findIndex((node, index) => node !== its[index]);
    return level >= 0 && level < its.length && !!(its[level].compareDocumentPosition(own[level]) & Node.DOCUMENT_POSITION_FOLLOWING);
  };
  // Where Tab stops nowhere before the content, there is nothing to skip.
  const STOPS = "a[href],button,input:not([type=hidden]),select,textarea,summary,iframe,audio[controls],video[controls],[contenteditable],[tabindex]";
  if (!all(STOPS).some((control) => before(control) && visible(control) && control.tabIndex >= 0)) return [];
  const other = all("button,a[href],[role=button i],[role=link i],[onclick]").find((control) => scripted(control) && before(control) && SAYS.test(name(control)));
  return other ? [{ element: other, verdict: "cannot tell", message: "control" }] : [{ element, verdict: "failed", message: "none" }];
}
