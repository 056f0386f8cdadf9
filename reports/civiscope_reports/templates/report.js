// Filters for the list of problems, kept in the address. The report is complete without this.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const issues = [...document.querySelectorAll("article.issue")];

  // On paper nothing can be opened. The long lists of pages and rules stay as they are.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(
      ".issue > details:not([open]), .grave:not([open])",
    )];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });

  if (!form) return;
  const status = document.getElementById("filter-status");
  const openAll = document.getElementById("open-all");
  const fields = ["severity", "area", "text"].map((name) => form.elements.namedItem(name));
  const words = new Map();

  const textOf = (issue) => {
    if (!words.has(issue)) words.set(issue, issue.textContent.toLowerCase());
    return words.get(issue);
  };

  const matches = (issue, severity, area, text) =>
    (!severity || issue.dataset.severity === severity) &&
    (!area || issue.dataset.area === area) &&
    text.split(/\s+/).every((word) => textOf(issue).includes(word));

  const show = () => {
    const [severity, area, text] = fields.map((field) => field.value.trim());
    let shown = 0;
    for (const issue of issues) {
      issue.hidden = !matches(issue, severity, area, text.toLowerCase());
      if (!issue.hidden) shown += 1;
    }
    const filtered = severity || area || text;
    status.textContent = filtered ? `${shown} of ${issues.length} entries shown.` : "";
  };

  const toAddress = () => {
    const state = new URLSearchParams();
    for (const field of fields) if (field.value.trim()) state.set(field.name, field.value.trim());
    const hash = state.toString();
    if (hash || location.hash.includes("=")) history.replaceState(null, "", `#${hash}`);
  };

  const fromAddress = () => {
    if (location.hash.includes("=")) {
      const state = new URLSearchParams(location.hash.slice(1));
      for (const field of fields) {
        field.value = state.get(field.name) ?? "";
        if (field.selectedIndex === -1) field.selectedIndex = 0;
      }
      show();
      return;
    }
    // A link to one entry must lead there, whatever is filtered.
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.hidden) {
      form.reset();
      target.scrollIntoView();
    }
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    show();
    toAddress();
  });
  form.addEventListener("reset", () =>
    // The fields are empty only after the event.
    queueMicrotask(() => {
      for (const field of fields) field.value = "";
      show();
      toAddress();
    }),
  );
  openAll.addEventListener("click", () => {
    const open = openAll.getAttribute("aria-pressed") !== "true";
    openAll.setAttribute("aria-pressed", String(open));
    for (const issue of issues) issue.querySelector("details").open = open;
  });
  addEventListener("hashchange", fromAddress);

  form.hidden = false;
  fromAddress();
})();
