// A challenge that is being set: its kind fills in what nobody has typed yet.

const FIELDS = ["title", "rules", "team_size"] as const;
const NAMES = { title: "title", rules: "rules", team_size: "teamSize" } as const;

export function kinds(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-kinds]").forEach((form) => {
    const cards = [...form.querySelectorAll<HTMLElement>(".kind")];
    form.addEventListener("change", (event) => {
      const card = (event.target as HTMLElement).closest<HTMLElement>(".kind");
      if (card) fill(form, card, cards);
    });
  });
}

// What another kind had put there may go, what somebody typed stays.
function fill(form: HTMLFormElement, card: HTMLElement, cards: HTMLElement[]): void {
  for (const name of FIELDS) {
    const field = form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement | null;
    const told = (each: HTMLElement): string => (each.dataset[NAMES[name]] ?? "").trim();
    if (!field) continue;
    if (field.value.trim() && !cards.some((each) => told(each) === field.value.trim())) continue;
    field.value = told(card);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
