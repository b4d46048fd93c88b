// What happens at the place, told by the server: kinds of deeds, nothing else. However many tabs of
// a browser are open, one of them listens and tells the others; a tab that nobody looks at lets go.

export interface News {
  kinds: string[];
  // Within how many milliseconds all pages together should ask for what is new.
  spread: number;
  // The number of the last event, to go on from there.
  number: string;
}

type Hear = (news: News) => void;

const HIDDEN_FOR_MS = 60_000;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 120_000;

class Listening {
  private source: EventSource | undefined;
  private channel: BroadcastChannel | undefined;
  private leaving: AbortController | undefined;
  private resign: (() => void) | undefined;
  private last = "";
  // When this page was asked for: what happened since is news.
  private since = madeAt();
  private pause = FIRST_PAUSE_MS;
  private retry = 0;

  constructor(
    private readonly address: string,
    private readonly hear: Hear,
  ) {
    // Locks need a secure context; on plain http each tab that is looked at listens by itself.
    if ("locks" in navigator && "BroadcastChannel" in window) {
      this.channel = new BroadcastChannel(`openweek-stream:${address}`);
      this.channel.addEventListener("message", (event) => this.tell(event.data as News));
    }
  }

  begin(): void {
    if (this.leaving) return;
    const leaving = (this.leaving = new AbortController());
    if (!this.channel) {
      this.open();
      return;
    }
    navigator.locks
      .request(`openweek-stream:${this.address}`, { signal: leaving.signal }, () => {
        this.open();
        return new Promise<void>((resign) => (this.resign = resign));
      })
      .catch(() => {
        // Let go before it was this tab's turn.
      });
  }

  end(): void {
    this.leaving?.abort();
    this.leaving = undefined;
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
    this.resign?.();
    this.resign = undefined;
    this.since = performance.now();
  }

  private open(): void {
    const from = this.last ? `after=${this.last}` : `ago=${Math.round(performance.now() - this.since)}`;
    const source = (this.source = new EventSource(`${this.address}?${from}`));
    source.addEventListener("open", () => (this.pause = FIRST_PAUSE_MS));
    source.addEventListener("done", (event) => {
      const [kinds = "", spread = "0"] = (event.data as string).split("\n");
      const news = { kinds: kinds.split(" "), spread: Number(spread), number: event.lastEventId };
      this.channel?.postMessage(news);
      this.tell(news);
    });
    // The browser tries again by itself after a cut; not after a refusal.
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.source = undefined;
      const wait = this.pause * (0.5 + Math.random());
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
      this.retry = window.setTimeout(() => this.open(), wait);
    });
  }

  private tell(news: News): void {
    this.last = news.number;
    this.hear(news);
  }
}

function madeAt(): number {
  const [page] = performance.getEntriesByType("navigation");
  return page instanceof PerformanceNavigationTiming ? page.requestStart : 0;
}

export function listen(address: string, hear: Hear): void {
  const listening = new Listening(address, hear);
  let hiding = 0;
  const look = (): void => {
    clearTimeout(hiding);
    if (document.hidden) hiding = window.setTimeout(() => listening.end(), HIDDEN_FOR_MS);
    else listening.begin();
  };
  look();
  document.addEventListener("visibilitychange", look);
  // Kept by the browser for Back, a page must not hold a line; shown again, it goes on.
  addEventListener("pagehide", () => listening.end());
  addEventListener("pageshow", (event) => {
    if (event.persisted) look();
  });
}
