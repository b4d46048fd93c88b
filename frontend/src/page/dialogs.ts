// <button data-opens="id"> opens <dialog id>; <form data-confirm="question"> asks before it is sent.
import { words } from "./words";

let number = 0;

function ask(question: string, action: string): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  const title = document.createElement("h2");
  title.id = `question-${(number += 1)}`;
  title.textContent = question;
  dialog.setAttribute("aria-labelledby", title.id);
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "form-actions";
  const yes = document.createElement("button");
  yes.className = "btn btn-primary";
  yes.value = "yes";
  yes.textContent = action || words("confirm");
  const no = document.createElement("button");
  no.className = "btn";
  no.value = "";
  no.textContent = words("cancel");
  no.autofocus = true;
  form.append(yes, no);
  dialog.append(title, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      answer(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

export function dialogs(): void {
  document.addEventListener("click", (event) => {
    const opener = (event.target as Element).closest<HTMLElement>("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset["opens"] ?? "");
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  });
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const submitter = event.submitter;
      const question = submitter?.dataset["confirm"] ?? form.dataset["confirm"];
      if (!question || form.dataset["confirmed"]) {
        delete form.dataset["confirmed"];
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      void ask(question, submitter?.dataset["confirmWord"] ?? "").then((yes) => {
        if (!yes) return;
        form.dataset["confirmed"] = "yes";
        form.requestSubmit(submitter);
      });
    },
    true,
  );
}
