// What a test tells the peer to do. Every action takes JSON and gives JSON;
// "as" names the user who acts, by default the first.

import { Activity, isActor, Note, Object as VocabObject } from "@fedify/vocab";

const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
const ACTIVITYSTREAMS = "https://www.w3.org/ns/activitystreams";
const ACTOR_TYPES = ["application/activity+json", `application/ld+json; profile="${ACTIVITYSTREAMS}"`];
const MAX_ITEMS = 1000;

/** The test asked for something that makes no sense. */
export class BadCommand extends Error {}
/** The other server did not do what it should. */
export class RemoteFailure extends Error {
  constructor(message, details = {}) {
    super(message);
    this.details = details;
  }
}

function want(command, name) {
  if (command[name] == null) throw new BadCommand(`"${name}" is missing`);
  return command[name];
}

function asUrl(value, name) {
  if (typeof value !== "string" || !URL.canParse(value)) throw new BadCommand(`"${name}" must be a URL, not ${JSON.stringify(value)}`);
  return new URL(value);
}

export class Control {
  #fediverse;

  constructor(fediverse) {
    this.#fediverse = fediverse;
    this.actions = {
      follow: (command) => this.#follow(command),
      unfollow: (command) => this.#unfollow(command),
      webfinger: (command) => this.#webfinger(want(command, "handle")),
      fetch: (command) => this.#fetch(command),
      outbox: (command) => this.#collection({ ...command, collection: "outbox" }),
      collection: (command) => this.#collection(command),
      send: (command) => this.#send(command),
      profile: (command) => this.#profile(command),
      "rotate-keys": (command) => this.#rotateKeys(command),
    };
  }

  #user(command) {
    const user = command.as ?? this.#fediverse.users[0];
    if (!this.#fediverse.users.includes(user)) throw new BadCommand(`no user "${user}" here`);
    return user;
  }

  /** Fedify asks for WebFinger over https only; on loopback there is but http, so this one request is made by hand. */
  async #webfinger(handle) {
    const [, name, host] = /^@?([^@\s]+)@([^@\s/]+)$/.exec(handle) ?? [];
    if (host == null) throw new BadCommand(`"handle" must look like @name@host:port, not ${JSON.stringify(handle)}`);
    const url = `http://${host}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${name}@${host}`)}`;
    const response = await fetch(url, { headers: { accept: "application/jrd+json" } });
    const type = response.headers.get("content-type");
    const body = await response.text();
    if (!response.ok) throw new RemoteFailure(`${url} answered ${response.status}`, { status: response.status, body });
    if (type?.split(";")[0].trim() !== "application/jrd+json") {
      throw new RemoteFailure(`${url} answered ${type}, not application/jrd+json`, { body });
    }
    const document = JSON.parse(body);
    const self = document.links?.find((link) => link.rel === "self" && ACTOR_TYPES.includes(link.type));
    return { document, self: self?.href ?? null };
  }

  async #loaders(user) {
    const { context } = this.#fediverse;
    return { documentLoader: await context.getDocumentLoader({ identifier: user }), contextLoader: context.contextLoader };
  }

  async #lookup(id, user) {
    const object = await this.#fediverse.context.lookupObject(id, await this.#loaders(user));
    if (object == null) throw new RemoteFailure(`Fedify finds no object at ${id}`);
    return object;
  }

  async #lookupActor(id, user) {
    const actor = await this.#lookup(id, user);
    if (!isActor(actor)) throw new RemoteFailure(`${id} is a ${actor.constructor.name}, not an actor`);
    if (actor.inboxId == null) throw new RemoteFailure(`${id} has no inbox`);
    return actor;
  }

  async #target(command, user) {
    if (command.actor != null) return { actor: await this.#lookupActor(asUrl(command.actor, "actor"), user), webfinger: null };
    const webfinger = await this.#webfinger(want(command, "handle"));
    if (webfinger.self == null) throw new RemoteFailure("WebFinger has no self link to an actor", webfinger);
    return { actor: await this.#lookupActor(asUrl(webfinger.self, "self"), user), webfinger: webfinger.document };
  }

  async #deliver(user, recipients, json, options = {}) {
    const { context, activities } = this.#fediverse;
    activities.set(json.id, json);
    const activity = await Activity.fromJsonLd(json, this.#fediverse.loaders());
    try {
      await context.sendActivity({ identifier: user }, recipients, activity, { immediate: true, ...options });
    } catch (error) {
      throw new RemoteFailure(`sending ${json.type} failed: ${error.message}`, { status: error.statusCode, body: error.responseBody });
    }
  }

  async #follow(command) {
    const user = this.#user(command);
    const { actor, webfinger } = await this.#target(command, user);
    const { context } = this.#fediverse;
    const json = {
      "@context": ACTIVITYSTREAMS,
      id: this.#fediverse.nextId(user, Activity),
      type: "Follow",
      actor: context.getActorUri(user).href,
      object: actor.id.href,
      to: actor.id.href,
    };
    this.#fediverse.following.get(user).set(actor.id.href, { id: json.id, state: "pending" });
    await this.#deliver(user, actor, json);
    return {
      follow: json.id,
      actor: actor.id.href,
      type: actor.constructor.name,
      inbox: actor.inboxId.href,
      sharedInbox: actor.endpoints?.sharedInbox?.href ?? null,
      webfinger,
    };
  }

  async #unfollow(command) {
    const user = this.#user(command);
    const { actor } = await this.#target(command, user);
    const follow = this.#fediverse.following.get(user).get(actor.id.href);
    if (follow == null) throw new BadCommand(`${user} does not follow ${actor.id.href}`);
    const { id } = await this.#send({ as: user, to: actor.id.href, activity: { type: "Undo", object: follow.id } });
    this.#fediverse.following.get(user).delete(actor.id.href);
    return { undo: id, follow: follow.id };
  }

  async #fetch(command) {
    const user = this.#user(command);
    const url = asUrl(want(command, "url"), "url");
    const { context } = this.#fediverse;
    const loaders = command.signed === false ? this.#fediverse.loaders() : await this.#loaders(user);
    let remote;
    try {
      remote = await loaders.documentLoader(url.href);
    } catch (error) {
      throw new RemoteFailure(`fetching ${url.href} failed: ${error.message}`, { status: error.response?.status });
    }
    const object = await VocabObject.fromJsonLd(remote.document, { ...loaders, baseUrl: new URL(remote.documentUrl) });
    // A clone has forgotten the JSON it came from, so this is what Fedify understood and nothing else.
    const parsed = await object.clone().toJsonLd({ format: "compact", contextLoader: context.contextLoader });
    return { url: remote.documentUrl, type: object.constructor.name, id: object.id?.href ?? null, document: remote.document, parsed };
  }

  async #collection(command) {
    const user = this.#user(command);
    const { context } = this.#fediverse;
    const loaders = await this.#loaders(user);
    const collection = await this.#namedCollection(command, user, loaders);
    const items = [];
    const limit = Math.min(command.limit ?? MAX_ITEMS, MAX_ITEMS);
    for await (const item of context.traverseCollection(collection, { ...loaders, interval: { seconds: 0 } })) {
      if (items.length >= limit) break;
      items.push(await describe(item, loaders));
    }
    return { id: collection.id?.href ?? null, type: collection.constructor.name, totalItems: collection.totalItems, items };
  }

  async #namedCollection(command, user, loaders) {
    if (command.url != null) return await this.#lookup(asUrl(command.url, "url"), user);
    const actor = await this.#lookupActor(asUrl(want(command, "actor"), "actor"), user);
    const getters = { outbox: "getOutbox", followers: "getFollowers", following: "getFollowing", featured: "getFeatured" };
    const getter = getters[want(command, "collection")];
    if (getter == null) throw new BadCommand(`"collection" must be one of ${Object.keys(getters).join(", ")}`);
    const collection = await actor[getter](loaders);
    if (collection == null) throw new RemoteFailure(`${actor.id.href} has no ${command.collection}`);
    return collection;
  }

  async #send(command) {
    const user = this.#user(command);
    const recipients = await Promise.all(
      [want(command, "to")].flat().map((to) => this.#lookupActor(asUrl(to, "to"), user)),
    );
    const json = await this.#complete(want(command, "activity"), user, recipients);
    await this.#deliver(user, recipients, json, { preferSharedInbox: command.shared === true });
    const self = this.#fediverse.context.getActorUri(user).href;
    if (json.type === "Delete") this.#fediverse.gone.add(typeof json.object === "string" ? json.object : json.object.id);
    return { id: json.id, object: json.object?.id ?? json.object, actor: self, activity: json };
  }

  /** Fills in what every activity of its type has, and leaves what the test has written as it is. */
  async #complete(activity, user, recipients) {
    if (typeof activity?.type !== "string") throw new BadCommand('"activity" needs a "type"');
    const { context } = this.#fediverse;
    const actor = context.getActorUri(user).href;
    const json = {
      "@context": ACTIVITYSTREAMS,
      id: this.#fediverse.nextId(user, Activity),
      actor,
      published: new Date().toISOString(),
      ...audience(activity.visibility ?? "public", actor, recipients),
      ...activity,
    };
    delete json.visibility;
    if (json.type === "Create") json.object = this.#newNote(json, user);
    if (json.type === "Update") json.object = await this.#changed(json, actor, user);
    if (json.type === "Delete") json.object = this.#tombstone(json);
    if (json.type === "Undo") json.object = this.#undone(json);
    return json;
  }

  #newNote(json, user) {
    const note = {
      type: "Note",
      id: this.#fediverse.nextId(user, Note),
      attributedTo: json.actor,
      published: json.published,
      to: json.to,
      cc: json.cc,
      ...(typeof json.object === "object" ? json.object : {}),
    };
    this.#fediverse.notes.set(note.id, { "@context": ACTIVITYSTREAMS, ...note });
    return note;
  }

  async #changed(json, actor, user) {
    const id = typeof json.object === "string" ? json.object : json.object?.id;
    if (id === actor) {
      const person = await this.#lookupOwn(user);
      return await person.toJsonLd(this.#fediverse.loaders());
    }
    const note = this.#fediverse.notes.get(id);
    if (note == null) return json.object;
    const changed = { ...note, ...(typeof json.object === "object" ? json.object : {}), updated: new Date().toISOString() };
    this.#fediverse.notes.set(id, changed);
    const { "@context": _, ...embedded } = changed;
    return embedded;
  }

  async #lookupOwn(user) {
    const { federation, origin } = this.#fediverse;
    const context = federation.createContext(new Request(origin), undefined);
    return await context.getActor(user);
  }

  #tombstone(json) {
    const id = typeof json.object === "string" ? json.object : json.object?.id;
    return this.#fediverse.notes.has(id) && typeof json.object === "string" ? { type: "Tombstone", id } : json.object;
  }

  #undone(json) {
    if (typeof json.object !== "string") return json.object;
    const { "@context": _, ...embedded } = this.#fediverse.activities.get(json.object) ?? { id: json.object };
    return embedded.type == null ? json.object : embedded;
  }

  #profile(command) {
    const user = this.#user(command);
    const changes = {};
    for (const key of ["name", "summary", "movedTo", "alsoKnownAs"]) if (key in command) changes[key] = command[key];
    this.#fediverse.setProfile(user, changes);
    return { user, changes };
  }

  #rotateKeys(command) {
    const user = this.#user(command);
    this.#fediverse.rotateKeys(user);
    return { user };
  }
}

function audience(visibility, actor, recipients) {
  const named = recipients.map((recipient) => recipient.id.href);
  const followers = `${actor}/followers`;
  switch (visibility) {
    case "public":
      return { to: [PUBLIC], cc: [followers, ...named] };
    case "unlisted":
      return { to: [followers], cc: [PUBLIC, ...named] };
    case "followers":
      return { to: [followers], cc: named };
    case "direct":
      return { to: named, cc: [] };
    default:
      throw new BadCommand(`"visibility" must be public, unlisted, followers or direct, not ${JSON.stringify(visibility)}`);
  }
}

async function describe(item, loaders) {
  const described = { type: item.constructor.name, id: item.id?.href ?? null };
  if (!(item instanceof Activity)) return described;
  const object = await item.getObject(loaders);
  return { ...described, actor: item.actorId?.href ?? null, objectType: object?.constructor.name ?? null, objectId: item.objectId?.href ?? null };
}
