// Does a landmark begin with what is the page's own?
(options, { ownContent, hasOwnLandmark }) => {
  const content = ownContent();
  if (!content) return [];
  const element = content.own[0].node.parentElement;
  return [hasOwnLandmark(content) ? { element, verdict: "passed" } : { element, verdict: "failed", message: "none" }];
}
