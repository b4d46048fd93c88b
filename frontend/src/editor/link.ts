// Asks where a link leads.
import type { Editor } from "@tiptap/core";

import { isSafeAddress } from "./schema";
import { find, words } from "./words";

// « example.org » is how people say it.
function completed(typed: string): string {
  const address = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[^:/]+:\d/.test(address)) return address;
  if (/^[^\s@/]+@[^\s@/]+$/.test(address)) return `mailto:${address}`;
  return address ? `https://${address}` : "";
}

export function linkDialog(editor: Editor): () => void {
  const dialog = find<HTMLDialogElement>("#link-dialog");
  const field = find<HTMLInputElement>("[data-address]", dialog);
  const trouble = find("[data-trouble]", dialog);
  const remove = find<HTMLButtonElement>("[data-remove]", dialog);

  const wrong = (word: string): void => {
    trouble.textContent = word;
    field.setAttribute("aria-invalid", String(word !== ""));
  };
  const put = (address: string): void => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && !editor.isActive("link"))
      chain.insertContent({ type: "text", text: address.replace(/^mailto:/, ""), marks: [{ type: "link", attrs: { href: address } }] }).unsetMark("link").run(); // prettier-ignore
    else chain.setLink({ href: address }).run();
  };

  find("form", dialog).addEventListener("submit", (event) => {
    event.preventDefault();
    const address = completed(field.value);
    if (!isSafeAddress(address)) {
      wrong(words("linkWrong"));
      field.focus();
      return;
    }
    dialog.close();
    put(address);
  });
  remove.addEventListener("click", () => {
    dialog.close();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  });
  find("[data-cancel]", dialog).addEventListener("click", () => dialog.close());

  return () => {
    if (!editor.isEditable) return;
    const href: unknown = editor.getAttributes("link")["href"];
    field.value = typeof href === "string" ? href : "";
    remove.hidden = !editor.isActive("link");
    wrong("");
    dialog.showModal();
    field.select();
  };
}
