// Sends a file to the server, a large one in parts, and says how much of it is there.
import type { Resumable } from "./resumable";
import { find } from "./words";

const LARGE = 1024 * 1024;

export interface Answer {
  media?: string;
  alt?: string;
  kind?: string;
  decorative?: boolean;
  trouble?: string;
}

export interface Heard {
  onShare(sent: number, isCut: boolean): void;
  onResumed(): void;
}

// Begins at once when it is large: what it shows can be said meanwhile.
export class Upload {
  private readonly request = new XMLHttpRequest();
  private readonly inParts: Promise<Resumable> | undefined;
  private isOver = false;

  constructor(
    private readonly mediaUrl: string,
    uploadsUrl: string,
    private readonly file: File,
    private readonly heard: Heard,
  ) {
    if (file.size > LARGE)
      this.inParts = import("./resumable").then(
        (made) => new made.Resumable(uploadsUrl, csrfToken(), file, heard),
      );
  }

  // Puts it in, as soon as all of it is there.
  async finish(said: FormData): Promise<Answer> {
    const sending = await this.inParts;
    if (!sending) {
      said.set("file", this.file);
      return this.post(said);
    }
    try {
      const address = await sending.arrived;
      said.set("upload", address.replace(/\/$/, "").split("/").pop() ?? "");
    } catch (refused) {
      await sending.forget();
      return { trouble: (refused as Error).message };
    }
    const answer = await this.post(said);
    if (answer.media) {
      this.isOver = true;
      await sending.forget();
    }
    return answer;
  }

  // What has come stays for a day, for when the same file is chosen again.
  stop(): void {
    if (this.isOver) return;
    this.request.abort();
    void this.inParts?.then((sending) => sending.stop());
  }

  giveUp(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.request.abort();
    void this.inParts?.then((sending) => sending.giveUp());
  }

  private post(body: FormData): Promise<Answer> {
    const { request } = this;
    return new Promise((resolve) => {
      request.upload.onprogress = ({ loaded, total }) => {
        if (!this.inParts && total) this.heard.onShare((loaded / total) * this.file.size, false);
      };
      request.onload = () => resolve(read(request.responseText));
      request.onerror = request.onabort = () => resolve({});
      request.open("POST", this.mediaUrl);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.send(body);
    });
  }
}

export function csrfToken(): string {
  return find<HTMLInputElement>("[name=csrfmiddlewaretoken]").value;
}

export function read(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
