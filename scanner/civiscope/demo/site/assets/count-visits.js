// Planted: counts visits before the visitor has chosen anything, and whatever they choose.
if (!document.cookie.includes("_ga=")) {
  document.cookie =
    "_ga=GA1.1.1234567890.1893456000; Path=/; Max-Age=63072000; SameSite=Lax";
}
