const drawer = document.getElementById("topics");
const opener = document.querySelector("[aria-controls=topics]");
const closer = drawer.querySelector("button");

function show(open) {
  drawer.toggleAttribute("data-open", open);
  drawer.setAttribute("aria-hidden", String(!open));
  opener.setAttribute("aria-expanded", String(open));
  (open ? closer : opener).focus();
}

opener.addEventListener("click", () => show(true));
closer.addEventListener("click", () => show(false));
drawer.addEventListener("keydown", (event) => {
  if (event.key === "Escape") show(false);
});
