// A screen on the wall: <main data-refresh-seconds="30"> is fetched again and replaced.
import { say, words } from "./words";

export function refresh(): void {
  const first = document.querySelector<HTMLElement>("[data-refresh-seconds]");
  const seconds = Number(first?.dataset["refreshSeconds"]);
  if (!first || !(seconds > 0)) return;
  let since: Date | undefined;

  const offline = (): void => {
    since ??= new Date();
    const time = since.toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    let line = document.getElementById("offline-since");
    if (!line) {
      line = document.createElement("p");
      line.id = "offline-since";
      line.className = "notice notice-warning offline-since";
      document.querySelector("[data-refresh-seconds]")?.before(line);
      say(words("offlineSince", { time }));
    }
    line.textContent = words("offlineSince", { time });
  };

  const turn = async (): Promise<void> => {
    const current = document.querySelector<HTMLElement>("[data-refresh-seconds]");
    if (!current || document.hidden) return;
    try {
      const answer = await fetch(location.href, {
        headers: { Accept: "text/html" },
        signal: AbortSignal.timeout(Math.max(5, seconds) * 1000),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector<HTMLElement>("[data-refresh-seconds]");
      if (!next) throw new Error("not the same page");
      // Nothing flickers, and no focus is lost, when nothing has changed.
      if (next.innerHTML !== current.innerHTML) current.innerHTML = next.innerHTML;
      if (since) say(words("backOnline"));
      since = undefined;
      document.getElementById("offline-since")?.remove();
    } catch {
      offline();
    }
  };

  setInterval(() => void turn(), seconds * 1000);
  addEventListener("online", () => void turn());
  document.addEventListener("visibilitychange", () => void turn());
}
