// Where blocks stand before the content and nothing leads past them, the page fails for sure.
(options, { ownContent, hasOwnHeading, hasOwnLandmark, hasSkipLink, all, visible }) => {
  const content = ownContent();
  if (!content) return [];
  const element = document.documentElement;
  if (hasOwnHeading(content) || hasOwnLandmark(content) || hasSkipLink(content)) return [{ element, verdict: "passed" }];
  // A block that can be folded away need not be skipped; what a control does cannot be seen here.
  const folds = all("button,summary,[aria-expanded],[aria-controls],a[href='#'],a[href^='javascript:' i],[onclick],[role=button i],[role=switch i],input[type=button],input[type=image],input[type=checkbox],label[for],[tabindex]:not(a)").some(visible);
  // A heading behind the first links and before the list of what the page holds leads past those links; the list is its own.
  const isBefore = (one, other) => !!(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const heading = all("h1,[role=heading i][aria-level='1']").find((one) => visible(one) && !one.closest("header,nav,[role=banner i],[role=navigation i]") && isBefore(one, content.own[0].node));
  const leads = !!heading && all("a[href]").some((link) => visible(link) && isBefore(link, heading));
  return folds || leads ? [] : [{ element, verdict: "failed", message: "no-way" }];
}
