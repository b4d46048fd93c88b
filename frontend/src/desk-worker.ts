// Lets the desk's page open without a network, where a browser allows it. It keeps that one page and
// what it is made of, under the name that signing out deletes; it never answers for another page.
const KEPT = "openweek-desk";
const PATIENCE_MS = 5_000;

interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { scope: string };
  addEventListener(kind: string, listener: (event: never) => void): void;
}
interface Moment {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Moment {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const worker = self as unknown as Worker;

worker.addEventListener("install", (event: Moment) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event: Moment) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event: Asking) => {
  const { request } = event;
  const address = new URL(request.url);
  const isDesk = request.mode === "navigate" && request.url.split(/[?#]/)[0] === worker.registration.scope;
  const isOurs = address.origin === location.origin && address.pathname.startsWith("/static/built/");
  if (request.method === "GET" && (isDesk || isOurs)) event.respondWith(answer(request, isDesk));
});

async function answer(request: Request, isDesk: boolean): Promise<Response> {
  try {
    const fresh = await fetch(request, isDesk ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    // Only over what the page itself put there: after signing out nothing is kept again.
    if (fresh.ok && !request.url.includes("?") && (await caches.match(request, { cacheName: KEPT, ignoreVary: true })))
      await (await caches.open(KEPT)).put(request, fresh.clone());
    return fresh;
  } catch (gone) {
    const kept = await caches.match(request, { cacheName: KEPT, ignoreSearch: true, ignoreVary: true });
    if (!kept) throw gone;
    return kept;
  }
}

export {};
