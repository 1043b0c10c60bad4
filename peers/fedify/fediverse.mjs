// The fediverse server itself: actors with keys, inboxes and the pages of what it has said,
// all of it as Fedify does it by default. No queue: what is sent has arrived when the call
// returns, and what arrives is in the journal before the sender has its answer.

import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import {
  Accept,
  Activity,
  Application,
  Block,
  Delete,
  Endpoints,
  Follow,
  isActor,
  Note,
  Person,
  Reject,
  Undo,
} from "@fedify/vocab";

/** Signs the fetches of a peer that asks others to sign theirs; readable unsigned, so that nobody waits in a circle. */
export const INSTANCE = "instance";

const KNOCKS = { cavage: "draft-cavage-http-signatures-12", rfc9421: "rfc9421" };

export class Fediverse {
  #journal;
  #options;
  #keys = new Map();
  #profiles = new Map();
  #lastId = 0;

  /** Follow id and state by followed actor, for each of our users. */
  following = new Map();
  /** Follower ids, for each of our users. */
  followers = new Map();
  /** JSON of the notes and activities of our users, by id. */
  notes = new Map();
  activities = new Map();
  /** Ids that answer 410 Gone. */
  gone = new Set();

  constructor(origin, options, journal) {
    this.origin = origin;
    this.users = options.users;
    this.#options = options;
    this.#journal = journal;
    for (const user of options.users) {
      this.following.set(user, new Map());
      this.followers.set(user, new Set());
      this.#profiles.set(user, { name: user, summary: "A reader of mirrors", movedTo: null, alsoKnownAs: [] });
    }
    this.federation = this.#build();
    this.context = this.federation.createContext(new URL(origin), undefined);
  }

  #build() {
    const federation = createFederation({
      kv: new MemoryKvStore(),
      origin: this.origin,
      allowPrivateAddress: true,
      firstKnock: KNOCKS[this.#options.firstKnock],
      userAgent: "mimus-peer-fedify",
    });
    const guarded = (setters) => {
      if (this.#options.authorizedFetch) setters.authorize((context, user) => this.#maySee(context, user));
    };
    guarded(
      federation
        .setActorDispatcher("/users/{identifier}", (context, user) => this.#actor(context, user))
        .setKeyPairsDispatcher((_, user) => this.#keyPairs(user)),
    );
    guarded(federation.setOutboxDispatcher("/users/{identifier}/outbox", (_, user) => this.#outbox(user)));
    guarded(
      federation.setFollowersDispatcher("/users/{identifier}/followers", (_, user) =>
        this.followers.has(user) ? { items: [...this.followers.get(user)].map((id) => ({ id: new URL(id), inboxId: null })) } : null,
      ),
    );
    guarded(
      federation.setObjectDispatcher(Note, "/users/{identifier}/notes/{number}", (context, values) =>
        this.#kept(Note, this.notes, context.getObjectUri(Note, values)),
      ),
    );
    federation.setObjectDispatcher(Activity, "/users/{identifier}/activities/{number}", (context, values) =>
      this.#kept(Activity, this.activities, context.getObjectUri(Activity, values)),
    );
    const inbox = "/users/{identifier}/inbox";
    const listeners = this.#options.sharedInbox
      ? federation.setInboxListeners(inbox, "/inbox")
      : federation.setInboxListeners(inbox);
    listeners.on(Activity, (context, activity) => this.#receive(context, activity));
    if (this.#options.authorizedFetch) listeners.setSharedKeyDispatcher(() => ({ identifier: INSTANCE }));
    return federation;
  }

  async #maySee(context, user) {
    if (user === INSTANCE) return true;
    const documentLoader = await context.getDocumentLoader({ identifier: INSTANCE });
    return (await context.getSignedKeyOwner({ documentLoader })) != null;
  }

  async #actor(context, user) {
    if (!this.users.includes(user) && user !== INSTANCE) return null;
    const keys = await context.getActorKeyPairs(user);
    const common = {
      id: context.getActorUri(user),
      preferredUsername: user,
      inbox: context.getInboxUri(user),
      publicKey: keys[0].cryptographicKey,
      assertionMethods: keys.map((pair) => pair.multikey),
    };
    if (user === INSTANCE) return new Application({ ...common, name: "The peer itself" });
    const profile = this.#profiles.get(user);
    return new Person({
      ...common,
      name: profile.name,
      summary: profile.summary,
      url: context.getActorUri(user),
      outbox: context.getOutboxUri(user),
      followers: context.getFollowersUri(user),
      manuallyApprovesFollowers: false,
      successor: profile.movedTo == null ? null : new URL(profile.movedTo),
      aliases: profile.alsoKnownAs.map((id) => new URL(id)),
      endpoints: this.#options.sharedInbox ? new Endpoints({ sharedInbox: context.getInboxUri() }) : null,
    });
  }

  async #keyPairs(user) {
    if (!this.#keys.has(user)) {
      this.#keys.set(user, [
        await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"),
        await generateCryptoKeyPair("Ed25519"),
      ]);
    }
    return this.#keys.get(user);
  }

  /** New keys from the next signature and the next reading of the actor on. */
  rotateKeys(user) {
    this.#keys.delete(user);
  }

  setProfile(user, changes) {
    Object.assign(this.#profiles.get(user), changes);
  }

  nextId(user, kind) {
    const number = String(++this.#lastId);
    return this.context.getObjectUri(kind, { identifier: user, number }).href;
  }

  loaders() {
    return { documentLoader: this.context.documentLoader, contextLoader: this.context.contextLoader };
  }

  async #kept(kind, store, id) {
    const json = store.get(id.href);
    return json == null ? null : await kind.fromJsonLd(json, this.loaders());
  }

  async #outbox(user) {
    if (!this.users.includes(user)) return null;
    const actor = this.context.getActorUri(user).href;
    const said = [...this.activities.values()].filter((json) => json.actor === actor && json.type === "Create").reverse();
    return { items: await Promise.all(said.map((json) => Activity.fromJsonLd(json, this.loaders()))) };
  }

  async #receive(context, activity) {
    const json = await activity.toJsonLd(this.loaders());
    this.#journal.add("received", {
      type: activity.constructor.name,
      id: activity.id?.href ?? null,
      actor: activity.actorId?.href ?? null,
      objectId: activity.objectId?.href ?? null,
      object: json.object ?? null,
      inbox: context.recipient ?? "shared",
      activity: json,
    });
    const actor = activity.actorId?.href;
    if (activity instanceof Follow) return await this.#follow(context, activity);
    if (activity instanceof Accept) this.#answered(activity, actor, "accepted");
    if (activity instanceof Reject) this.#answered(activity, actor, "rejected");
    if (activity instanceof Undo || activity instanceof Block) this.#unfollowed(json, activity, actor);
    if (activity instanceof Delete && activity.objectId?.href === actor) {
      for (const follows of this.following.values()) follows.delete(actor);
      for (const followers of this.followers.values()) followers.delete(actor);
    }
  }

  async #follow(context, follow) {
    const target = context.parseUri(follow.objectId);
    if (target?.type !== "actor" || !this.users.includes(target.identifier)) return;
    const follower = await follow.getActor(context);
    if (!isActor(follower)) throw new TypeError(`the follower ${follow.actorId?.href} is no actor`);
    this.followers.get(target.identifier).add(follower.id.href);
    const accept = new Accept({
      id: new URL(this.nextId(target.identifier, Activity)),
      actor: follow.objectId,
      to: follower.id,
      object: follow,
    });
    await context.sendActivity({ identifier: target.identifier }, follower, accept);
  }

  #answered(answer, actor, state) {
    for (const follows of this.following.values()) {
      const follow = follows.get(actor);
      if (follow != null && follow.id === answer.objectId?.href) follow.state = state;
    }
  }

  #unfollowed(json, activity, actor) {
    const undoesFollow = activity instanceof Undo && json.object?.type === "Follow";
    const target = undoesFollow ? json.object.object : activity.objectId?.href;
    for (const user of this.users) {
      if (this.context.getActorUri(user).href === target) this.followers.get(user).delete(actor);
    }
  }
}
