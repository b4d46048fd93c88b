// Hands a copy over that the text must not take in by itself; the server keeps it as a branch.
export type Reason = "other_past" | "too_late";

export interface Apart {
  reason: Reason;
  isOpen: boolean; // it is not too late at all
  isKept: boolean; // the server has it, or the text already has all that is in it
  branch: string; // its page, or "" when there was nothing to keep
  trouble: string; // why the server does not take it, in words
}

interface Answer {
  branch?: string;
  trouble?: string;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;
const NOT_YET = [408, 425, 429];
const OPEN = 409;

// Resolves when the server has answered, however long there is no line.
export async function keepApart(url: string, reason: Reason, state: Uint8Array): Promise<Apart> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const apart = await post(url, reason, state);
    if (apart) return apart;
    await moment(pause * (0.5 + Math.random()));
  }
}

async function post(url: string, reason: Reason, state: Uint8Array): Promise<Apart | undefined> {
  const body = new FormData();
  body.append("reason", reason);
  body.append("state", new Blob([state as Uint8Array<ArrayBuffer>]));
  const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      signal: AbortSignal.timeout(60_000),
    });
    if (answer.status >= 500 || NOT_YET.includes(answer.status)) return undefined;
    const { branch = "", trouble = "" } = (await answer.json().catch(() => ({}))) as Answer;
    return { reason, isOpen: answer.status === OPEN, isKept: answer.ok, branch, trouble };
  } catch {
    return undefined;
  }
}

function moment(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    window.setTimeout(resolve, milliseconds);
    addEventListener("online", () => resolve(), { once: true });
  });
}
