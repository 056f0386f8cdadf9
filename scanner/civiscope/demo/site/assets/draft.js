// Planted: what it says is no status message, so it is said to eyes only.
document.getElementById("save-draft").addEventListener("click", () => {
  document.getElementById("draft-note").textContent = "Your draft was saved.";
});
