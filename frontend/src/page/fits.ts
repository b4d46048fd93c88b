// Nobody scrolls a wall: what is on it says less, step by step, until all of it can be seen.
// What each step leaves out, least needed first, is in look/wall.css.
const STEPS = 8;

const isSeen = (): boolean => {
  const page = document.documentElement;
  return page.scrollHeight <= innerHeight && page.scrollWidth <= innerWidth;
};

function fit(body: HTMLElement): void {
  for (let step = 0; step <= STEPS; step++) {
    body.dataset["terse"] = Array.from({ length: step }, (_, at) => at + 1).join(" ");
    if (isSeen()) return;
  }
}

export function fitting(): void {
  const body = document.body;
  if (!body.classList.contains("screen")) return;
  const again = (): void => fit(body);
  new MutationObserver(again).observe(body, {
    childList: true,
    subtree: true,
    characterData: true,
  });
  addEventListener("resize", again);
  void document.fonts.ready.then(again);
  again();
}
