// Loaded before the page is painted, so that a chosen theme does not flash. No imports, no exports.
(() => {
  try {
    const chosen = localStorage.getItem("openweek-theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch {
    // Without storage the page follows the system.
  }
})();
