// Keeps a text on this device, and knows whether it did: « kept » is said only of what IndexedDB
// has committed. Several tabs may keep the same text; what they keep is merged when it is read.
import * as Y from "yjs";

const STORE = "updates";
const MANY = 400;
const SCARCE_BYTES = 5 * 1024 * 1024;

type Kept = () => void;

export class Shelf {
  isFailing = false;
  hadWords = false;
  private readonly owing: string;
  private readonly database: Promise<IDBDatabase>;

  constructor(
    name: string,
    private readonly doc: Y.Doc,
    private readonly onTrouble: () => void,
  ) {
    this.owing = `openweek-owing-${name}`;
    this.database = open(`openweek-text-${name}`);
    this.database.catch(() => this.fail());
  }

  // Puts what is kept into the document; resolves also when nothing could be read.
  async load(): Promise<void> {
    try {
      const database = await this.database;
      const { keys, rows } = await readAll(database);
      this.hadWords = rows.length > 0;
      Y.transact(this.doc, () => rows.forEach((row) => Y.applyUpdate(this.doc, row, this)), this);
      if (rows.length > MANY) await this.tidy(database, keys);
      await this.measure();
    } catch {
      this.fail();
    }
  }

  async keep(update: Uint8Array, kept: Kept): Promise<void> {
    try {
      const database = await this.database;
      // After a failure the whole text is kept again, so that no change is missing before this one.
      const row = this.isFailing ? Y.encodeStateAsUpdate(this.doc) : update;
      await done(database, (store) => store.add(row));
      this.isFailing = false;
      kept();
    } catch {
      this.fail();
    }
  }

  // Whether an earlier visit left something here that the server may not have.
  get owes(): boolean {
    try {
      return localStorage.getItem(this.owing) !== null;
    } catch {
      return false;
    }
  }

  set owes(yes: boolean) {
    try {
      if (yes) localStorage.setItem(this.owing, "yes");
      else localStorage.removeItem(this.owing);
    } catch {
      // Without storage there is no later visit that could owe anything.
    }
  }

  // Many small rows become one, in one step: a tab that closes in the middle loses nothing.
  private async tidy(database: IDBDatabase, keys: IDBValidKey[]): Promise<void> {
    const last = keys[keys.length - 1];
    if (last === undefined) return;
    await done(database, (store) => {
      store.delete(IDBKeyRange.upperBound(last));
      store.add(Y.encodeStateAsUpdate(this.doc));
    });
  }

  private async measure(): Promise<void> {
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    if (quota !== undefined && usage !== undefined && quota - usage < SCARCE_BYTES)
      this.onTrouble();
  }

  private fail(): void {
    this.isFailing = true;
    this.onTrouble();
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function readAll(database: IDBDatabase): Promise<{ keys: IDBValidKey[]; rows: Uint8Array[] }> {
  return new Promise((resolve, reject) => {
    const reading = database.transaction(STORE, "readonly");
    const store = reading.objectStore(STORE);
    const keys = store.getAllKeys();
    const rows = store.getAll() as IDBRequest<Uint8Array[]>;
    reading.oncomplete = () => resolve({ keys: keys.result, rows: rows.result });
    reading.onabort = () => reject(reading.error);
  });
}

function done(database: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const writing = database.transaction(STORE, "readwrite", { durability: "strict" });
    writing.oncomplete = () => resolve();
    writing.onabort = () => reject(writing.error);
    work(writing.objectStore(STORE));
  });
}
