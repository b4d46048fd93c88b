// What is typed in form[data-draft="key"] is kept on this device until the server has taken it.
// The page that follows says so with an element carrying data-draft-done="key".
import { words } from "./words";

type Kept = Record<string, string | string[]>;
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PREFIX = "openweek-draft:";
const WAIT = 400;

function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement) &&
      element.name !== "" &&
      element.name !== "csrfmiddlewaretoken" &&
      !["hidden", "password", "file", "submit"].includes(element.type),
  );
}

function isBox(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type);
}

function read(form: HTMLFormElement): Kept {
  const kept: Kept = {};
  for (const control of controls(form)) {
    if (isBox(control)) {
      const list = (kept[control.name] ??= []) as string[];
      if (control.checked) list.push(control.value);
    } else kept[control.name] = control.value;
  }
  return kept;
}

function write(form: HTMLFormElement, kept: Kept): void {
  for (const control of controls(form)) {
    const value = kept[control.name];
    if (value === undefined) continue;
    if (isBox(control)) control.checked = Array.isArray(value) && value.includes(control.value);
    else if (typeof value === "string") control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function wordLine(form: HTMLFormElement): HTMLElement {
  const found = form.querySelector<HTMLElement>("[data-draft-word]");
  if (found) return found;
  const made = document.createElement("p");
  made.className = "draft-word";
  made.dataset["draftWord"] = "";
  made.setAttribute("role", "status");
  form.append(made);
  return made;
}

function forgetButton(form: HTMLFormElement, forget: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = words("draftForget");
  button.addEventListener("click", () => {
    forget();
    form.reset();
    wordLine(form).textContent = "";
    controls(form)[0]?.focus();
  });
  return button;
}

function keep(form: HTMLFormElement): void {
  const name = PREFIX + (form.dataset["draft"] ?? "");
  const line = wordLine(form);
  const isRefused = form.querySelector("[aria-invalid=true], .error-summary") !== null;
  // What the server refused is still a draft, even when nobody touches it again.
  const atFirst = isRefused ? "" : JSON.stringify(read(form));
  const tell = (word: string, wrong = false): void => {
    if (line.textContent !== word) line.textContent = word;
    line.dataset["state"] = wrong ? "wrong" : "well";
  };
  let timer = 0;
  const save = (): void => {
    clearTimeout(timer);
    const now = JSON.stringify(read(form));
    try {
      if (now === atFirst) localStorage.removeItem(name);
      else localStorage.setItem(name, now);
      tell(now === atFirst ? "" : words("draftKept"));
    } catch {
      tell(words("draftFailed"), true);
    }
  };
  // A form that comes back with errors already carries what was typed: the server's copy wins.
  if (!isRefused) {
    try {
      const found = localStorage.getItem(name);
      if (found && found !== atFirst) {
        write(form, JSON.parse(found) as Kept);
        tell(words("draftFound"));
        line.append(" ", forgetButton(form, () => localStorage.removeItem(name)));
      }
    } catch {
      tell(words("draftFailed"), true);
    }
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(save, WAIT);
  });
  form.addEventListener("change", save);
  addEventListener("pagehide", () => {
    if (JSON.stringify(read(form)) !== atFirst) save();
  });
}

export function drafts(): void {
  for (const done of document.querySelectorAll<HTMLElement>("[data-draft-done]")) {
    try {
      localStorage.removeItem(PREFIX + (done.dataset["draftDone"] ?? ""));
    } catch {
      // There was none.
    }
  }
  document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(keep);
}
