// <form data-stay-seconds="60"> says to the server that somebody still looks at this page.
export function staying(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-stay-seconds]");
  const seconds = Number(form?.dataset["staySeconds"]);
  if (!form || !(seconds > 0)) return;
  const say = (): void => {
    const now = document.querySelector<HTMLFormElement>("form[data-stay-seconds]");
    if (!now || document.hidden) return;
    fetch(now.action, { method: "POST", body: new FormData(now) }).catch(() => {
      // Said again in a minute.
    });
  };
  setTimeout(say, 45_000);
  setInterval(say, seconds * 1000);
}
