// Lists: Word writes them as paragraphs with a drawn bullet, each at a level; Google and others write
// checklists as lists with boxes.
import { unlook } from "./looks";

interface Item {
  line: HTMLElement;
  level: number;
  isOrdered: boolean;
  start: number;
}

const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBER = /^\s*\(?(\d+|[a-z]{1,4})[.)]/i;

export function fakeLists(body: HTMLElement): void {
  flatOnes(body);
  let run: Item[] = [];
  for (const line of [...body.querySelectorAll<HTMLElement>("p,h1,h2,h3,h4,h5,h6")]) {
    const item = itemOf(line);
    const last = run.at(-1);
    if (last && !(item && follows(last.line, line))) {
      build(run);
      run = [];
    }
    if (item) run.push(item);
  }
  build(run);
}

function itemOf(line: HTMLElement): Item | undefined {
  const level = Number(LEVEL.exec(line.getAttribute("data-look") ?? "")?.[1] ?? 0);
  const mark = line.querySelector<HTMLElement>("[data-look*='mso-list:Ignore' i],[data-look*='mso-list: Ignore' i]");
  if (!level || !mark) {
    mark?.remove();
    return undefined;
  }
  const said = mark.textContent ?? "";
  mark.remove();
  if (/^H\d$/.test(line.tagName)) return undefined; // a title that is numbered
  const number = NUMBER.exec(said)?.[1];
  return { line, level, isOrdered: number !== undefined, start: Number(number) || 1 };
}

function follows(before: Element, line: Element): boolean {
  let next = before.nextElementSibling;
  // A list may be put in several wrappings, and be parted by empty lines.
  while (next && next !== line && !next.textContent?.trim()) next = next.nextElementSibling;
  return next === line;
}

function build(run: Item[]): void {
  const [first] = run;
  if (!first) return;
  const open: { level: number; list: HTMLElement }[] = [];
  const place = document.createComment("");
  first.line.before(place);
  const made: HTMLElement[] = [];
  for (const item of run) {
    while (open.length && (open.at(-1)?.level ?? 0) > item.level) open.pop();
    let here = open.at(-1);
    const isOther = here && here.level === item.level && (here.list.tagName === "OL") !== item.isOrdered;
    if (isOther) {
      open.pop();
      here = open.at(-1);
    }
    if (!here || here.level < item.level) {
      const list = document.createElement(item.isOrdered ? "ol" : "ul");
      if (item.isOrdered && item.start > 1) list.setAttribute("start", String(item.start));
      if (here) (here.list.lastElementChild ?? here.list).append(list);
      else made.push(list);
      here = { level: item.level, list };
      open.push(here);
    }
    const entry = document.createElement("li");
    here.list.append(entry);
    entry.append(item.line);
  }
  place.replaceWith(...made);
}

// Word in the browser gives each item a list of its own, and says its level beside it.
function flatOnes(body: HTMLElement): void {
  for (const entry of [...body.querySelectorAll<HTMLElement>(".ListContainerWrapper li[data-aria-level]")]) {
    const list = entry.parentElement;
    const wrapper = entry.closest(".ListContainerWrapper");
    if (!list || !wrapper) continue;
    const line = document.createElement("p");
    const level = Number(entry.dataset["ariaLevel"]) || 1;
    line.setAttribute("data-look", `mso-list: l0 level${level} lfo1`);
    const mark = document.createElement("span");
    mark.setAttribute("data-look", "mso-list:Ignore");
    mark.textContent = list.tagName === "OL" ? `${list.getAttribute("start") ?? 1}.` : "·";
    const blocks = [...entry.querySelectorAll("p")];
    blocks.forEach((block) => block.replaceWith(...block.childNodes));
    line.append(mark, ...entry.childNodes);
    wrapper.before(line);
    entry.remove();
    if (!wrapper.textContent?.trim()) wrapper.remove();
  }
}

export function checkLists(body: HTMLElement): void {
  for (const entry of body.querySelectorAll<HTMLElement>("li")) {
    if (entry.dataset["type"] === "taskItem") {
      entry.querySelector(":scope > label")?.remove();
      continue;
    }
    const box = entry.querySelector<HTMLInputElement>(":scope > input[type=checkbox], :scope > p:first-child > input[type=checkbox], :scope > label > input[type=checkbox]"); // prettier-ignore
    const isRole = entry.getAttribute("role") === "checkbox";
    if (!box && !isRole) continue;
    const isDone = box ? box.hasAttribute("checked") : entry.getAttribute("aria-checked") === "true";
    entry.dataset["type"] = "taskItem";
    entry.dataset["checked"] = String(isDone);
    box?.remove();
    entry.querySelectorAll("img").forEach((drawn) => drawn.remove());
    // Google strikes out what is done.
    unlook(entry, "text-decoration");
    unlook(entry, "text-decoration-line");
    if (entry.parentElement) entry.parentElement.dataset["type"] = "taskList";
  }
  body.querySelectorAll("input").forEach((each) => each.remove());
}
