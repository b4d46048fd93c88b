// Keeps a text on this device, and knows whether it did: « kept » is said only of what IndexedDB
// has committed. Several tabs may keep the same text; what they keep is merged when it is read.
import * as Y from "yjs";

import { type Known, both, knows } from "./past";

const UPDATES = "updates";
const FACTS = "facts"; // what the server is known to have; which generation of the text this is
const APART = "apart"; // copies that were handed over as branches
const KNOWN = "known";
const GENERATION = "generation";
const PROBE = "probe";

const MANY = 400;
const MANY_IN_ONE_SITTING = 3000;
const PROBE_BYTES = 64 * 1024;
const SCARCE_BYTES = 5 * 1024 * 1024;
const PATIENCE = 10_000;
const TRY_AGAIN = 5_000;
const LOOK_AGAIN = 60_000;
const A_MONTH = 30 * 24 * 3600 * 1000;

type Kept = () => void;

export class Shelf {
  isFailing = false;
  hadWords = false;
  owes = false; // an earlier visit left something here that the server is not known to have
  generation = 0; // grows when the copy kept here is set apart and the text begins anew
  known: Known = both(Y.emptySnapshot, Y.emptySnapshot);

  private database: Promise<IDBDatabase> | undefined;
  private waiting: { update: Uint8Array; kept: Kept }[] = [];
  private failed: Kept[] = []; // of what could not be kept so far
  private isWriting = false;
  private rows = 0;
  private measuredAt = 0;
  private isAsked = false;

  constructor(
    private readonly name: string,
    private readonly doc: Y.Doc,
    private readonly onTrouble: () => void,
    private readonly onMended: () => void = () => {},
  ) {}

  // Puts what is kept into the document; resolves also when nothing could be read.
  async load(): Promise<void> {
    try {
      await inTime(this.read());
      await inTime(this.probe());
      await this.measure();
    } catch {
      this.fail();
    }
  }

  // One transaction after the other: a later change is never kept without those before it.
  keep(update: Uint8Array, kept: Kept): void {
    this.waiting.push({ update, kept });
    void this.write();
  }

  // The server has that much on its disk.
  async know(more: Known): Promise<void> {
    this.known = both(this.known, more);
    try {
      await this.change([FACTS], "relaxed", (writing) => {
        const facts = writing.objectStore(FACTS);
        const asked = facts.get(KNOWN) as IDBRequest<Uint8Array | undefined>;
        asked.onsuccess = giveUpOr(writing, () => {
          if (asked.result) this.known = both(this.known, Y.decodeSnapshot(asked.result));
          facts.put(Y.encodeSnapshot(this.known), KNOWN);
        });
      });
    } catch {
      // Then this visit knows it, and the next one asks more than it must.
    }
  }

  // The same of this tab's own changes, from one keystroke to the next: written down with the rest.
  knowMine(client: number, clock: number): void {
    this.known.sv.set(client, Math.max(clock, this.known.sv.get(client) ?? 0));
  }

  // What any tab came to know.
  async look(): Promise<Known> {
    try {
      if (!this.isFailing) await inTime(this.readKnown());
    } catch {
      // What this tab knows itself has to do.
    }
    return this.known;
  }

  // The server keeps this copy as a branch: here it stays beside for a month, and the text that
  // is loaded next begins without it.
  async setApart(branch: string, state: Uint8Array): Promise<void> {
    const at = Date.now();
    try {
      await this.part((copies) => copies.add({ branch, state, at }));
    } catch {
      await this.part(() => undefined).catch(() => this.fail()); // no room for both
    }
  }

  private part(keepCopy: (copies: IDBObjectStore) => void): Promise<void> {
    return this.open().then((database) =>
      transact(database, [UPDATES, FACTS, APART], "strict", (writing) => {
        const facts = writing.objectStore(FACTS);
        const copies = writing.objectStore(APART);
        keepCopy(copies);
        forgetOld(copies);
        const asked = facts.get(GENERATION) as IDBRequest<number | undefined>;
        asked.onsuccess = giveUpOr(writing, () => {
          if ((asked.result ?? 0) !== this.generation) return; // another tab was first
          writing.objectStore(UPDATES).clear();
          facts.delete(KNOWN);
          facts.put(this.generation + 1, GENERATION);
        });
      }),
    );
  }

  // Somebody writes here: the browser should not throw the copy away when it needs room.
  persist(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    void navigator.storage?.persist?.().catch(() => false);
  }

  // --- reading ------------------------------------------------------------------------

  private async read(): Promise<void> {
    const database = await this.open();
    const reading = database.transaction([UPDATES, FACTS], "readonly");
    const rows = reading.objectStore(UPDATES).getAll() as IDBRequest<Uint8Array[]>;
    const known = reading.objectStore(FACTS).get(KNOWN) as IDBRequest<Uint8Array | undefined>;
    const generation = reading.objectStore(FACTS).get(GENERATION) as IDBRequest<number | undefined>;
    await finished(reading);
    this.generation = generation.result ?? 0;
    this.put(rows.result);
    this.rows = rows.result.length;
    this.hadWords = this.rows > 0;
    if (known.result) this.known = Y.decodeSnapshot(known.result);
    this.owes = this.hadWords && !knows(this.known, this.doc);
    if (this.rows > MANY) await this.tidy();
  }

  private put(rows: Uint8Array[]): void {
    Y.transact(this.doc, () => rows.forEach((row) => Y.applyUpdate(this.doc, row, this)), this);
  }

  private async readKnown(): Promise<void> {
    const database = await this.open();
    const facts = database.transaction(FACTS, "readonly").objectStore(FACTS);
    const [bytes, generation] = await Promise.all([
      answer<Uint8Array | undefined>(facts.get(KNOWN)),
      answer<number | undefined>(facts.get(GENERATION)),
    ]);
    if (bytes && (generation ?? 0) === this.generation)
      this.known = both(this.known, Y.decodeSnapshot(bytes));
  }

  // --- writing ------------------------------------------------------------------------

  private async write(): Promise<void> {
    if (this.isWriting) return;
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const some = this.waiting.splice(0);
      try {
        // After a failure the whole text is kept anew: no change may be missing before this one.
        if (this.isFailing || this.rows > MANY_IN_ONE_SITTING) await this.tidy();
        else await this.add(some.map(({ update }) => update));
        this.mended([...this.failed.splice(0), ...some.map(({ kept }) => kept)]);
      } catch {
        this.failed.push(...some.map(({ kept }) => kept));
        this.fail();
      }
    }
    this.isWriting = false;
    if (Date.now() - this.measuredAt > LOOK_AGAIN) void this.measure().catch(() => undefined);
  }

  private mended(kept: Kept[]): void {
    const wasFailing = this.isFailing;
    this.isFailing = false;
    kept.forEach((each) => each());
    if (wasFailing) this.onMended();
  }

  private async add(updates: Uint8Array[]): Promise<void> {
    const row = updates.length === 1 ? updates[0] : Y.mergeUpdates(updates);
    await this.change([UPDATES], "strict", (writing) => writing.objectStore(UPDATES).add(row));
    this.rows += 1;
  }

  // Many small rows become one, in one step: a tab that closes in the middle loses nothing, and
  // what another tab kept meanwhile is in it.
  private async tidy(): Promise<void> {
    await this.change([UPDATES], "strict", (writing) => {
      const store = writing.objectStore(UPDATES);
      const rows = store.getAll() as IDBRequest<Uint8Array[]>;
      rows.onsuccess = giveUpOr(writing, () => {
        this.put(rows.result);
        store.clear();
        store.add(Y.encodeStateAsUpdate(this.doc));
      });
    });
    this.rows = 1;
  }

  // In a private window or with a full disk small things may still be written: try a larger one.
  private async probe(): Promise<void> {
    const bytes = new Uint8Array(PROBE_BYTES);
    await this.change([FACTS], "relaxed", (writing) => {
      const facts = writing.objectStore(FACTS);
      facts.put(bytes, PROBE).onsuccess = () => facts.delete(PROBE);
    });
  }

  private async measure(): Promise<void> {
    this.measuredAt = Date.now();
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    if (quota !== undefined && usage !== undefined && quota - usage < SCARCE_BYTES)
      this.onTrouble();
  }

  private fail(): void {
    if (!this.isFailing) window.setTimeout(this.again, TRY_AGAIN);
    this.isFailing = true;
    this.onTrouble();
  }

  private readonly again = (): void => {
    if (!this.isFailing) return;
    window.setTimeout(this.again, TRY_AGAIN);
    if (!this.isWriting) this.keep(new Uint8Array([0, 0]), () => undefined);
  };

  // Not in the place of another past: then this tab's copy is not the one that is kept here.
  private async change(
    stores: string[],
    durability: IDBTransactionDurability,
    work: (writing: IDBTransaction) => void,
  ): Promise<void> {
    const database = await this.open();
    await transact(database, [...new Set([...stores, FACTS])], durability, (writing) => {
      const asked = writing.objectStore(FACTS).get(GENERATION) as IDBRequest<number | undefined>;
      asked.onsuccess = giveUpOr(writing, () => {
        if ((asked.result ?? 0) === this.generation) work(writing);
        else writing.abort();
      });
    });
  }

  private open(): Promise<IDBDatabase> {
    if (!this.database) {
      const forget = (): void => {
        this.database = undefined;
      };
      this.database = open(`openweek-text-${this.name}`, forget);
      this.database.catch(forget);
    }
    return this.database;
  }
}

async function open(name: string, onClose: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 2);
  request.onupgradeneeded = () => {
    const database = request.result;
    const missing = (store: string): boolean => !database.objectStoreNames.contains(store);
    if (missing(UPDATES)) database.createObjectStore(UPDATES, { autoIncrement: true });
    if (missing(FACTS)) database.createObjectStore(FACTS);
    if (missing(APART)) database.createObjectStore(APART, { autoIncrement: true });
  };
  request.onblocked = () => onClose();
  const database = await answer(request);
  database.onversionchange = () => {
    database.close();
    onClose();
  };
  database.onclose = onClose; // somebody cleared what this browser keeps
  return database;
}

function transact(
  database: IDBDatabase,
  stores: string[],
  durability: IDBTransactionDurability,
  work: (writing: IDBTransaction) => void,
): Promise<void> {
  const writing = database.transaction(stores, "readwrite", { durability });
  const end = finished(writing);
  giveUpOr(writing, () => work(writing))();
  return end;
}

// All of it or nothing, without a word in the console: whoever waits hears of it.
function giveUpOr(writing: IDBTransaction, work: () => void): () => void {
  return () => {
    try {
      work();
    } catch {
      writing.abort();
    }
  };
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("given up"));
  });
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function forgetOld(copies: IDBObjectStore): void {
  const asked = copies.openCursor();
  asked.onsuccess = () => {
    const cursor = asked.result;
    if (!cursor) return;
    if (Date.now() - (cursor.value as { at: number }).at > A_MONTH) cursor.delete();
    cursor.continue();
  };
}

// A storage that never answers is none.
function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_, reject) =>
    window.setTimeout(() => reject(new Error("no answer")), PATIENCE),
  );
  return Promise.race([work, late]);
}
