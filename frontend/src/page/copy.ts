// <button data-copy="#id" hidden> copies the value or the words of #id. Hidden until it can work.
import { say, words } from "./words";

async function copyFrom(source: Element): Promise<boolean> {
  const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? "").trim();
  // Plain http on a local network has no clipboard of its own: select, and let the browser copy.
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused: the older way.
    }
  }
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
  return document.execCommand("copy");
}

export function copying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    const source = document.querySelector(button.dataset["copy"] ?? "");
    if (!source) continue;
    button.hidden = false;
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    button.addEventListener("click", () => {
      void copyFrom(source).then((done) => {
        const said = words(done ? "copied" : "copyFailed");
        label.textContent = said;
        say(said);
        setTimeout(() => (label.textContent = before), 3000);
      });
    });
  }
}
