// What is in the hand is put down: the server places it, or refuses.
import { say } from "../words";
import { ROW_MINUTES, board, firstOf, rooms, titleOf, word } from "./board";
import { choose, send } from "./server";
import { giveBack, taken } from "./taken";

export function drop(): void {
  if (!taken) return;
  const { item, spot, from, length } = taken;
  const data = new FormData();
  const token = board.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  data.set("csrfmiddlewaretoken", token?.value ?? "");
  data.set("seen", item.dataset["seen"] ?? "");
  data.set("on", new URLSearchParams(location.search).get("day") ?? "");
  if (item.dataset["slot"]) data.set("slot", item.dataset["slot"]);
  if (!spot) {
    if (!from) {
      giveBack();
      return;
    }
    data.set("step", "tray");
  } else {
    const unmoved = from && from.grid === spot.grid && from.row === spot.row && from.column === spot.column;
    if (unmoved && length * ROW_MINUTES === Number(item.dataset["minutes"])) {
      choose(item.id);
      return;
    }
    // What does not begin on a row keeps its minutes, unless it was moved by time.
    const sameHour = from && from.grid === spot.grid && from.row === spot.row;
    const at = sameHour
      ? (item.dataset["starts"] ?? "")
      : new Date(firstOf(spot.grid) + spot.row * ROW_MINUTES * 60000).toISOString();
    const minutes = Number(item.dataset["minutes"]);
    const sameLength = Math.max(1, Math.round(minutes / ROW_MINUTES)) === length;
    data.set("starts_at", at);
    data.set("minutes", String(sameLength ? minutes : length * ROW_MINUTES));
    data.set("room", rooms(spot.grid)[spot.column]?.dataset["room"] ?? "");
  }
  say(word("Sending", { title: titleOf(item) }));
  void send(item.dataset["place"] ?? "", data, "");
}
