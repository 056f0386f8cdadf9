// Links with short names.
(options, { all, role, exposed, name }) => all("a[href],area[href],[role=link]")
  .filter((link) => role(link) === "link" && exposed(link))
  .map((element) => ({ element, name: name(element) }))
  .filter(({ name: called }) => called && called.length <= 60)
