// The peer: Hocuspocus with its SQLite extension, as its manual sets it up.
//
//   node hocuspocus.mjs PORT DATABASE
//
// Stores each document two seconds after the last change, as it does unless told otherwise; with
// `synchronous = FULL`, so that what it stores is as durable as ours.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, database] = process.argv.slice(2);

class DurableSQLite extends SQLite {
  async onConfigure(data) {
    await super.onConfigure(data);
    this.db.pragma("journal_mode = WAL");
    this.db.pragma("synchronous = FULL");
  }
}

const server = new Server({
  port: Number(port),
  address: "127.0.0.1",
  quiet: true,
  extensions: [new DurableSQLite({ database })],
});
await server.listen();
console.log("listening");
