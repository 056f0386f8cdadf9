// Where axe had no style sheet to read: is there one at all that could turn the page?
(options, { axeFound }) => {
  const unsure = axeFound("css-orientation-lock").filter(({ verdict }) => verdict !== "failed");
  if (!unsure.length) return [];
  const sheets = [...document.styleSheets, ...document.adoptedStyleSheets];
  // One from elsewhere cannot be read, and could hold anything.
  const rulesOf = (sheet) => { try { return sheet.cssRules; } catch { return null; } };
  const mayTurn = (sheet) => /orientation/.test(sheet.media?.mediaText || "") || !rulesOf(sheet) || turns(rulesOf(sheet));
  const turns = (rules) => [...rules].some((rule) => {
    if (rule instanceof CSSImportRule) return !rule.styleSheet || mayTurn(rule.styleSheet);
    return rule instanceof CSSGroupingRule && (/orientation/.test(rule.conditionText || "") || turns(rule.cssRules));
  });
  if (!sheets.every(rulesOf) || sheets.some(mayTurn)) return [];
  return unsure.map(({ element }) => ({ element, verdict: "passed" }));
}
