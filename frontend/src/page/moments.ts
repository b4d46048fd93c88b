// A line of time that one drags: says at which moment one is. Going there is the form's.
export function moments(): void {
  for (const line of document.querySelectorAll<HTMLInputElement>("input[data-moments]")) {
    const said = document.querySelector<HTMLOutputElement>(`output[for="${line.id}"]`);
    const times = [...(line.list?.options ?? [])].map((each) => each.label);
    const say = () => {
      const time = times[Number(line.value)] ?? "";
      if (said) said.value = time;
      line.setAttribute("aria-valuetext", time);
    };
    line.addEventListener("input", say);
    say();
  }
}
