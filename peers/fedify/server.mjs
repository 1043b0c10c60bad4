#!/usr/bin/env node
// A fediverse server made with Fedify, to be a peer of Mimus in its tests. See README.md.

import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { BodyTooLarge, readBody, toRequest, writeJson, writeResponse } from "./adaptor.mjs";
import { BadCommand, Control, RemoteFailure } from "./control.mjs";
import { Fediverse } from "./fediverse.mjs";
import { Journal } from "./journal.mjs";
import { refused, stayOnLoopback } from "./loopback.mjs";

const USAGE = `usage: node server.mjs --port N [options]   (port 0: any free one)
  --users a,b            who lives here (default: fan)
  --no-shared-inbox      offer no shared inbox
  --authorized-fetch     answer 401 to GETs that are not signed
  --first-knock SCHEME   sign first with rfc9421 (default) or cavage
  --exit-with-stdin      end when standard input is closed`;
const MAX_WAIT_MS = 30_000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      users: { type: "string", default: "fan" },
      "no-shared-inbox": { type: "boolean", default: false },
      "authorized-fetch": { type: "boolean", default: false },
      "first-knock": { type: "string", default: "rfc9421" },
      "exit-with-stdin": { type: "boolean", default: false },
    },
  });
  if (!/^\d{1,5}$/.test(values.port ?? "")) throw new Error("--port needs a number");
  if (!["rfc9421", "cavage"].includes(values["first-knock"])) throw new Error("--first-knock must be rfc9421 or cavage");
  const users = values.users.split(",");
  if (!users.every((user) => /^[a-z0-9_]+$/.test(user) && user !== "instance")) throw new Error("--users takes names of a-z, 0-9 and _, not instance");
  return {
    port: Number(values.port),
    users,
    sharedInbox: !values["no-shared-inbox"],
    authorizedFetch: values["authorized-fetch"],
    firstKnock: values["first-knock"],
    exitWithStdin: values["exit-with-stdin"],
  };
}

function scheme(headers) {
  if (headers["signature-input"] != null) return "rfc9421";
  return headers.signature == null ? "none" : "draft-cavage";
}

class Peer {
  #journal = new Journal();

  constructor(options) {
    this.options = options;
    this.server = createServer((incoming, outgoing) => {
      this.#answer(incoming, outgoing).catch((error) => {
        console.error(error);
        if (!outgoing.headersSent) writeJson(outgoing, error instanceof BodyTooLarge ? 413 : 500, { error: error.message });
      });
    });
  }

  listen() {
    this.server.listen(this.options.port, "127.0.0.1", () => {
      const { port } = this.server.address();
      this.origin = `http://127.0.0.1:${port}`;
      this.fediverse = new Fediverse(this.origin, this.options, this.#journal);
      this.control = new Control(this.fediverse);
      console.log(`ready ${port}`);
    });
    this.server.on("error", (error) => {
      console.error(`cannot listen on 127.0.0.1:${this.options.port}: ${error.message}`);
      process.exit(1);
    });
  }

  stop() {
    this.server.close(() => process.exit(0));
    this.server.closeAllConnections();
  }

  async #answer(incoming, outgoing) {
    const body = await readBody(incoming);
    const url = new URL(incoming.url, this.origin);
    if (url.pathname === "/healthz") return writeJson(outgoing, 200, { status: "ok" });
    if (url.pathname.startsWith("/control/")) return await this.#command(incoming, url, body, outgoing);
    const request = toRequest(incoming, body, this.origin);
    const response = this.fediverse.gone.has(url.href)
      ? new Response("gone", { status: 410 })
      : await this.fediverse.federation.fetch(request, { contextData: undefined });
    this.#journal.add("requests", {
      method: incoming.method,
      path: url.pathname + url.search,
      status: response.status,
      signature: scheme(incoming.headers),
      headers: incoming.headers,
      body: body.length === 0 ? null : body.toString("utf8"),
    });
    await writeResponse(response, outgoing);
  }

  async #command(incoming, url, body, outgoing) {
    const name = url.pathname.slice("/control/".length);
    try {
      const command = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
      const result = incoming.method === "GET" ? await this.#read(name, url.searchParams) : await this.#act(name, command);
      if (result === undefined) return writeJson(outgoing, 404, { error: `no ${incoming.method} ${url.pathname} here` });
      writeJson(outgoing, 200, result);
      if (incoming.method === "POST" && name === "stop") this.stop();
    } catch (error) {
      if (error instanceof BadCommand || error instanceof SyntaxError) return writeJson(outgoing, 400, { error: error.message });
      if (error instanceof RemoteFailure) return writeJson(outgoing, 502, { error: error.message, ...error.details });
      // What a vocabulary object or a loader throws is about the other server's answer.
      writeJson(outgoing, 502, { error: `${error.name}: ${error.message}` });
    }
  }

  async #read(name, query) {
    switch (name) {
      case "received":
      case "requests": {
        const after = Number(query.get("after") ?? 0);
        const wait = Math.min(Number(query.get("wait") ?? 0), MAX_WAIT_MS);
        if (!Number.isFinite(after) || !Number.isFinite(wait)) throw new BadCommand("after and wait must be numbers");
        return await this.#journal.after(name, after, wait);
      }
      case "following":
        return [...this.fediverse.following].flatMap(([user, follows]) =>
          [...follows].map(([actor, { id, state }]) => ({ user, actor, follow: id, state })),
        );
      case "followers":
        return [...this.fediverse.followers].flatMap(([user, ids]) => [...ids].map((actor) => ({ user, actor })));
      case "refused":
        return refused;
    }
  }

  async #act(name, command) {
    if (name === "stop") return { stopping: true };
    if (name === "clear") {
      this.#journal.clear();
      return { cleared: true };
    }
    if (!Object.hasOwn(this.control.actions, name)) return undefined;
    return await this.control.actions[name](command);
  }
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
stayOnLoopback();
const peer = new Peer(options);
peer.listen();
process.once("SIGTERM", () => peer.stop());
process.once("SIGINT", () => peer.stop());
if (options.exitWithStdin) process.stdin.resume().once("close", () => peer.stop());
