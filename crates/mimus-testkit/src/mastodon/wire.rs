//! Statuses and accounts as the wire has them: Mastodon's `REST::StatusSerializer` and `REST::AccountSerializer`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::entity::{Kind, entities};
use super::html;
use super::status::{Poll, Status, StatusId, Version};
use super::world::{State, User};

/// With milliseconds, as Mastodon writes times.
pub(super) fn time(at: Timestamp) -> String {
    format!("{at:.3}")
}

impl State {
    pub(super) fn profile_url(&self, user: &User) -> String {
        match user.acct.split_once('@') {
            Some((name, domain)) => format!("https://{domain}/@{name}"),
            None => self.url(&format!("@{}", user.acct)),
        }
    }

    pub(super) fn tag_url(&self, name: &str) -> String {
        let mut url = self.base.clone();
        url.set_path(&format!("tags/{}", name.to_lowercase()));
        url.into()
    }

    pub(super) fn account_json(&self, user: &User) -> Value {
        let picture = self.url("avatars/original/missing.png");
        let header = self.url("headers/original/missing.png");
        let written = || self.statuses.values().filter(|status| status.author == user.id);
        let last = written().next_back().map(|status| status.created_at.to_string());
        let created: String = user.created_at.to_string().chars().take(10).collect();
        json!({
            "id": user.id.to_string(), "username": user.username(), "acct": user.acct,
            "display_name": user.username(), "locked": false, "bot": false, "discoverable": true, "indexable": false,
            "group": false, "created_at": format!("{created}T00:00:00.000Z"), "note": "",
            "url": self.profile_url(user), "uri": self.url(&format!("users/{}", user.username())),
            "avatar": picture, "avatar_static": picture, "avatar_description": "", "header": header,
            "header_static": header, "header_description": "", "followers_count": 0, "following_count": 0,
            "statuses_count": written().count(),
            "last_status_at": last.map(|last| last.chars().take(10).collect::<String>()),
            "hide_collections": null, "noindex": false, "emojis": [], "roles": [], "fields": [],
        })
    }

    /// Account of an id that a status names.
    fn author_json(&self, id: u64) -> Value {
        self.user(id).map_or(Value::Null, |user| self.account_json(user))
    }

    /// As someone reads it; none is a passer-by.
    pub(super) fn status_json(&self, id: StatusId, reader: Option<u64>) -> Value {
        let Some(status) = self.statuses.get(&id) else { return Value::Null };
        let mut json = self.bare_json(status, reader);
        if let Some(of) = status.reblog_of {
            json["reblog"] = self.status_json(of, reader);
            json["content"] = json["reblog"]["content"].clone();
        }
        if let Some(quoted) = status.quote {
            json["quote"] = match self.readable(quoted.0, reader) {
                Some(quoted) => json!({"state": "accepted", "quoted_status": self.bare_json(quoted, reader)}),
                None if self.statuses.contains_key(&quoted) => {
                    json!({"state": "unauthorized", "quoted_status": null})
                }
                None => json!({"state": "deleted", "quoted_status": null}),
            };
        }
        json
    }

    /// Without what it passes on or quotes.
    fn bare_json(&self, status: &Status, reader: Option<u64>) -> Value {
        let id = status.id;
        let author = self.user(status.author);
        let name = author.map(User::username).unwrap_or_default();
        let mut uri = self.url(&format!("users/{name}/statuses/{id}"));
        let mut url = self.url(&format!("@{name}/{id}"));
        if status.reblog_of.is_some() {
            uri.push_str("/activity");
            url.clone_from(&uri);
        }
        let replied = status.in_reply_to_id.and_then(|id| self.statuses.get(&id));
        let count = |is: &dyn Fn(&Status) -> bool| self.statuses.values().filter(|status| is(status)).count();
        let media: Vec<Value> = status.media.iter().map(|media| media.json(self, true)).collect();
        let mut json = json!({
            "id": id.to_string(), "created_at": time(status.created_at),
            "in_reply_to_id": status.in_reply_to_id.map(|id| id.to_string()),
            "in_reply_to_account_id": replied.map(|status| status.author.to_string()),
            "sensitive": status.sensitive, "spoiler_text": status.spoiler_text,
            "visibility": status.visibility.word(), "language": status.language, "uri": uri, "url": url,
            "replies_count": count(&|other| other.in_reply_to_id == Some(id)),
            "reblogs_count": count(&|other| other.reblog_of == Some(id)),
            "favourites_count": status.likes, "quotes_count": count(&|other| other.quote == Some(id)),
            "edited_at": status.edited_at.map(time), "content": html::content(self, &status.text),
            "reblog": null, "account": self.author_json(status.author), "media_attachments": media,
            "mentions": self.mentions_json(status), "tags": self.tags_json(status), "emojis": [],
            "quote": null, "card": null, "poll": status.poll.as_ref().map(|poll| self.poll_json(poll, status, reader)),
            "quote_approval": {"automatic": ["public"], "manual": [], "current_user": "automatic"},
        });
        if let Some(application) = self.application(status.application) {
            json["application"] = json!({"name": application.name, "website": application.website});
        }
        if let Some(reader) = reader {
            let is_reblogged = count(&|other| other.reblog_of == Some(id) && other.author == reader) > 0;
            for (name, value) in [
                ("favourited", false),
                ("reblogged", is_reblogged),
                ("muted", false),
                ("bookmarked", status.bookmarked && reader == status.author),
            ] {
                json[name] = value.into();
            }
            json["filtered"] = json!([]);
            if reader == status.author {
                json["pinned"] = status.pinned.into();
            }
        }
        json
    }

    fn mentions_json(&self, status: &Status) -> Vec<Value> {
        let users = self.mentioned(&status.text).into_iter().filter_map(|id| self.user(id));
        let one = |user: &User| {
            json!({"id": user.id.to_string(), "username": user.username(), "url": self.profile_url(user),
                "acct": user.acct})
        };
        users.map(one).collect()
    }

    fn tags_json(&self, status: &Status) -> Vec<Value> {
        let mut names = Vec::new();
        for entity in entities(&status.text) {
            if let Kind::Hashtag(name) = entity.kind
                && !names.contains(&name.to_lowercase())
            {
                names.push(name.to_lowercase());
            }
        }
        names.iter().map(|name| json!({"name": name, "url": self.tag_url(name)})).collect()
    }

    fn poll_json(&self, poll: &Poll, status: &Status, reader: Option<u64>) -> Value {
        let is_over = poll.expires_at <= self.now();
        let votes = (is_over || !poll.hide_totals).then_some(0);
        let options: Vec<Value> =
            poll.options.iter().map(|title| json!({"title": title, "votes_count": votes})).collect();
        let mut json = json!({
            "id": poll.id.to_string(), "expires_at": time(poll.expires_at), "expired": is_over,
            "multiple": poll.multiple, "votes_count": 0, "voters_count": 0, "options": options, "emojis": [],
        });
        if let Some(reader) = reader {
            json["voted"] = (reader == status.author).into();
            json["own_votes"] = json!([]);
        }
        json
    }

    pub(super) fn version_json(&self, status: &Status, version: &Version) -> Value {
        let media: Vec<Value> = version.media.iter().map(|media| media.json(self, true)).collect();
        let mut json = json!({
            "content": html::content(self, &version.text), "spoiler_text": version.spoiler_text,
            "sensitive": version.sensitive, "created_at": time(version.at), "quote": null,
            "account": self.author_json(status.author), "media_attachments": media, "emojis": [],
        });
        if !version.poll_options.is_empty() {
            let options: Vec<Value> =
                version.poll_options.iter().map(|title| json!({"title": title})).collect();
            json["poll"] = json!({"options": options});
        }
        json
    }
}
