// On the page of a text that takes no pens any more: what this browser wrote in it and could never
// send is handed over now, once, however much later that is.
import * as Y from "yjs";

import { keepApart } from "./apart";
import { downloadLink, toBranch } from "./download";
import { Shelf } from "./shelf";
import { Status } from "./status";
import { words } from "./words";

const FIELD = "default";

async function giveLeftovers(place: HTMLElement): Promise<void> {
  const { text = "", branchUrl = "", mayHand = "" } = place.dataset;
  const doc = new Y.Doc();
  const shelf = new Shelf(text, doc, () => undefined);
  await shelf.load();
  if (!shelf.owes) return;
  const status = new Status();
  const toFile = downloadLink(doc, FIELD, document.title, words("download"));
  if (!mayHand) {
    status.notice("leftHere", { link: toFile });
    return;
  }
  const state = Y.encodeStateAsUpdate(doc);
  const { isKept, isOpen, branch } = await keepApart(branchUrl, "too_late", state);
  if (isOpen) location.reload();
  else if (!isKept) status.notice("apartRefused", { link: toFile });
  else if (branch) {
    await shelf.setApart(branch, state);
    status.notice("closedApart", { link: toBranch(branch) });
  } else await shelf.know(Y.snapshot(doc));
}

document.querySelectorAll<HTMLElement>("[data-leftovers]").forEach((place) => void giveLeftovers(place));
