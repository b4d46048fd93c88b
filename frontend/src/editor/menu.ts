// A button that opens a list of things to do (as ARIA's menu button).
export class Menu {
  private readonly items: HTMLElement[];

  constructor(
    private readonly button: HTMLElement,
    private readonly list: HTMLElement,
  ) {
    this.items = [...list.querySelectorAll<HTMLElement>("button")];
    button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    button.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") this.open(event.key === "ArrowUp");
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener("keydown", this.move);
    list.addEventListener("click", () => this.close());
    list.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !list.contains(event.relatedTarget)) this.close();
    });
    document.addEventListener("pointerdown", (event) => {
      const target = event.target as Node;
      if (this.isOpen && !list.contains(target) && !button.contains(target)) this.close();
    });
  }

  close(): void {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  private get isOpen(): boolean {
    return !this.list.hidden;
  }

  private get usable(): HTMLElement[] {
    return this.items.filter((item) => !item.hidden && item.getAttribute("aria-disabled") !== "true");
  }

  private open(atEnd = false): void {
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.usable.at(atEnd ? -1 : 0)?.focus();
  }

  private readonly move = (event: KeyboardEvent): void => {
    const { usable } = this;
    const here = usable.indexOf(document.activeElement as HTMLElement);
    const there: Record<string, number> = { ArrowDown: (here + 1) % usable.length, ArrowUp: here - 1, Home: 0, End: -1 }; // prettier-ignore
    event.stopPropagation();
    const at = there[event.key];
    if (at !== undefined) usable.at(at)?.focus();
    else if (event.key === "Escape") {
      this.close();
      this.button.focus();
    } else if (event.key.length === 1 && event.key !== " ") this.seek(event.key, here);
    else return;
    event.preventDefault();
  };

  private seek(letter: string, here: number): void {
    const { usable } = this;
    const after = [...usable.slice(here + 1), ...usable.slice(0, here + 1)];
    const starts = (item: HTMLElement): boolean =>
      (item.textContent ?? "").trim().toLowerCase().startsWith(letter.toLowerCase());
    after.find(starts)?.focus();
  }
}
