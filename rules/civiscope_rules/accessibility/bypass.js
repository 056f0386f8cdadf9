// Where blocks stand before the content and nothing leads past them, the page fails for sure.
(options, { ownContent, hasOwnHeading, hasOwnLandmark, hasSkipLink, all, visible }) => {
  const content = ownContent();
  if (!content) return [];
  const element = document.documentElement;
  if (hasOwnHeading(content) || hasOwnLandmark(content) || hasSkipLink(content)) return [{ element, verdict: "passed" }];
  // A block that can be folded away need not be skipped; what a control does cannot be seen here.
  const folds = all("button,summary,[aria-expanded],[aria-controls],a[href='#'],a[href^='javascript:' i],[onclick],[role=button i],[role=switch i],input[type=button],input[type=image],input[type=checkbox],label[for],[tabindex]:not(a)").some(visible);
  return folds ? [] : [{ element, verdict: "failed", message: "no-way" }];
}
