// The peer is what judges Mimus, so it is judged itself first: two of it talk to each other.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { generateCryptoKeyPair, signRequest } from "@fedify/fedify";

const SERVER = fileURLToPath(new URL("../server.mjs", import.meta.url));
const running = [];

async function start(...options) {
  const child = spawn(process.execPath, [SERVER, "--port", "0", "--exit-with-stdin", ...options], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const origin = `http://127.0.0.1:${/^ready (\d+)$/.exec(line)[1]}`;
  const peer = {
    child,
    origin,
    host: new URL(origin).host,
    user: (name) => `${origin}/users/${name}`,
    get: async (path) => (await fetch(origin + path)).json(),
    post: async (name, command = {}) => {
      const response = await fetch(`${origin}/control/${name}`, { method: "POST", body: JSON.stringify(command) });
      const result = await response.json();
      assert.equal(response.status, 200, JSON.stringify(result));
      return result;
    },
    received: async (after = 0) => await peer.get(`/control/received?after=${after}&wait=10000`),
  };
  running.push(child);
  return peer;
}

let ann;
let bob;

before(async () => {
  ann = await start();
  bob = await start("--users", "fan,fox", "--no-shared-inbox", "--first-knock", "cavage", "--authorized-fetch");
});

after(() => running.forEach((child) => child.kill()));

test("health, WebFinger and an actor with RSA and Ed25519 keys", async () => {
  assert.deepEqual(await ann.get("/healthz"), { status: "ok" });
  const { self } = await ann.post("webfinger", { handle: `@fan@${ann.host}` });
  assert.equal(self, ann.user("fan"));
  const { type, document } = await bob.post("fetch", { url: self });
  assert.equal(type, "Person");
  assert.match(document.publicKey.publicKeyPem, /BEGIN PUBLIC KEY/);
  assert.equal(document.assertionMethod.length, 2);
  assert.equal(document.endpoints.sharedInbox, `${ann.origin}/inbox`);
});

test("without a shared inbox none is offered", async () => {
  const { document } = await ann.post("fetch", { url: bob.user("fan") });
  assert.equal(document.endpoints, undefined);
  assert.equal((await fetch(`${bob.origin}/inbox`, { method: "POST" })).status, 404);
});

test("authorised fetch refuses who does not sign, and lets who signs", async () => {
  const headers = { accept: "application/activity+json" };
  assert.equal((await fetch(bob.user("fan"), { headers })).status, 401);
  assert.equal((await fetch(bob.user("instance"), { headers })).status, 200);
  assert.equal((await ann.post("fetch", { url: bob.user("fan") })).type, "Person");
});

test("two peers follow each other, exchange notes, and part", async () => {
  const followed = await ann.post("follow", { handle: `@fan@${bob.host}` });
  await bob.post("follow", { handle: `@fan@${ann.host}` });
  for (const [one, other] of [[ann, bob], [bob, ann]]) {
    assert.deepEqual((await one.get("/control/following")).map(({ actor, state }) => ({ actor, state })), [
      { actor: other.user("fan"), state: "accepted" },
    ]);
    assert.deepEqual(await other.get("/control/followers"), [{ user: "fan", actor: one.user("fan") }]);
  }

  const start = (await ann.received()).at(-1).order;
  const to = ann.user("fan");
  const created = await bob.post("send", { to, shared: true, activity: { type: "Create", object: { content: "<p>Hello</p>", inReplyTo: ann.user("fan") } } });
  await bob.post("send", { to, activity: { type: "Update", object: { id: created.object, content: "<p>Hello again</p>" } } });
  const liked = await bob.post("send", { to, activity: { type: "Like", object: ann.user("fan") } });
  await bob.post("send", { to, activity: { type: "Undo", object: liked.id } });

  const note = await ann.post("fetch", { url: created.object });
  assert.equal(note.type, "Note");
  assert.equal(note.parsed.content, "<p>Hello again</p>");
  const outbox = await ann.post("outbox", { actor: bob.user("fan") });
  assert.deepEqual(outbox.items.map(({ type, objectType, objectId }) => ({ type, objectType, objectId })), [
    { type: "Create", objectType: "Note", objectId: created.object },
  ]);

  await bob.post("send", { to, activity: { type: "Delete", object: created.object } });
  assert.equal((await fetch(created.object)).status, 410);

  const received = await ann.received(start);
  assert.deepEqual(received.map(({ type, inbox }) => [type, inbox]), [
    ["Create", "shared"],
    ["Update", "fan"],
    ["Like", "fan"],
    ["Undo", "fan"],
    ["Delete", "fan"],
  ]);
  assert.equal(received[0].object.content, "<p>Hello</p>");
  assert.equal(received[0].actor, bob.user("fan"));
  assert.equal(received[1].object.content, "<p>Hello again</p>");
  assert.equal(received[3].object.id, liked.id);
  assert.equal(received[4].objectId, created.object);

  const unfollowed = await ann.post("unfollow", { actor: bob.user("fan") });
  assert.equal(unfollowed.follow, followed.follow);
  assert.deepEqual(await ann.get("/control/following"), []);
  assert.deepEqual(await bob.get("/control/followers"), []);
});

test("each peer signs first as it was told", async () => {
  const schemes = async (peer) =>
    (await peer.get("/control/requests")).filter((request) => request.method === "POST" && request.status === 202).map((request) => request.signature);
  assert.deepEqual([...new Set(await schemes(ann))], ["draft-cavage"]);
  assert.deepEqual([...new Set(await schemes(bob))], ["rfc9421"]);
});

test("a second user has an inbox, an actor and a name of its own, and may move", async () => {
  await bob.post("follow", { as: "fox", actor: ann.user("fan") });
  assert.deepEqual((await ann.get("/control/followers")).filter(({ actor }) => actor === bob.user("fox")).length, 1);
  await bob.post("profile", { as: "fan", name: "Fan Moved", movedTo: bob.user("fox") });
  await bob.post("profile", { as: "fox", alsoKnownAs: [bob.user("fan")] });
  const fan = (await ann.post("fetch", { url: bob.user("fan") })).document;
  assert.equal(fan.name, "Fan Moved");
  assert.equal(fan.movedTo, bob.user("fox"));
  const start = (await ann.received()).at(-1).order;
  await bob.post("send", { to: ann.user("fan"), activity: { type: "Update", object: bob.user("fan") } });
  await bob.post("send", { to: ann.user("fan"), activity: { type: "Move", object: bob.user("fan"), target: bob.user("fox") } });
  const [update, move] = await ann.received(start);
  assert.equal(update.object.name, "Fan Moved");
  assert.equal(move.activity.target, bob.user("fox"));
});

test("new keys are signed with, and found", async () => {
  const before = (await ann.post("fetch", { url: bob.user("fox") })).document.publicKey.publicKeyPem;
  await bob.post("rotate-keys", { as: "fox" });
  const start = (await ann.received()).at(-1).order;
  await bob.post("send", { as: "fox", to: ann.user("fan"), activity: { type: "Like", object: ann.user("fan") } });
  assert.equal((await ann.received(start))[0].actor, bob.user("fox"));
  assert.notEqual((await ann.post("fetch", { url: bob.user("fox") })).document.publicKey.publicKeyPem, before);
});

/** An actor of our own on a server of our own, so that the signature is the only thing that can be wrong. */
async function stranger() {
  const keys = await generateCryptoKeyPair("RSASSA-PKCS1-v1_5");
  const spki = Buffer.from(await crypto.subtle.exportKey("spki", keys.publicKey)).toString("base64");
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----\n`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/activity+json" });
    response.end(
      JSON.stringify({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        id: `${server.origin}/eve`,
        type: "Person",
        preferredUsername: "eve",
        inbox: `${server.origin}/eve/inbox`,
        publicKey: { id: `${server.origin}/eve#main-key`, owner: `${server.origin}/eve`, publicKeyPem: pem },
      }),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.origin = `http://127.0.0.1:${server.address().port}`;
  return { server, keys, id: `${server.origin}/eve`, keyId: new URL(`${server.origin}/eve#main-key`) };
}

test("an activity whose signature does not fit is answered 401 and not received", async (context) => {
  const eve = await stranger();
  const mallory = await generateCryptoKeyPair("RSASSA-PKCS1-v1_5");
  context.after(() => eve.server.close());
  let number = 0;
  const like = (actor = eve.id) =>
    JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", id: `${eve.id}/likes/${++number}`, type: "Like", actor, object: ann.user("fan") });
  const unsigned = (body, headers = {}) =>
    new Request(`${ann.origin}/inbox`, { method: "POST", body, headers: { "content-type": "application/activity+json", host: ann.host, ...headers } });
  const signed = async (body, options = {}) =>
    await signRequest(unsigned(body, options.headers), options.key ?? eve.keys.privateKey, eve.keyId, { spec: options.spec ?? "draft-cavage-http-signatures-12", ...options });
  const status = async (request) => (await fetch(request)).status;

  const start = (await ann.received()).at(-1)?.order ?? 0;
  assert.equal(await status(await signed(like())), 202, "a good draft-cavage signature");
  assert.equal(await status(await signed(like(), { spec: "rfc9421" })), 202, "a good RFC 9421 signature");
  assert.equal((await ann.received(start)).length, 2);

  const { headers } = await signed(like());
  const tampered = unsigned(like(), Object.fromEntries(headers));
  const forged = like();
  const digest = `SHA-256=${createHash("sha256").update(forged).digest("base64")}`;
  const redigested = unsigned(forged, { ...Object.fromEntries(headers), digest });
  const stale = await signed(like(), { headers: { date: new Date(Date.now() - 13 * 3600 * 1000).toUTCString() } });
  const refused = {
    "no signature": unsigned(like()),
    "another body": tampered,
    "another body with its digest": redigested,
    "another key": await signed(like(), { key: mallory.privateKey }),
    "a stale date": stale,
    "another actor": await signed(like(bob.user("fan"))),
  };
  for (const [what, request] of Object.entries(refused)) assert.equal(await status(request), 401, what);
  assert.equal((await ann.get(`/control/received?after=${start}`)).length, 2);
});

test("what a test asks wrongly, and what fails elsewhere, is said", async () => {
  const ask = async (name, body) => await fetch(`${ann.origin}/control/${name}`, { method: "POST", body });
  assert.equal((await ask("follow", "{")).status, 400);
  assert.equal((await ask("follow", "{}")).status, 400);
  assert.equal((await ask("nothing", "{}")).status, 404);
  const missing = await ask("fetch", JSON.stringify({ url: `${bob.origin}/users/nobody` }));
  assert.equal(missing.status, 502);
  assert.equal((await missing.json()).status, 404);
  assert.equal((await ask("fetch", JSON.stringify({ url: "https://example.com/" }))).status, 502);
  assert.deepEqual(new Set((await ann.get("/control/refused")).map(({ url }) => url)), new Set(["https://example.com/"]));
  assert.deepEqual(await bob.get("/control/refused"), []);
});

test("the peer ends when it is told to, and when nobody holds its standard input", async () => {
  const one = await start();
  const two = await start();
  await one.post("stop");
  two.child.stdin.end();
  for (const { child } of [one, two]) {
    const [code] = child.exitCode == null ? await once(child, "exit") : [child.exitCode];
    assert.equal(code, 0);
  }
});
