// Light or dark: the system's choice until somebody makes their own, kept on this device.
import { words } from "./words";

export function themeSwitch(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = (): boolean =>
    root.dataset["theme"] ? root.dataset["theme"] === "dark" : system.matches;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]")) {
    const word = button.querySelector("[data-theme-word]");
    const name = (): void => {
      if (word) word.textContent = words(isDark() ? "themeLight" : "themeDark");
    };
    button.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      root.dataset["theme"] = next;
      try {
        localStorage.setItem("openweek-theme", next);
      } catch {
        // It then lasts as long as the page.
      }
      name();
    });
    system.addEventListener("change", name);
    name();
    button.hidden = false;
  }
}
