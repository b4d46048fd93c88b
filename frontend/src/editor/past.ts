// What the server was known to have on its disk, and whether it still has it. A server that lacks
// some of it has been put back to an older state (a restored backup): our past is not its own.
import * as Y from "yjs";

export type Known = Y.Snapshot; // how much of each writer's changes, and what was deleted

interface Range {
  clock: number;
  len: number;
}

// `state` and `answer` are the server's steps 1 and 2.
export function isSamePast(known: Known, state: Uint8Array, answer: Uint8Array): boolean {
  const has = Y.decodeStateVector(state);
  for (const [client, clock] of known.sv) if ((has.get(client) ?? 0) < clock) return false;
  return known.ds.clients.size === 0 || areDeleted(known.ds, Y.decodeUpdate(answer).ds);
}

// Whether the server is known to have all that is in the document.
export function knows(known: Known, doc: Y.Doc): boolean {
  const { sv, ds } = Y.snapshot(doc);
  for (const [client, clock] of sv) if ((known.sv.get(client) ?? 0) < clock) return false;
  return areDeleted(ds, known.ds);
}

export function both(one: Known, other: Known): Known {
  const sv = new Map(one.sv);
  for (const [client, clock] of other.sv) sv.set(client, Math.max(clock, sv.get(client) ?? 0));
  return Y.createSnapshot(Y.mergeDeleteSets([one.ds, other.ds]), sv);
}

function areDeleted(wanted: Known["ds"], there: Known["ds"]): boolean {
  const theirs = sorted(there);
  for (const [client, ranges] of sorted(wanted)) {
    const candidates = theirs.get(client) ?? [];
    let at = 0;
    for (const { clock, len } of ranges) {
      let each = candidates[at];
      while (each && each.clock + each.len <= clock) each = candidates[(at += 1)];
      if (!each || each.clock > clock || clock + len > each.clock + each.len) return false;
    }
  }
  return true;
}

function sorted(ds: Known["ds"]): Map<number, Range[]> {
  return Y.mergeDeleteSets([ds]).clients as Map<number, Range[]>;
}
