// Sends a file in parts, by tus: after a cut it goes on by itself, and after a reload as soon as the
// same file is chosen again. Comes by itself, for those who put in something large.
import { defaultOptions, Upload, type DetailedError } from "tus-js-client";

const PART = 1024 * 1024;
const FIRST_PAUSES = [500, 1000, 2000];
const PAUSE = 4000;
const TRIES = 900; // an hour without any line
const AGAIN = new Set([409, 423]); // it goes on elsewhere; the part before is still being written
const FULL = 507;

export interface Heard {
  onShare(sent: number, isCut: boolean): void;
  onResumed(): void;
}

export class Refused extends Error {}

export class Resumable {
  private readonly upload: Upload;
  private sent = 0;
  // The address under which all of it is, once it is.
  readonly arrived: Promise<string>;

  constructor(address: string, token: string, file: File, heard: Heard) {
    let done: (address: string) => void;
    let failed: (why: Error) => void;
    this.arrived = new Promise((resolve, reject) => {
      done = resolve;
      failed = reject;
    });
    this.arrived.catch(() => undefined); // whoever waits for it hears of it
    this.upload = new Upload(file, {
      endpoint: new URL(address, location.href).href,
      headers: { "X-CSRFToken": token },
      metadata: { filename: file.name },
      chunkSize: PART,
      retryDelays: [...FIRST_PAUSES, ...Array<number>(TRIES).fill(PAUSE)],
      removeFingerprintOnSuccess: false, // what was sent must still be put in
      onShouldRetry: (error) => {
        const isCut = isPassing(error);
        if (isCut) heard.onShare(this.sent, true);
        return isCut;
      },
      onProgress: (sent) => heard.onShare(sent, false),
      onChunkComplete: (_, accepted) => (this.sent = accepted),
      onSuccess: () => done(this.upload.url ?? ""),
      onError: (error) => failed(new Refused(wordsOf(error))),
    });
    void this.begin(heard);
  }

  private async begin(heard: Heard): Promise<void> {
    const before = await this.upload.findPreviousUploads();
    const last = before.sort((one, other) => (one.creationTime < other.creationTime ? 1 : -1))[0];
    if (last) {
      this.upload.resumeFromPreviousUpload(last);
      heard.onResumed();
    }
    this.upload.start();
  }

  // For now: what is there stays there for a day.
  stop(): void {
    void this.upload.abort();
  }

  giveUp(): void {
    this.upload.abort(true).catch(() => undefined);
    void this.forget();
  }

  // It is in the text, or never will be.
  async forget(): Promise<void> {
    const storage = defaultOptions.urlStorage;
    for (const { urlStorageKey } of await this.upload.findPreviousUploads())
      await storage?.removeUpload(urlStorageKey);
  }
}

function statusOf(error: Error): number {
  return (error as DetailedError).originalResponse?.getStatus() ?? 0;
}

function isPassing(error: Error): boolean {
  const status = statusOf(error);
  return status === 0 || AGAIN.has(status) || (status >= 500 && status !== FULL);
}

function wordsOf(error: Error): string {
  const answer = (error as DetailedError).originalResponse;
  const type = answer?.getHeader("Content-Type") ?? "";
  return type.startsWith("text/plain") ? (answer?.getBody() ?? "") : "";
}
