// The title, and all that the page says otherwise.
(options, { all, exposed, name }) => {
  const root = document.documentElement;
  const title = document.title.trim();
  if (root.localName !== "html" || !document.body || !title) return [];
  const images = all("img[alt],svg[aria-label],[role=img i]").filter(exposed).map(name);
  const heading = all("h1").find(exposed);
  return [{ element: document.querySelector("title") || root, title, body: [document.body.innerText.slice(0, 20000), ...images].join("\n"), heading: heading ? name(heading) || heading.textContent : "" }];
}
