// Something is being done: <div data-follow-seconds="1"> is fetched again until the page leads on.
export function follow(): void {
  const shown = document.querySelector<HTMLElement>("[data-follow-seconds]");
  const seconds = Number(shown?.dataset["followSeconds"]);
  if (!shown || !(seconds > 0)) return;

  const turn = async (): Promise<void> => {
    try {
      const answer = await fetch(location.href, {
        headers: { Accept: "text/html" },
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.redirected) {
        location.replace(answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector<HTMLElement>("[data-follow-seconds]");
      if (next && next.innerHTML !== shown.innerHTML) shown.innerHTML = next.innerHTML;
    } catch {
      // Out of reach for a moment; what is done goes on without us.
    }
    setTimeout(() => void turn(), seconds * 1000);
  };
  setTimeout(() => void turn(), seconds * 1000);
}
