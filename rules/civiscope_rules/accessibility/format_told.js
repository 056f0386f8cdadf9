// Fields that take one format only, and whether anything says which.
(options, { all, exposed, name, cut, toolkit }) => {
  // Any number of figures or letters is hardly a format.
  const OPEN = /^\^?(\.|\\d|\\w|\\S|\[[^\]]*\])[*+]\$?$/;
  const TOLD = /\d|[(*#]|such as|e\.?g\.?|example|format|digits?|figures|numbers only|only numbers|letters?|characters?|must|beispiel|ziffern|zeichen|exemple|chiffres?|caractères|ejemplo|cifras|esempio|voorbeeld/i;
  return all("input[pattern]").filter((element) => exposed(element) && !toolkit.isDisabled(element) && !element.readOnly).filter((element) => element.pattern && !OPEN.test(element.pattern)).map((element) => {
    const described = (element.getAttribute("aria-describedby") || "").split(/\s+/).map((id) => (id && element.getRootNode().getElementById?.(id)?.textContent) || "").join(" ");
    const said = [name(element), ...[...(element.labels || [])].map((label) => label.textContent), described, element.title, element.placeholder].join(" ");
    return TOLD.test(said) ? { element, verdict: "passed" } : { element, verdict: "cannot tell", message: "untold", facts: { name: cut(name(element), 80) } };
  });
}
