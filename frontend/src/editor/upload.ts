// Sends a file to the server, and says how much of it is there.
import { find } from "./words";

export interface Answer {
  media?: string;
  alt?: string;
  kind?: string;
  trouble?: string;
}

export class Upload {
  private readonly request = new XMLHttpRequest();

  constructor(private readonly address: string) {}

  send(file: File, alt: string, onShare: (share: number) => void): Promise<Answer> {
    const body = new FormData();
    body.append("file", file);
    body.append("alt", alt);
    const { request } = this;
    return new Promise((resolve) => {
      request.upload.onprogress = ({ loaded, total }) => onShare(total ? loaded / total : 0);
      request.onload = () => resolve(read(request.responseText));
      request.onerror = request.onabort = () => resolve({});
      request.open("POST", this.address);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", find<HTMLInputElement>("[name=csrfmiddlewaretoken]").value);
      request.send(body);
    });
  }

  giveUp(): void {
    this.request.abort();
  }
}

function read(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
