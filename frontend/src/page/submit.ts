// A form is sent once. The server refuses doubles too; this spares people the doubt.
import { words } from "./words";

const SENDING = "sending";

function release(form: HTMLFormElement): void {
  delete form.dataset[SENDING];
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-word]")) {
    button.removeAttribute("aria-disabled");
    const label = button.querySelector("span:last-of-type") ?? button;
    label.textContent = button.dataset["word"] ?? "";
    delete button.dataset["word"];
  }
}

export function submitOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset[SENDING]) {
      event.preventDefault();
      return;
    }
    form.dataset[SENDING] = "yes";
    const button = event.submitter;
    if (button instanceof HTMLButtonElement && button.classList.contains("btn")) {
      const label = button.querySelector("span:last-of-type") ?? button;
      if (label !== button || button.childElementCount === 0) {
        button.dataset["word"] = label.textContent ?? "";
        label.textContent = words("sending");
      }
      // Not `disabled`: a disabled button loses its name and value, and the focus.
      button.setAttribute("aria-disabled", "true");
    }
  });
  // Back shows the page as it was left, with its form still "sending".
  addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>(`form[data-${SENDING}]`).forEach(release);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest("form");
    if (form) release(form);
  });
}
