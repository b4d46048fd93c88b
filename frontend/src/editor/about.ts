// What is said of a picture, sound or film beside its words: whose it is, who agreed to be in it.
import { csrfToken, read } from "./upload";

export interface About {
  is_decorative: boolean;
  credit: string;
  licence: string;
  consent: string;
  consent_said: string;
}

// What the server keeps of it; undefined while there is no line.
export async function aboutOf(address: string): Promise<About | undefined> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as About) : undefined;
  } catch {
    return undefined;
  }
}

// Returns what is wrong in words, "" when it is kept; undefined when there was no answer.
export async function keepAbout(address: string, said: FormData): Promise<string | undefined> {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  try {
    const answer = await fetch(address, { method: "POST", headers, body: said });
    return answer.ok ? "" : read(await answer.text()).trouble;
  } catch {
    return undefined;
  }
}

export function fill(form: HTMLFormElement, about: About | undefined): void {
  const told = about ?? { is_decorative: false, credit: "", licence: "", consent: "nobody", consent_said: "" };
  const field = (name: string): HTMLInputElement | null => form.querySelector(`[name=${name}]`);
  for (const name of ["credit", "licence", "consent_said"] as const) {
    const each = field(name);
    if (each) each.value = told[name];
  }
  const licence = form.querySelector<HTMLSelectElement>("select[name=licence]");
  if (licence && told.licence && licence.value !== told.licence) {
    licence.add(new Option(told.licence, told.licence));
    licence.value = told.licence;
  }
  const decorative = field("is_decorative");
  if (decorative) decorative.checked = told.is_decorative;
  for (const choice of form.querySelectorAll<HTMLInputElement>("[name=consent]"))
    choice.checked = choice.value === told.consent;
  const whose = form.querySelector<HTMLDetailsElement>(".media-about");
  if (whose) whose.open = told.credit !== "" || told.licence !== "";
}

export function saidIn(form: HTMLFormElement): FormData {
  const said = new FormData();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") said.append(name, value);
  return said;
}
