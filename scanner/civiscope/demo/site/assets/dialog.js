const terms = document.getElementById("terms");
document.getElementById("open-terms").addEventListener("click", () => terms.showModal());
