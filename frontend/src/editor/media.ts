// Puts pictures, sounds and films in, by button, paste or drop; none without the words for who does
// not see or hear it.
import type { Editor } from "@tiptap/core";
import { NodeSelection, Selection } from "@tiptap/pm/state";

import { aboutOf, fill, keepAbout, saidIn, type About } from "./about";
import { KINDS, kindOf, wordsIn, type Kind } from "./figures";
import { put } from "./placing";
import type { Status } from "./status";
import { Upload } from "./upload";
import { figure, find, words } from "./words";

const MEGABYTE = 1024 * 1024;

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
  private readonly decorative = find<HTMLInputElement>("[name=is_decorative]", this.dialog);
  private readonly beside = find("[data-about]", this.dialog);
  private readonly trouble = find("[data-trouble]", this.dialog);
  private readonly preview = find("[data-preview]", this.dialog);
  private readonly coming = find("[data-coming]", this.dialog);
  private readonly comingWords = find("[data-coming-words]", this.dialog);
  private readonly progress = find<HTMLProgressElement>("[data-progress]", this.dialog);
  private readonly putIn = find<HTMLButtonElement>("[data-put-in]", this.dialog);
  private readonly keep = find<HTMLButtonElement>("[data-keep]", this.dialog);
  private readonly chooser = find<HTMLInputElement>("[data-file]");
  private kind: Kind = "image";
  private file: File | undefined;
  private media = "";
  private upload: Upload | undefined;
  private isSending = false;
  private isCut = false;

  constructor(
    private readonly editor: Editor,
    private readonly mediaUrl: string,
    private readonly uploadsUrl: string,
    private readonly status: Status,
  ) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.answer();
    });
    this.form.addEventListener("change", () => this.showAsked());
    find("[data-cancel]", this.dialog).addEventListener("click", () => {
      this.upload?.giveUp();
      this.dialog.close();
    });
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
    const isDecorative = kind === "image" && chosen.attrs["decorative"] === true;
    this.media = String(media);
    const about = String(chosen.attrs[wordsIn(kind)] ?? "");
    this.show(kind, this.addressOf(this.media), about, String(caption ?? ""));
    this.decorative.checked = isDecorative;
    this.showAsked();
    void this.recall(this.media);
    return true;
  };

  // Whether a file came by paste or drop, and is being asked about.
  take(files: FileList | undefined, place?: number): boolean {
    const file = [...(files ?? [])].find(kindOfFile);
    const kind = file && kindOfFile(file);
    if (!kind) return false;
    if (place !== undefined) this.goTo(place);
    this.ask(file, kind);
    return true;
  }

  // The caret keeps the place, whatever others write until the words are there.
  private goTo(place: number): void {
    const { tr, doc } = this.editor.state;
    this.editor.view.dispatch(tr.setSelection(Selection.near(doc.resolve(place), -1)));
  }

  private addressOf(media: string): string {
    return `${this.mediaUrl}${encodeURIComponent(media)}/`;
  }

  // What is kept beside the text comes a moment later than what is in it, and not without a line.
  private async recall(media: string): Promise<void> {
    const about = await aboutOf(`${this.addressOf(media)}about/`);
    if (!about || this.media !== media) return;
    this.tell({ ...about, is_decorative: this.decorative.checked });
    this.beside.hidden = false;
  }

  private tell(about?: About): void {
    fill(this.form, about);
    this.showAsked();
  }

  private ask(file: File, kind: Kind): void {
    this.upload?.stop();
    this.file = file;
    this.media = "";
    this.show(kind, kind === "image" ? URL.createObjectURL(file) : "", "", "");
    this.isCut = false;
    this.upload = new Upload(this.mediaUrl, this.uploadsUrl, file, {
      onShare: (sent, isCut) => this.share(file, sent, isCut),
      onResumed: () => this.status.say(words("comingResumed")),
    });
  }

  private share(file: File, sent: number, isCut: boolean): void {
    if (this.file !== file) return;
    const told = { sent: megabytes(sent), size: megabytes(file.size) };
    const state = isCut ? "comingCut" : sent < file.size ? "comingShare" : "comingDone";
    this.coming.hidden = false;
    this.progress.value = sent / file.size;
    this.comingWords.textContent = words(state, told);
    if (isCut && !this.isCut) this.status.say(words(state, told));
    this.isCut = isCut;
  }

  private show(kind: Kind, address: string, about: string, caption: string): void {
    this.kind = kind;
    for (const part of this.dialog.querySelectorAll<HTMLElement>("[data-of]"))
      part.hidden = !part.dataset["of"]?.split(" ").includes(kind);
    this.preview.replaceChildren(kind === "image" ? picture(address) : (this.file?.name ?? ""));
    this.preview.hidden = kind !== "image" && !this.file;
    this.about.value = about;
    this.caption.value = caption;
    this.coming.hidden = true;
    this.tell();
    this.beside.hidden = !this.file;
    this.wrong("");
    this.putIn.hidden = !this.file;
    this.keep.hidden = this.file !== undefined;
    this.dialog.showModal();
    this.about.focus();
  }

  // What is decorative needs no words; who agreed is asked where somebody did.
  private showAsked(): void {
    find("[data-alt-field]", this.dialog).hidden = this.isDecorative;
    const agreed = this.form.querySelector<HTMLInputElement>("[name=consent][value=agreed]");
    const said = this.form.querySelector<HTMLElement>("[name=consent_said]")?.closest<HTMLElement>(".field");
    if (said) said.hidden = !agreed?.checked;
  }

  private get isDecorative(): boolean {
    return this.kind === "image" && this.decorative.checked;
  }

  private forget(): void {
    this.upload?.stop();
    this.upload = undefined;
    const address = this.preview.querySelector("img")?.src ?? "";
    if (address.startsWith("blob:")) URL.revokeObjectURL(address);
    this.preview.replaceChildren();
    this.file = undefined;
    this.media = "";
    this.editor.commands.focus();
  }

  private wrong(word: string): void {
    this.trouble.textContent = word;
    this.about.setAttribute("aria-invalid", String(word !== ""));
  }

  private async answer(): Promise<void> {
    const about = this.isDecorative ? "" : this.about.value.trim();
    if (!about && !this.isDecorative) {
      this.wrong(words(`${this.kind}Missing`));
      this.about.focus();
      return;
    }
    if (this.isSending) return;
    this.wrong("");
    this.isSending = true;
    this.putIn.disabled = this.keep.disabled = true;
    const caption = this.caption.value.trim() || null;
    const said = saidIn(this.form);
    said.set("alt", about);
    if (this.kind !== "image") said.delete("is_decorative");
    if (this.file) await this.send(this.file, said, about, caption);
    else await this.say(said, about, caption);
    this.isSending = false;
    this.putIn.disabled = this.keep.disabled = false;
  }

  // Without a line nothing is known of what is kept beside the text, and only the words change.
  private async say(said: FormData, about: string, caption: string | null): Promise<void> {
    const { media, kind, isDecorative } = this;
    const trouble = this.beside.hidden ? "" : await keepAbout(`${this.addressOf(media)}about/`, said);
    if (this.media !== media) return;
    if (trouble !== "") {
      this.wrong(trouble ?? words("uploadFailed"));
      return;
    }
    const decorative = kind === "image" ? { decorative: isDecorative || null } : {};
    this.editor.commands.updateAttributes(kind, { [wordsIn(kind)]: about, caption, ...decorative });
    this.dialog.close();
  }

  private async send(file: File, said: FormData, about: string, caption: string | null): Promise<void> {
    const { upload } = this;
    if (!upload) return;
    this.status.say(words("uploading"));
    const { media, alt, kind, decorative, trouble } = await upload.finish(said);
    if (this.file !== file) return; // given up meanwhile
    if (!media) {
      this.wrong(trouble || words("uploadFailed"));
      return;
    }
    // The server looks into the file: what calls itself a film may hold but a sound.
    const type = KINDS.find((known) => known === kind) ?? this.kind;
    // What was typed keeps its lines; only of a picture the server tidies the words.
    const told = type === "image" ? (alt ?? about) : about;
    const attrs = { media, [wordsIn(type)]: told, caption, ...(decorative && { decorative }) };
    put(this.editor, this.editor.schema.nodeFromJSON({ type, attrs }));
    this.dialog.close();
    this.status.say(words("mediaIn"));
  }
}

function megabytes(size: number): string {
  return figure(Math.round(size / MEGABYTE));
}

function picture(address: string): HTMLImageElement {
  const shown = document.createElement("img");
  shown.alt = "";
  shown.src = address;
  return shown;
}
