// The desk goes on when the network drops: what is done is noted on this device first, then sent.
// One way for both: with a network, the answer comes at once and the lists follow.
import { find } from "./find";
import { Line, type Answer } from "./line";
import { KEEPER } from "./name";
import { forgetLists, keepList, listOf, newGuid, type Entry, type Guest, type List } from "./shelf";
import { offerScanning } from "./scanning";

const LOOK_EVERY_MS = 45_000;
const AGAIN_EVERY_MS = 4_000;

let root: HTMLElement;
let line: Line;
let list: List | undefined;
let wasOffline = false;

const part = <T extends HTMLElement = HTMLElement>(id: string): T | null =>
  document.getElementById(id) as T | null;

function word(name: string, values: Record<string, string | number> = {}): string {
  const found = part<HTMLTemplateElement>("desk-words")?.content.querySelector(`[data-word="${name}"]`);
  return (found?.textContent ?? "").replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

function say(sentence: string): void {
  const said = part("desk-said");
  if (said) said.textContent = sentence;
}

export function start(): void {
  root = document.querySelector<HTMLElement>("[data-desk]") as HTMLElement;
  line = new Line(root, paint, answered);
  document.addEventListener("submit", onSubmit, { capture: true });
  document.addEventListener("click", onClick);
  for (const moment of ["online", "focus"]) addEventListener(moment, () => void look());
  addEventListener("beforeunload", (event) => {
    if (line.state === "offline") event.preventDefault();
  });
  setInterval(() => void look(), LOOK_EVERY_MS);
  setInterval(() => {
    if (line.state === "offline") void look();
  }, AGAIN_EVERY_MS);
  // The lists are replaced when something happens elsewhere: what is kept here is shown again.
  new MutationObserver(paintRows).observe(root, { childList: true, subtree: true });
  offerScanning(root, (text) => void scanned(text));
  void begin();
}

async function begin(): Promise<void> {
  if (root.dataset["day"] !== today()) await forgetLists();
  list = await listOf(line.key).catch(() => undefined);
  await look();
  await keepThePage();
}

function today(): string {
  return new Date().toLocaleDateString("sv-SE", { timeZone: root.dataset["zone"] ?? "UTC" });
}

// Is the network there? If so, send what waits, and know who is expected.
async function look(): Promise<void> {
  await line.pickUp();
  try {
    const answer = await fetch(root.dataset["list"] ?? "", {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(8_000),
    });
    if (answer.ok) {
      list = { key: line.key, ...((await answer.json()) as Omit<List, "key">) };
      await keepList(list).catch(() => undefined);
      const isBack = line.state !== "online";
      line.set("online");
      if (line.entries.length) await line.send();
      else if (list.day !== root.dataset["day"]) location.reload();
      else if (isBack) await refresh();
    } else if (answer.status >= 500) line.set("offline");
    // Somebody has to sign in again; or the week is over, and what was kept can still be brought.
    else if (await line.page()) await line.send();
  } catch {
    line.set("offline");
  }
}

async function refresh(): Promise<void> {
  const page = await line.page();
  if (!page) return;
  for (const id of ["to-look-at", "desk-lists", "desk-found"]) {
    const next = page.getElementById(id);
    const here = part(id);
    if (next && here) here.replaceWith(next);
    else if (next) part("desk-found")?.after(next);
  }
  const search = part<HTMLInputElement>("id_q");
  if (new URLSearchParams(location.search).has("q")) {
    history.replaceState(null, "", root.dataset["page"]);
    if (search) search.value = "";
  }
}

async function answered(answers: Answer[]): Promise<void> {
  say(answers.map((answer) => answer.sentence).join(" "));
  await refresh();
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.matches(".desk-search")) {
    event.preventDefault();
    void search(new FormData(form).get("q")?.toString().trim() ?? "");
    return;
  }
  const deed = event.submitter?.dataset["deed"] ?? form.dataset["deed"];
  if (!deed || !root.contains(form)) return;
  const entry = deed === "walk-in" ? walkIn(form) : ofGuest(deed, event.submitter, form);
  if (!entry) return; // something is missing in it: the server says what
  event.preventDefault();
  void line.note(entry);
}

function walkIn(form: HTMLFormElement): Entry | undefined {
  const said = new FormData(form);
  const name = said.get("name")?.toString().trim() ?? "";
  const people = Number(said.get("party_size"));
  if (!name || name.length > 120 || !Number.isInteger(people) || people < 1 || people > 99) return undefined;
  const guid = said.get("once")?.toString() ?? newGuid();
  form.reset();
  const once = form.querySelector<HTMLInputElement>("[name=once]");
  if (once) once.value = newGuid();
  form.querySelector<HTMLInputElement>("[name=name]")?.focus();
  return { guid, key: line.key, deed: "walk-in", at: Date.now(), label: name, people };
}

function ofGuest(deed: string, button: HTMLElement | null, form: HTMLFormElement): Entry | undefined {
  const row = (button ?? form).closest<HTMLElement>("[data-number]");
  if (!row) return undefined;
  const people = Number(new FormData(form).get("people")) || undefined;
  return made(deed, row.dataset["name"] ?? "", { number: Number(row.dataset["number"]), ...(people ? { people } : {}) });
}

function made(deed: string, label: string, more: Partial<Entry>): Entry {
  return { guid: newGuid(), key: line.key, deed, at: Date.now(), label, ...more };
}

async function search(words: string): Promise<void> {
  const query = words ? `?q=${encodeURIComponent(words)}` : "";
  const page = await line.page(query);
  const next = page?.getElementById("desk-found");
  if (!next) return findHere(words);
  part("desk-found")?.replaceWith(next);
  history.replaceState(null, "", `${root.dataset["page"]}${query}`);
  part("desk-lists")?.toggleAttribute("hidden", words !== "");
  if (words) say(next.querySelectorAll(".guest").length ? "" : (next.querySelector(".empty, .notice")?.textContent ?? "").trim());
}

function findHere(words: string): void {
  const found = find(list?.guests ?? [], words);
  const section = part("desk-found");
  section?.querySelector(".empty, .notice")?.remove();
  section?.querySelector("ul")?.replaceChildren(...found.map(localRow));
  section?.toggleAttribute("hidden", !found.length);
  say(found.length ? word("found", { count: found.length }) : word("nobody"));
}

function localRow(guest: Guest): Node {
  const row = blank();
  row.dataset["number"] = String(guest.number);
  row.dataset["name"] = guest.name;
  fill(row, { name: guest.name, code: guest.code, days: guest.days.join(" · ") });
  show(row, guest.here ? "leave" : "arrive");
  return row;
}

function blank(): HTMLElement {
  const copy = part<HTMLTemplateElement>("desk-row")?.content.cloneNode(true) as DocumentFragment;
  return copy.querySelector("li") as HTMLElement;
}

function fill(row: HTMLElement, words: Record<string, string>): void {
  for (const [name, text] of Object.entries(words)) {
    const place = row.querySelector(`[data-part="${name}"]`);
    if (place) place.textContent = text;
  }
}

function show(row: HTMLElement, ...acts: string[]): void {
  for (const button of row.querySelectorAll<HTMLElement>("[data-local]")) {
    button.hidden = !acts.includes(button.dataset["local"] ?? "");
    const name = document.createElement("span");
    name.className = "unseen";
    name.textContent = ` ${row.dataset["name"] ?? ""}`;
    button.append(name);
  }
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const button = target.closest<HTMLElement>("[data-local]");
  if (button) return act(button);
  // Without a network, a page that is left cannot be had again: the desk stays open.
  const link = target.closest<HTMLAnchorElement>("a[href]");
  if (!link || line.state !== "offline") return;
  event.preventDefault();
  if (root.contains(link) && link.closest("#desk-found")) {
    part("desk-found")?.setAttribute("hidden", "");
    part("desk-lists")?.removeAttribute("hidden");
  } else say(word("offline"));
}

function act(button: HTMLElement): void {
  const row = button.closest<HTMLElement>("li") as HTMLElement;
  const label = row.dataset["name"] ?? "";
  const { guid, number } = row.dataset;
  const deed = button.dataset["local"] ?? "";
  if (deed === "take-back" && guid) {
    void line.takeBack(guid);
    say(word("taken-back", { name: label }));
    return;
  }
  const whose = number ? { number: Number(number) } : guid ? { of: guid } : {};
  void line.note(made(deed, label, whose));
}

async function scanned(text: string): Promise<void> {
  const signed = /\/welcome\/c\/([^/?#]+)/.exec(text)?.[1];
  const [place, week, , square] = signed?.split(".") ?? [];
  if (!signed || !square) return say(word("no-square"));
  if (line.state === "online" && (await line.page())) {
    location.assign(`${root.dataset["page"]}c/${signed}/`);
    return;
  }
  if (place !== root.dataset["place"] || week !== root.dataset["week"]) return say(word("other-week"));
  const guest = list?.guests.find((each) => each.square === square);
  if (guest && !guest.today) return say(word("other-day", { days: guest.days.join(", ") }));
  await line.note(made("arrive", guest?.name ?? square, { square: signed, ...(guest ? { number: guest.number } : {}) }));
}

// What is said of the line, and what is kept.
function paint(): void {
  const count = line.entries.length;
  const isAlone = line.state !== "online";
  const kept = count ? ` ${word("kept", { count })}` : "";
  const state = isAlone ? `${word(line.state)}${kept}` : wasOffline ? word("saved") : "";
  if (isAlone) wasOffline = true;
  const shown = part("desk-state");
  part("desk-line")?.toggleAttribute("hidden", !state);
  part("desk-line")?.classList.toggle("desk-line-alone", isAlone);
  if (shown && shown.textContent !== state) shown.textContent = state;
  part("desk-sign-in")?.toggleAttribute("hidden", line.state !== "signed-out");
  const last = line.entries.at(-1);
  if (isAlone && last) say(word(last.deed, { name: last.label }));
  paintKept(isAlone);
  paintRows();
}

function paintKept(isAlone: boolean): void {
  const section = part("desk-kept");
  section?.toggleAttribute("hidden", !isAlone || !line.entries.length);
  const counted = part("desk-kept-count");
  if (counted) counted.textContent = String(line.entries.length);
  section?.querySelector("ul")?.replaceChildren(...[...line.entries].reverse().map(keptRow));
}

function keptRow(entry: Entry): Node {
  const row = blank();
  row.classList.add("guest-kept");
  row.dataset["name"] = entry.label;
  row.dataset["guid"] = entry.guid;
  if (entry.number !== undefined) row.dataset["number"] = String(entry.number);
  fill(row, { name: entry.label, kept: word(entry.deed, { name: entry.label }) });
  const hasLeft = line.entries.some(
    (other) => other.deed === "leave" && (other.of === entry.guid || (entry.number && other.number === entry.number)),
  );
  const mayLeave = (entry.deed === "arrive" || entry.deed === "walk-in") && !hasLeft;
  show(row, "take-back", ...(mayLeave ? ["leave"] : []));
  return row;
}

// Rows of the lists for which something is kept say so, and cannot be done twice.
function paintRows(): void {
  const waiting = new Set(line.entries.map((entry) => entry.number));
  for (const row of root.querySelectorAll<HTMLElement>("#desk-lists [data-number], #desk-found [data-number]")) {
    const isKept = waiting.has(Number(row.dataset["number"]));
    if (row.classList.contains("guest-kept") !== isKept) row.classList.toggle("guest-kept", isKept);
    const acts = row.querySelector<HTMLElement>(".guest-acts");
    if (acts && acts.hidden !== isKept) acts.hidden = isKept;
  }
}

// Where the browser allows it, the desk also opens again without a network.
async function keepThePage(): Promise<void> {
  if (!("serviceWorker" in navigator) || !("caches" in window) || line.state !== "online") return;
  try {
    await navigator.serviceWorker.register(root.dataset["worker"] ?? "");
    const parts = [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>("script[src], link[rel=stylesheet]")];
    const addresses = parts.map((each) => ("src" in each ? each.src : each.href));
    const loaded = performance.getEntriesByType("resource").map((each) => each.name);
    const ours = loaded.filter((name) => new URL(name).pathname.startsWith("/static/built/"));
    const cache = await caches.open(KEEPER);
    await cache.addAll(new Set([root.dataset["page"] ?? "", ...addresses, ...ours]));
  } catch {
    // A browser that refuses keeps the desk going all the same, for as long as its page is open.
  }
}
