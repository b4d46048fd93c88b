// A text that is too long is refused in words, with its size, and stays where it was written.
import { figure, say, words } from "./words";

type Writable = HTMLInputElement | HTMLTextAreaElement;

function length(field: Writable): number {
  // As the server counts: whole characters, and a line's end as one.
  let count = 0;
  for (const _ of field.value) count += 1;
  return count;
}

function note(field: Writable): HTMLElement {
  const id = `${field.id || field.name}_size`;
  const found = document.getElementById(id);
  if (found) return found;
  const made = document.createElement("p");
  made.id = id;
  made.className = "field-count";
  field.after(made);
  const described = field.getAttribute("aria-describedby");
  field.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
  return made;
}

function check(field: Writable): boolean {
  const limit = Number(field.dataset["limit"]);
  // Many characters are at most twice as many code units: most texts need no counting.
  const size = field.value.length <= limit * 0.8 ? field.value.length : length(field);
  const tooLong = size > limit;
  const near = size > limit * 0.8;
  const values = { size: figure(size), limit: figure(limit) };
  if (!near && !document.getElementById(`${field.id || field.name}_size`)) return true;
  const word = note(field);
  word.textContent = tooLong ? words("tooLong", values) : near ? words("count", values) : "";
  word.classList.toggle("field-error", tooLong);
  if (tooLong) field.setAttribute("aria-invalid", "true");
  else if (field.dataset["saidLong"]) field.removeAttribute("aria-invalid");
  if (tooLong) field.dataset["saidLong"] = "yes";
  return !tooLong;
}

export function limits(): void {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (
      (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) &&
      field.dataset["limit"]
    )
      check(field);
  });
  // In the capture phase: before anything marks the form as being sent.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const fields = form.querySelectorAll<Writable>("[data-limit]");
      const wrong = [...fields].filter((field) => !check(field));
      const first = wrong[0];
      if (!first) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      first.focus();
      say(note(first).textContent ?? "");
    },
    true,
  );
}
