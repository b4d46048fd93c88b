// What the desk keeps on this device: deeds that the server has not answered yet, until it has; and
// the week's list, until the day is over or its keeper signs out.
import { KEEPER } from "./name";

const DEVICE = "openweek-desk-device";
const QUEUE = "queue";
const LISTS = "lists";

export interface Entry {
  guid: string;
  key: string; // place and week
  deed: string; // "arrive", "leave", "walk-in", "undo", "count"
  at: number; // by the clock of this device
  label: string; // who, in words
  number?: number;
  square?: string;
  of?: string; // the guid of somebody whom this device welcomed
  people?: number;
}

export interface Guest {
  number: number;
  square: string;
  name: string;
  folded: string;
  code: string;
  people: number;
  days: string[];
  today: boolean;
  here: boolean;
  left: boolean;
}

export interface List {
  key: string;
  day: string;
  guests: Guest[];
}

// crypto.randomUUID is missing where a page came over plain http.
export function newGuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function device(): string {
  const known = localStorage.getItem(DEVICE) ?? newGuid();
  localStorage.setItem(DEVICE, known);
  return known;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open(KEEPER, 1);
    asking.onupgradeneeded = () => {
      asking.result.createObjectStore(QUEUE, { keyPath: "guid" });
      asking.result.createObjectStore(LISTS, { keyPath: "key" });
    };
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  });
}

// Resolves once it is really on the disk, and not before.
async function within<T>(
  store: string,
  mode: IDBTransactionMode,
  work: (rows: IDBObjectStore) => IDBRequest<T> | undefined,
): Promise<T | undefined> {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const turn = base.transaction(store, mode);
      const asking = work(turn.objectStore(store));
      turn.oncomplete = () => resolve(asking?.result);
      turn.onerror = turn.onabort = () => reject(turn.error);
    });
  } finally {
    base.close();
  }
}

export async function keep(entry: Entry): Promise<void> {
  await within(QUEUE, "readwrite", (rows) => rows.put(entry));
}

export async function drop(guids: Iterable<string>): Promise<void> {
  await within(QUEUE, "readwrite", (rows) => {
    for (const guid of guids) rows.delete(guid);
    return undefined;
  });
}

export async function kept(key: string): Promise<Entry[]> {
  const all = (await within<Entry[]>(QUEUE, "readonly", (rows) => rows.getAll())) ?? [];
  return all.filter((entry) => entry.key === key).sort((one, other) => one.at - other.at);
}

export async function keepList(list: List): Promise<void> {
  localStorage.setItem(KEEPER, list.day);
  await within(LISTS, "readwrite", (rows) => rows.put(list));
}

export async function listOf(key: string): Promise<List | undefined> {
  return within<List>(LISTS, "readonly", (rows) => rows.get(key));
}

// The queue stays: whoever was let in must not be lost because somebody signed out.
export async function forgetLists(): Promise<void> {
  localStorage.removeItem(KEEPER);
  await within(LISTS, "readwrite", (rows) => rows.clear()).catch(() => undefined);
  if ("caches" in window) await caches.delete(KEEPER);
  for (const each of (await navigator.serviceWorker?.getRegistrations()) ?? [])
    if (each.scope.endsWith("/welcome/")) await each.unregister();
}
