// Cuts an update that is too large for one message into parts that the server takes in one after
// the other: each builds only on what came before it.
import * as encoding from "lib0/encoding";
import * as Y from "yjs";

// A message may have 1 MiB, counted with its head.
const MOST_BYTES = 900_000;
const MOST_LETTERS = 200_000; // at most three bytes each

type Struct = Y.Item | Y.GC | Y.Skip;

// What of one writer is still to be sent, in the order in which it was made.
interface Strand {
  structs: Struct[];
  at: number; // of the next one
}

interface Run {
  clock: number;
  count: number;
  bytes: Uint8Array[];
}

export function inParts(update: Uint8Array): Uint8Array[] {
  if (update.length <= MOST_BYTES) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  return [...structsInParts(structs as Struct[]), ...deletionsInParts(ds)];
}

function structsInParts(structs: Struct[]): Uint8Array[] {
  const strands = new Map<number, Strand>();
  for (const struct of structs) {
    const strand = strands.get(struct.id.client) ?? { structs: [], at: 0 };
    strand.structs.push(...inPieces(struct));
    strands.set(struct.id.client, strand);
  }
  const parts: Uint8Array[] = [];
  let part = new Part();
  const isThere = (id: Y.ID | null | undefined, client: number): boolean => {
    if (!id || id.client === client) return true;
    const strand = strands.get(id.client);
    const next = strand?.structs[strand.at];
    return !next || id.clock < next.id.clock;
  };
  const isDue = (struct: Struct, isLastResort: boolean): boolean =>
    isLastResort || buildsOn(struct).every((id) => isThere(id, struct.id.client));
  for (let isLastResort = false; ; ) {
    let has = false;
    for (const strand of strands.values()) {
      for (;;) {
        const struct = strand.structs[strand.at];
        if (!struct || !isDue(struct, isLastResort)) break;
        if (part.size > 0 && part.size + sizeOf(struct) > MOST_BYTES) {
          parts.push(part.encoded());
          part = new Part();
        }
        part.add(struct);
        strand.at += 1;
        has = true;
      }
    }
    if ([...strands.values()].every(({ structs: all, at }) => at === all.length)) break;
    isLastResort = !has; // it builds on what nobody has: the server says so
  }
  if (part.size > 0) parts.push(part.encoded());
  return parts;
}

function buildsOn(struct: Struct): (Y.ID | null | undefined)[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent = struct.parent as unknown;
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null];
}

// Words typed one after the other grow into one struct, without any limit.
function inPieces(struct: Struct): Struct[] {
  const pieces: Struct[] = [];
  let rest = struct;
  while (rest instanceof Y.Item && rest.content instanceof Y.ContentString) {
    const { str } = rest.content;
    if (str.length <= MOST_LETTERS) break;
    // Never between the two halves of one sign.
    const isHalf = /[\uD800-\uDBFF]/.test(str[MOST_LETTERS - 1] ?? "");
    const at = isHalf ? MOST_LETTERS - 1 : MOST_LETTERS;
    const { client, clock } = rest.id;
    const content = rest.content.splice(at);
    const left = Y.createID(client, clock + at - 1);
    pieces.push(rest);
    // As Yjs itself cuts one that is not in a document.
    rest = new Y.Item(
      Y.createID(client, clock + at), null, left, null, rest.rightOrigin, rest.parent, rest.parentSub, content,
    ); // prettier-ignore
  }
  pieces.push(rest);
  return pieces;
}

const written = new WeakMap<Struct, Uint8Array>();

function bytesOf(struct: Struct): Uint8Array {
  let bytes = written.get(struct);
  if (!bytes) {
    const encoder = new Y.UpdateEncoderV1();
    struct.write(encoder, 0);
    bytes = encoder.toUint8Array();
    written.set(struct, bytes);
  }
  return bytes;
}

function sizeOf(struct: Struct): number {
  return bytesOf(struct).length + 16; // perhaps it begins a run
}

class Part {
  size = 0;
  private readonly runs = new Map<number, Run>();

  add(struct: Struct): void {
    const { client, clock } = struct.id;
    const run = this.runs.get(client) ?? { clock, count: 0, bytes: [] };
    this.runs.set(client, run);
    run.count += 1;
    run.bytes.push(bytesOf(struct));
    this.size += sizeOf(struct);
  }

  // As Yjs' first version writes it, with no deletions.
  encoded(): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, this.runs.size);
    for (const [client, run] of this.runs) {
      encoding.writeVarUint(encoder, run.count);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, run.clock);
      for (const bytes of run.bytes) encoding.writeUint8Array(encoder, bytes);
    }
    encoding.writeVarUint(encoder, 0);
    return encoding.toUint8Array(encoder);
  }
}

function deletionsInParts(ds: { clients: Map<number, { clock: number; len: number }[]> }): Uint8Array[] {
  const many = 60_000; // at most fifteen bytes each
  const parts: Uint8Array[] = [];
  for (const [client, ranges] of ds.clients)
    for (let at = 0; at < ranges.length; at += many) {
      const some = ranges.slice(at, at + many);
      const encoder = encoding.createEncoder();
      for (const number of [0, 1, client, some.length]) encoding.writeVarUint(encoder, number);
      for (const { clock, len } of some) {
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarUint(encoder, len);
      }
      parts.push(encoding.toUint8Array(encoder));
    }
  return grouped(parts);
}

// Few deletions by many writers go in one message.
function grouped(updates: Uint8Array[]): Uint8Array[] {
  const groups: Uint8Array[][] = [];
  let size = MOST_BYTES;
  for (const update of updates) {
    if (size + update.length > MOST_BYTES) {
      groups.push([]);
      size = 0;
    }
    groups[groups.length - 1]?.push(update);
    size += update.length;
  }
  return groups.map((group) => Y.mergeUpdates(group));
}
