// Does a link lead to what is the page's own?
(options, { ownContent, hasSkipLink, all, visible, name }) => {
  const content = ownContent();
  if (!content) return [];
  const element = content.own[0].node.parentElement;
  if (hasSkipLink(content)) return [{ element, verdict: "passed" }];
  const other = all("button,[role=button],[role=link],[onclick]").find((control) => /skip|jump|main content/i.test(name(control)));
  return other ? [{ element: other, verdict: "cannot tell", message: "control" }] : [{ element, verdict: "failed", message: "none" }];
}
