// Filters for the list of problems, kept in the address. The report is complete without this.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const issues = [...document.querySelectorAll("article.issue")];

  // On paper nothing can be opened. The long lists of pages and rules stay as they are.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(
      "#problems .issue > details:not([open]), .grave:not([open])",
    )];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });

  // A link to what stands in a closed part opens the part.
  const openTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
    return target;
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  if (!form) return;
  const status = document.getElementById("filter-status");
  const openAll = document.getElementById("open-all");
  const fields = [...form.elements].filter((element) => element.name);
  const words = new Map();
  let addresses;

  const textOf = (issue) => {
    // What is shown: the whole of an open entry, the head of a closed one, and the rule's name.
    const open = issue.querySelector("details").open;
    if (open) return issue.textContent.toLowerCase();
    if (!words.has(issue)) {
      const head = [...issue.children].filter((part) => part.localName !== "details");
      const text = `${head.map((part) => part.textContent).join(" ")} ${issue.dataset.rule}`;
      words.set(issue, text.toLowerCase());
    }
    return words.get(issue);
  };

  // Numbers of the pages whose address holds the text, by the table of pages.
  const pagesWith = (text) => {
    addresses ??= [...document.querySelectorAll("#page-table .address")].map((address) =>
      (address.querySelector("a")?.href ?? address.textContent).toLowerCase(),
    );
    const found = new Set();
    addresses.forEach((address, number) => {
      if (address.includes(text)) found.add(number);
    });
    return found;
  };

  const isOn = (issue, pages) =>
    issue.dataset.pages.split(" ").some((range) => {
      if (!range) return false;
      const [first, last = first] = range.split("-").map(Number);
      for (let number = first; number <= last; number += 1) if (pages.has(number)) return true;
      return false;
    });

  const matches = (issue, wanted, pages) =>
    Object.entries(wanted).every(([name, value]) => {
      if (name === "page") return isOn(issue, pages);
      if (name === "text") return value.split(/\s+/).every((word) => textOf(issue).includes(word));
      return issue.dataset[name].split(" ").includes(value);
    });

  const show = () => {
    const wanted = {};
    for (const field of fields) {
      const value = field.value.trim();
      if (value) wanted[field.name] = field.type === "search" ? value.toLowerCase() : value;
    }
    const pages = wanted.page ? pagesWith(wanted.page) : null;
    let shown = 0;
    for (const issue of issues) {
      issue.hidden = !matches(issue, wanted, pages);
      if (!issue.hidden) shown += 1;
    }
    status.textContent = Object.keys(wanted).length
      ? status.dataset.pattern.replace("{shown}", shown).replace("{all}", issues.length)
      : "";
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
    const target = openTarget();
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
