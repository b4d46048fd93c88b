// The board on which sessions are placed. Without this its links and buttons do the same, a page
// at a time.
import { board, workOn } from "./board";
import { onKey } from "./keys";
import { cancelDrag, isAfterDrag, onPress, onPull, onRelease } from "./pointer";
import { choose, isSending, lookAgain, send } from "./server";
import { taken } from "./taken";

export function placing(): void {
  const found = document.querySelector<HTMLElement>("[data-board]");
  if (!found) return;
  workOn(found);
  board.addEventListener("keydown", onKey);
  board.addEventListener("pointerdown", onPress);
  board.addEventListener("pointermove", onPull);
  board.addEventListener("pointerup", onRelease);
  board.addEventListener("pointercancel", onRelease);
  board.addEventListener("click", onClick, true);
  board.addEventListener("submit", onSubmit);
  board.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("keydown", cancelDrag, true);
  document.addEventListener("visibilitychange", () => {
    // Others have moved things while one was away.
    const isIdle = !document.hidden && !taken && !isSending && !board.contains(document.activeElement);
    if (isIdle) lookAgain();
  });
}

function onClick(event: MouseEvent): void {
  if (isAfterDrag) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const link = (event.target as Element).closest<HTMLAnchorElement>("[data-handle], [data-choose]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const key = new URL(link.href).searchParams.get("chosen") ?? "";
  choose(key, "#chosen");
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!("boardForm" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter as HTMLButtonElement | null;
  const data = new FormData(form, button);
  const step = button?.name === "step" ? `#chosen [value="${button.value}"]` : "";
  const undo = button && "undo" in button.dataset ? "[data-undo]" : "";
  const pin = button && "pin" in button.dataset ? "[data-pin]" : "";
  void send(form.action, data, step || undo || pin);
}
