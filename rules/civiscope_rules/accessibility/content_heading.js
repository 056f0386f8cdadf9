// Is there a heading in what is the page's own?
(options, { ownContent, hasOwnHeading }) => {
  const content = ownContent();
  if (!content) return [];
  const element = content.own[0].node.parentElement;
  return [hasOwnHeading(content) ? { element, verdict: "passed" } : { element, verdict: "failed", message: "none" }];
}
