// Puts pictures, sounds and films in, by button, paste or drop; none without the words for who does
// not see or hear it.
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";

import { KINDS, kindOf, wordsIn, type Kind } from "./figures";
import { put } from "./placing";
import type { Status } from "./status";
import { Upload } from "./upload";
import { find, words } from "./words";

const ACCEPTED: Record<Kind, string> = {
  image: "image/jpeg,image/png,image/webp,image/avif",
  sound: "audio/*,.mp3,.ogg,.oga,.opus,.m4a,.wav,.flac",
  film: "video/mp4,video/webm,.mp4,.webm",
};
const TYPES: [string, Kind][] = [
  ["image/", "image"],
  ["audio/", "sound"],
  ["video/", "film"],
];

function kindOfFile(file: File): Kind | undefined {
  return TYPES.find(([start]) => file.type.startsWith(start))?.[1];
}

export class Media {
  private readonly dialog = find<HTMLDialogElement>("#media-dialog");
  private readonly form = find<HTMLFormElement>("[data-media]", this.dialog);
  private readonly about = find<HTMLTextAreaElement>("[data-alt]", this.dialog);
  private readonly caption = find<HTMLInputElement>("[data-caption]", this.dialog);
  private readonly trouble = find("[data-trouble]", this.dialog);
  private readonly preview = find("[data-preview]", this.dialog);
  private readonly progress = find<HTMLProgressElement>("[data-progress]", this.dialog);
  private readonly putIn = find<HTMLButtonElement>("[data-put-in]", this.dialog);
  private readonly keep = find<HTMLButtonElement>("[data-keep]", this.dialog);
  private readonly chooser = find<HTMLInputElement>("[data-file]");
  private kind: Kind = "image";
  private file: File | undefined;
  private place: number | undefined;
  private upload: Upload | undefined;

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
      if (file) this.ask(file, kindOfFile(file) ?? this.kind);
    });
  }

  // Looks for one on this device.
  readonly choose = (kind: Kind): void => {
    if (!this.editor.isEditable) return;
    this.kind = kind;
    this.chooser.accept = ACCEPTED[kind];
    this.chooser.click();
  };

  // Whether one is chosen in the text, whose words are now asked about.
  readonly change = (): boolean => {
    const { selection } = this.editor.state;
    const chosen = selection instanceof NodeSelection ? selection.node : undefined;
    const kind = kindOf(chosen);
    if (!chosen || !kind || !this.editor.isEditable) return false;
    const { media, caption } = chosen.attrs;
    const shown = `${this.mediaUrl}${encodeURIComponent(String(media))}/`;
    this.show(kind, shown, String(chosen.attrs[wordsIn(kind)] ?? ""), String(caption ?? ""));
    return true;
  };

  // Whether a file came by paste or drop, and is being asked about.
  take(files: FileList | undefined, place?: number): boolean {
    const file = [...(files ?? [])].find(kindOfFile);
    const kind = file && kindOfFile(file);
    if (!kind) return false;
    this.place = place;
    this.ask(file, kind);
    return true;
  }

  private ask(file: File, kind: Kind): void {
    this.file = file;
    this.show(kind, kind === "image" ? URL.createObjectURL(file) : "", "", "");
  }

  private show(kind: Kind, address: string, about: string, caption: string): void {
    this.kind = kind;
    for (const part of this.dialog.querySelectorAll<HTMLElement>("[data-of]"))
      part.hidden = !part.dataset["of"]?.split(" ").includes(kind);
    this.preview.replaceChildren(kind === "image" ? picture(address) : (this.file?.name ?? ""));
    this.preview.hidden = kind !== "image" && !this.file;
    this.about.value = about;
    this.caption.value = caption;
    this.wrong("");
    this.putIn.hidden = !this.file;
    this.keep.hidden = this.file !== undefined;
    this.dialog.showModal();
    this.about.focus();
  }

  private forget(): void {
    this.upload?.giveUp();
    const address = this.preview.querySelector("img")?.src ?? "";
    if (address.startsWith("blob:")) URL.revokeObjectURL(address);
    this.preview.replaceChildren();
    this.file = undefined;
    this.place = undefined;
    this.editor.commands.focus();
  }

  private wrong(word: string): void {
    this.trouble.textContent = word;
    this.about.setAttribute("aria-invalid", String(word !== ""));
  }

  private async answer(): Promise<void> {
    const about = this.about.value.trim();
    if (!about) {
      this.wrong(words(`${this.kind}Missing`));
      this.about.focus();
      return;
    }
    const caption = this.caption.value.trim() || null;
    if (this.file) await this.send(this.file, about, caption);
    else {
      this.editor.commands.updateAttributes(this.kind, { [wordsIn(this.kind)]: about, caption });
      this.dialog.close();
    }
  }

  private async send(file: File, about: string, caption: string | null): Promise<void> {
    if (this.upload) return;
    this.wrong("");
    this.status.say(words("uploading"));
    this.waiting(true);
    const upload = (this.upload = new Upload(this.mediaUrl));
    const { media, alt, kind, trouble } = await upload.send(file, about, (share) => {
      this.progress.value = share;
    });
    this.upload = undefined;
    this.waiting(false);
    if (this.file !== file) return; // given up meanwhile
    if (!media) {
      this.wrong(trouble || words("uploadFailed"));
      return;
    }
    // The server looks into the file: what calls itself a film may hold but a sound.
    const type = KINDS.find((known) => known === kind) ?? this.kind;
    // What was typed keeps its lines; only of a picture the server tidies the words.
    const told = type === "image" ? (alt ?? about) : about;
    const made = { type, attrs: { media, [wordsIn(type)]: told, caption } };
    put(this.editor, this.editor.schema.nodeFromJSON(made), this.place);
    this.dialog.close();
    this.status.say(words("mediaIn"));
  }

  private waiting(isWaiting: boolean): void {
    this.putIn.disabled = isWaiting;
    this.progress.hidden = !isWaiting;
    this.progress.value = 0;
  }
}

function picture(address: string): HTMLImageElement {
  const shown = document.createElement("img");
  shown.alt = "";
  shown.src = address;
  return shown;
}
