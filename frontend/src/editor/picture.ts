// Puts pictures in, by button, paste or drop; none without the words for who does not see it.
import type { Editor } from "@tiptap/core";

import type { Status } from "./status";
import { find, words } from "./words";

interface Answer {
  media?: string;
  alt?: string;
  trouble?: string;
}

export class Pictures {
  private readonly dialog = find<HTMLDialogElement>("#picture-dialog");
  private readonly form = find<HTMLFormElement>("[data-picture]", this.dialog);
  private readonly alt = find<HTMLTextAreaElement>("[data-alt]", this.dialog);
  private readonly trouble = find("[data-trouble]", this.dialog);
  private readonly preview = find("[data-preview]", this.dialog);
  private readonly putIn = find<HTMLButtonElement>("[data-put-in]", this.dialog);
  private readonly keep = find<HTMLButtonElement>("[data-keep]", this.dialog);
  private readonly chooser = find<HTMLInputElement>("[data-file]");
  private file: File | undefined;
  private place: number | undefined;

  constructor(
    private readonly editor: Editor,
    private readonly mediaUrl: string,
    private readonly status: Status,
  ) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.answer();
    });
    find("[data-cancel]", this.dialog).addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.forget());
    this.chooser.addEventListener("change", () => {
      const [file] = this.chooser.files ?? [];
      this.chooser.value = "";
      if (file) this.ask(file);
    });
  }

  // With a picture chosen, its words can be changed; else one is looked for on this device.
  readonly open = (): void => {
    if (!this.editor.isEditable) return;
    if (!this.editor.isActive("image")) {
      this.chooser.click();
      return;
    }
    const { media, alt } = this.editor.getAttributes("image");
    this.show(`${this.mediaUrl}${encodeURIComponent(String(media))}/`, String(alt ?? ""));
  };

  // Whether a picture came by paste or drop, and is being asked about.
  take(files: FileList | undefined, place?: number): boolean {
    const file = [...(files ?? [])].find((each) => each.type.startsWith("image/"));
    if (!file) return false;
    this.place = place;
    this.ask(file);
    return true;
  }

  private ask(file: File): void {
    this.file = file;
    this.show(URL.createObjectURL(file), "");
  }

  private show(address: string, alt: string): void {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = address;
    this.preview.replaceChildren(picture);
    this.preview.hidden = false;
    this.alt.value = alt;
    this.wrong("");
    this.putIn.hidden = !this.file;
    this.keep.hidden = this.file !== undefined;
    this.dialog.showModal();
    this.alt.focus();
  }

  private forget(): void {
    const address = this.preview.querySelector("img")?.src ?? "";
    if (address.startsWith("blob:")) URL.revokeObjectURL(address);
    this.preview.hidden = true;
    this.preview.replaceChildren();
    this.file = undefined;
    this.place = undefined;
    this.putIn.disabled = false;
    this.editor.commands.focus();
  }

  private wrong(word: string): void {
    this.trouble.textContent = word;
    this.alt.setAttribute("aria-invalid", String(word !== ""));
  }

  private async answer(): Promise<void> {
    const alt = this.alt.value.trim();
    if (!alt) {
      this.wrong(words("altMissing"));
      this.alt.focus();
      return;
    }
    if (this.file) await this.send(this.file, alt);
    else {
      this.editor.commands.updateAttributes("image", { alt });
      this.dialog.close();
    }
  }

  private async send(file: File, alt: string): Promise<void> {
    this.wrong("");
    this.status.say(words("uploading"));
    this.putIn.disabled = true;
    const { media, alt: cleaned, trouble } = await this.post(file, alt);
    this.putIn.disabled = false;
    if (!media) {
      this.wrong(trouble || words("uploadFailed"));
      return;
    }
    if (this.file !== file) return; // given up meanwhile
    const image = { type: "image", attrs: { media, alt: cleaned ?? alt } };
    const { doc, selection } = this.editor.state;
    const place = Math.min(this.place ?? selection.to, doc.content.size);
    // Below the last picture there must be a line to go on writing.
    const isLast = place >= doc.content.size - 1;
    this.editor.commands.insertContentAt(place, isLast ? [image, { type: "paragraph" }] : image);
    this.dialog.close();
    this.status.say(words("pictureIn"));
  }

  private async post(file: File, alt: string): Promise<Answer> {
    const body = new FormData();
    body.append("file", file);
    body.append("alt", alt);
    const token = find<HTMLInputElement>("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(this.mediaUrl, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token, Accept: "application/json" },
      });
      return (await answer.json()) as Answer;
    } catch {
      return {};
    }
  }
}
