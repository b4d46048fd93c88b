// What word processors, spreadsheets and web pages put on the clipboard, made fit for a book:
// its structure and its bold and italic stay, its looks, its tricks and its far pictures go.
import { checkLists, fakeLists } from "./lists";
import { endnotes } from "./endnotes";
import { inline } from "./inline";
import { lookless, unlook } from "./looks";
import { spaces } from "./spaces";
import { tables } from "./tables";

export interface Cleaned {
  html: string;
  lostPictures: number;
}

const NEVER =
  "script,style,meta,link,title,xml,noscript,template,iframe,object,embed,svg,math,video,audio,canvas," +
  "button,select,textarea,input:not([type=checkbox]),.msocomtxt,.msocomanchor";
const EMPTY_BLOCKS = "p,h1,h2,h3,h4,h5,h6,blockquote,pre";
const HIGHEST = 2;
const LOWEST = 4;
// What our own copies say with; all other attributes go.
const KEPT = /^(href|start|colspan|rowspan|data-(pm-slice|type|checked|figure|media|words|caption|decorative|footnote|callout|callout-words))$/; // prettier-ignore
const TINY = 3;

export function cleaned(html: string, mediaUrl: string): Cleaned {
  const { body } = new DOMParser().parseFromString(lookless(html), "text/html");
  unseen(body);
  endnotes(body);
  fakeLists(body);
  checkLists(body);
  titles(body);
  inline(body);
  tables(body);
  const lostPictures = pictures(body, mediaUrl);
  body.querySelectorAll("*").forEach(strip);
  unwrap(body, "font,center,o\\:p,u,ins,sup:not([data-footnote]),sub,span,label,form,fieldset,section,article,main,header,footer,figure:not([data-figure]),figcaption"); // prettier-ignore
  spaces(body);
  emptied(body);
  return { html: body.innerHTML, lostPictures };
}

function unseen(body: HTMLElement): void {
  body.querySelectorAll(NEVER).forEach((each) => each.remove());
  for (const each of body.querySelectorAll("[data-look]"))
    if (/display:\s*none|mso-hide:\s*all/i.test(each.getAttribute("data-look") ?? "")) each.remove();
  // Words that its author struck out while changes were followed.
  body.querySelectorAll("del[cite],del[datetime],.msoDel").forEach((each) => each.remove());
  const comments = document.createNodeIterator(body, NodeFilter.SHOW_COMMENT);
  for (let each = comments.nextNode(); each; each = comments.nextNode()) (each as Comment).remove();
}

// The highest title here is a title of a chapter: those of a word processor begin one above.
function titles(body: HTMLElement): void {
  body
    .querySelectorAll<HTMLElement>("p.MsoTitle,[role=heading][aria-level]")
    .forEach((each) => rename(each, `h${Math.min(Number(each.getAttribute("aria-level") ?? 1) || 1, 6)}`));
  const found = [...body.querySelectorAll<HTMLElement>("h1,h2,h3,h4,h5,h6")];
  const isOurs = body.querySelector("[data-pm-slice]") !== null;
  const level = (each: Element): number => Number(each.tagName.slice(1));
  const highest = Math.min(...found.map(level));
  const down = !isOurs && highest < HIGHEST ? HIGHEST - highest : 0;
  for (const each of found) {
    // A title is bold by itself.
    unwrap(each, "b,strong");
    unlook(each, "font-weight");
    const fitted = Math.min(Math.max(level(each) + down, HIGHEST), LOWEST);
    if (each.closest("td,th,li")) rename(each, "p");
    else rename(each, `h${fitted}`);
  }
}

// Ours stay by their number; those of another machine cannot be shown here.
function pictures(body: HTMLElement, mediaUrl: string): number {
  let lost = 0;
  for (const each of body.querySelectorAll("img")) {
    const source = each.getAttribute("src") ?? "";
    const path = source.startsWith(location.origin) ? source.slice(location.origin.length) : source;
    const media = path.startsWith(mediaUrl) ? path.slice(mediaUrl.length).replace(/\/$/, "") : "";
    if (each.closest("figure[data-figure]")) continue;
    if (media && !media.includes("/")) {
      const figure = document.createElement("figure");
      figure.dataset["figure"] = "image";
      figure.dataset["media"] = media;
      figure.dataset["words"] = each.alt;
      if (each.getAttribute("alt") === "") figure.dataset["decorative"] = "true";
      const caption = each.closest("figure")?.querySelector("figcaption")?.textContent?.trim();
      if (caption) figure.dataset["caption"] = caption;
      (each.closest("figure") ?? each).replaceWith(figure);
      continue;
    }
    const isMark = [each.width, each.height].some((side) => side > 0 && side <= TINY);
    if (!isMark) lost += 1;
    each.remove();
  }
  return lost;
}

function strip(each: Element): void {
  for (const { name } of [...each.attributes]) if (!KEPT.test(name)) each.removeAttribute(name);
}

// Space between paragraphs is for the reader's page to make.
function emptied(body: HTMLElement): void {
  const isBlock = (node: Node | null): boolean =>
    node instanceof Element && /^(P|DIV|H\d|UL|OL|TABLE|BLOCKQUOTE|HR|FIGURE)$/.test(node.tagName);
  body.querySelectorAll("br").forEach((br) => {
    const isBetween = br.parentElement?.closest("p,li,td,th,h2,h3,h4") === null;
    if (isBetween && (isBlock(br.previousSibling) || isBlock(br.nextSibling))) br.remove();
    else if (!br.nextSibling) br.remove();
  });
  for (const each of body.querySelectorAll(EMPTY_BLOCKS)) {
    const isLast = each.parentElement?.matches("td,th,li") && each.parentElement.children.length === 1;
    if (!isLast && !each.textContent?.trim() && !each.querySelector("figure,[data-footnote]"))
      each.remove();
  }
}

export function rename(each: Element, tag: string): HTMLElement {
  const made = document.createElement(tag);
  for (const { name, value } of [...each.attributes]) if (/^data-(look|pm-slice)$/.test(name)) made.setAttribute(name, value); // prettier-ignore
  made.append(...each.childNodes);
  each.replaceWith(made);
  return made;
}

export function unwrap(within: Element, selector: string): void {
  within.querySelectorAll(selector).forEach((each) => {
    if (each.hasAttribute("data-pm-slice")) return;
    each.replaceWith(...each.childNodes);
  });
}
