// Bold, italic and struck out, however they were said; and links that lead somewhere.
import { isSafeAddress } from "../schema";
import { look } from "./looks";

const BOLD = 600;

export function inline(body: HTMLElement): void {
  // Google wraps all that it copies in a bold that is none.
  for (const each of body.querySelectorAll<HTMLElement>("b,strong,i,em,s,strike,del"))
    if (isUndone(each)) each.replaceWith(...each.childNodes);
  for (const each of body.querySelectorAll("[data-look]")) {
    if (each.matches("h1,h2,h3,h4,h5,h6,table,tr,ul,ol")) continue;
    if (isBold(look(each, "font-weight")) && !each.matches("b,strong,th")) wrap(each, "strong");
    if (look(each, "font-style") === "italic" && !each.matches("i,em")) wrap(each, "em");
    const line = look(each, "text-decoration") + look(each, "text-decoration-line");
    if (line.includes("line-through") && !each.matches("s,strike,del")) wrap(each, "s");
  }
  body.querySelectorAll("a").forEach(link);
}

function isBold(weight: string): boolean {
  return weight.startsWith("bold") || Number(weight) >= BOLD;
}

function isUndone(each: Element): boolean {
  const weight = look(each, "font-weight");
  if (each.matches("b,strong")) return weight !== "" && !isBold(weight);
  return each.matches("i,em") && look(each, "font-style") === "normal";
}

// The words of blocks inside are marked one by one: a mark goes around words, never around a block.
function wrap(each: Element, tag: string): void {
  const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (!text.data.trim() || text.parentElement?.closest(tag)) continue;
    const mark = document.createElement(tag);
    text.replaceWith(mark);
    mark.append(text);
  }
}

function link(each: HTMLAnchorElement): void {
  const address = real(each.getAttribute("href") ?? "");
  if (isSafeAddress(address)) each.setAttribute("href", address);
  else each.replaceWith(...each.childNodes);
}

// Behind the address by which Google counts who follows a link.
function real(address: string): string {
  if (!/^https?:\/\/www\.google\.[a-z.]+\/url\?/i.test(address)) return address;
  return new URL(address).searchParams.get("q") ?? address;
}
