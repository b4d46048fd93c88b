// <main data-ceremony>: the books of a challenge shown to a room, one at a time. Without this script
// the page is a wall of posters, and so it is again at the end. Books that are published meanwhile
// take their place in the row (see live.ts).

const DOOR_MS = 650;
const LIGHT_MS = 900;

type Stage = "posters" | "opening" | "one";

class Ceremony {
  private stage: Stage = "posters";
  private current = "";
  private isPaused = false;
  private timer = 0;
  private readonly where: HTMLElement | null;

  constructor(private readonly main: HTMLElement) {
    this.where = main.querySelector("[data-ceremony-where]");
  }

  begin(): void {
    if (this.books().length) this.show("[data-ceremony-start]");
    this.on("[data-ceremony-start] button", () => void this.open());
    this.on("[data-ceremony-pause]", () => this.pause());
    for (const button of this.main.querySelectorAll<HTMLElement>("[data-ceremony-go]"))
      button.addEventListener("click", () => this.go(Number(button.dataset["ceremonyGo"])));
    this.fullScreen();
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("openweek:live", () => this.renewed());
    this.draw();
  }

  private books(): HTMLElement[] {
    return [...this.main.querySelectorAll<HTMLElement>(".ceremony-book")];
  }

  private at(): number {
    return this.books().findIndex((book) => book.id === this.current);
  }

  private on(selector: string, act: () => void): void {
    this.main.querySelector(selector)?.addEventListener("click", act);
  }

  private show(selector: string): void {
    this.main.querySelector(selector)?.removeAttribute("hidden");
  }

  // Five doors, one after the other; at once for who wants no movement.
  private async open(): Promise<void> {
    this.stage = "opening";
    this.draw();
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const door of this.main.querySelectorAll(".ceremony-door")) {
      if (!isCalm) await after(DOOR_MS);
      if (this.stage !== "opening") return;
      door.classList.add("is-open");
    }
    await after(LIGHT_MS);
    if (this.stage === "opening") this.turnTo(0);
  }

  private turnTo(number: number): void {
    const books = this.books();
    const book = books[Math.max(0, number)];
    if (!book || number >= books.length) return this.end();
    this.stage = "one";
    this.current = book.id;
    this.draw();
    book.focus({ preventScroll: true });
  }

  private end(): void {
    this.stage = "posters";
    this.current = "";
    this.main.classList.add("ceremony-over");
    for (const door of this.main.querySelectorAll(".ceremony-door")) door.classList.add("is-open");
    this.draw();
    scrollTo({ top: 0 });
  }

  private go(by: number): void {
    if (this.stage === "one") this.turnTo(this.at() + by);
    else if (this.stage === "opening") this.turnTo(0);
    else if (by > 0) void this.open();
    else this.turnTo(this.books().length - 1);
  }

  private pause(): void {
    this.isPaused = !this.isPaused;
    const button = this.main.querySelector("[data-ceremony-pause]");
    button?.setAttribute("aria-pressed", String(this.isPaused));
    button?.querySelector("[data-ceremony-playing]")?.toggleAttribute("hidden", this.isPaused);
    button?.querySelector("[data-ceremony-paused]")?.toggleAttribute("hidden", !this.isPaused);
    this.wait();
  }

  // Also what a presenter's remote sends.
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnButton = event.target instanceof Element && event.target.closest("button, a") !== null;
    if (event.key === "ArrowRight" || event.key === "PageDown") this.go(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") this.go(-1);
    else if (event.key === "Home") this.turnTo(0);
    else if (event.key === "End" || event.key === "Escape") this.end();
    else if (event.key === " " && !isOnButton) this.pause();
    else return;
    event.preventDefault();
  }

  private fullScreen(): void {
    if (!document.fullscreenEnabled) return;
    this.show("[data-ceremony-full]");
    this.on("[data-ceremony-full]", () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void document.documentElement.requestFullscreen();
    });
  }

  private renewed(): void {
    if (this.books().length && this.stage === "posters") this.show("[data-ceremony-start]");
    if (this.stage === "one" && this.at() < 0) this.turnTo(0);
    this.draw();
  }

  private draw(): void {
    this.main.dataset["stage"] = this.stage;
    const books = this.books();
    this.main.querySelector("[data-ceremony-buttons]")?.toggleAttribute("hidden", !books.length);
    for (const book of books) book.toggleAttribute("data-shown", this.stage === "one" && book.id === this.current);
    this.say(books.length);
    this.wait();
  }

  private say(total: number): void {
    if (!this.where) return;
    const words = this.where.dataset;
    const book = (words["ceremonyWhere"] ?? "")
      .replace("{number}", String(this.at() + 1))
      .replace("{total}", String(total));
    const said = this.stage === "one" ? book : total ? (words["ceremonyAll"] ?? "") : "";
    if (this.where.textContent !== said) this.where.textContent = said;
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (this.stage !== "one" || this.isPaused) return;
    const seconds = Number(this.main.dataset["ceremonySeconds"]) || 14;
    this.timer = window.setTimeout(() => this.turnTo(this.at() + 1), seconds * 1000);
  }
}

function after(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

export function ceremony(): void {
  const main = document.querySelector<HTMLElement>("[data-ceremony]");
  if (main) new Ceremony(main).begin();
}
