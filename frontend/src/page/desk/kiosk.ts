// The tablet at the door: large keys, the camera where it may be used, and back to the start when
// nobody touches it any more.
import { offerScanning } from "./scanning";

const ALONE_AFTER_MS = 60_000;

export function start(): void {
  const main = document.querySelector<HTMLElement>("[data-kiosk-start]");
  const form = document.querySelector<HTMLFormElement>("[data-kiosk-form]");
  if (main) backWhenAlone(main.dataset["kioskStart"] ?? "");
  const keys = document.querySelector<HTMLElement>("[data-kiosk-keys]");
  if (keys) largeKeys(keys);
  if (form) offerScanning(form, (text) => sendSquare(form, text));
}

function backWhenAlone(address: string): void {
  let waiting: ReturnType<typeof setTimeout>;
  const again = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => location.replace(address), ALONE_AFTER_MS);
  };
  for (const event of ["pointerdown", "keydown", "input"]) document.addEventListener(event, again);
  again();
}

function largeKeys(keys: HTMLElement): void {
  const field = document.getElementById(keys.dataset["kioskKeys"] ?? "") as HTMLInputElement | null;
  if (!field) return;
  keys.hidden = false;
  field.inputMode = "none"; // ours are on the page; one that is plugged in still works
  keys.addEventListener("click", (event) => {
    const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset["key"];
    if (key === undefined) return;
    field.value = key === "back" ? field.value.slice(0, -1) : field.value + key;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function sendSquare(form: HTMLFormElement, text: string): void {
  const square = form.querySelector<HTMLInputElement>("[name=square]");
  if (!square) return;
  square.value = text;
  form.requestSubmit();
}
