//! What users write: posts, edits, deletions, reposts (facts/x-in-practice.md §3.8).

use std::time::Duration;

use mimus_core::twitter_text::{EntityKind, entities, weighted_length};
use mimus_networks::x::{Endpoint, WriteKind};
use serde::Deserialize;
use serde_json::{Value, json};

use super::State;
use super::problems::{self, Refused};
use super::world::{EDITABLE, EDITS, NewPoll, NewPost};

/// Weighted characters of a post, and of one by an account that pays.
const MAX_WEIGHT: usize = 280;
const MAX_LONG: usize = 25_000;
/// For how long the same words are taken for a mistake.
const DUPLICATES: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    text: String,
    reply: Option<Reply>,
    quote_tweet_id: Option<String>,
    media: Option<Media>,
    poll: Option<Poll>,
    reply_settings: Option<String>,
    edit_options: Option<Edit>,
    #[serde(default)]
    made_with_ai: bool,
    #[serde(default, rename = "paid_partnership")]
    _paid_partnership: bool,
}

#[derive(Deserialize)]
struct Reply {
    in_reply_to_tweet_id: String,
}

#[derive(Deserialize)]
struct Media {
    media_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Poll {
    options: Vec<String>,
    duration_minutes: u32,
}

#[derive(Deserialize)]
struct Edit {
    previous_post_id: String,
}

#[derive(Deserialize)]
struct Repost {
    tweet_id: String,
}

fn wrong(parameter: &str, why: &str) -> Refused {
    problems::invalid(parameter, "", why)
}

fn id_of(parameter: &str, words: &str) -> Result<u64, Refused> {
    words.parse().map_err(|_| problems::invalid(parameter, words, "this is no id"))
}

fn has_link(words: &str) -> bool {
    entities(words).iter().any(|entity| entity.kind == EntityKind::Url)
}

impl State {
    /// Answers a call that writes. `id` is that in the path, `second` the one behind it.
    pub(super) fn write(
        &mut self,
        endpoint: Endpoint,
        user: u64,
        (id, second): (u64, u64),
        body: &[u8],
    ) -> Result<(u16, Value), Refused> {
        match endpoint {
            Endpoint::PostCreate => self.create(user, body),
            Endpoint::PostDelete => self.take_away(user, id),
            _ if id != user => Err(problems::not_permitted()),
            Endpoint::RepostCreate => self.repost(user, body),
            _ => Ok(self.take_repost_back(user, second)),
        }
    }

    fn create(&mut self, user: u64, body: &[u8]) -> Result<(u16, Value), Refused> {
        let asked: Asked = serde_json::from_slice(body).map_err(|e| wrong("body", &e.to_string()))?;
        if let Some(edit) = &asked.edit_options {
            return self.change_post(user, id_of("previous_post_id", &edit.previous_post_id)?, &asked.text);
        }
        let media = asked.media.as_ref().map(|media| media.media_ids.as_slice()).unwrap_or_default();
        let exclusive = [!media.is_empty(), asked.poll.is_some(), asked.quote_tweet_id.is_some()];
        if exclusive.into_iter().filter(|there| *there).count() > 1 {
            return Err(wrong("body", "only one of media, poll and quote_tweet_id may be given"));
        }
        if asked.text.trim().is_empty() && media.is_empty() {
            return Err(wrong("text", "there is neither text nor media"));
        }
        let poll = asked.poll.map(checked_poll).transpose()?;
        self.check_words(user, &asked.text)?;
        let reply_to = match &asked.reply {
            Some(reply) => {
                Some(self.check_reply(user, id_of("in_reply_to_tweet_id", &reply.in_reply_to_tweet_id)?)?)
            }
            None => None,
        };
        let quote = match &asked.quote_tweet_id {
            Some(quote) => Some(self.check_quote(id_of("quote_tweet_id", quote)?)?),
            None => None,
        };
        let ids: Result<Vec<u64>, Refused> = media.iter().map(|id| id_of("media_ids", id)).collect();
        let photos = self.uploads.attach(user, &ids?);
        let photos = photos.ok_or_else(|| wrong("media.media_ids", "Your media IDs are invalid."))?;
        self.check_duplicate(user, &asked.text)?;
        let summoned = reply_to.is_some_and(|id| self.is_summoned(user, id));
        let content = NewPost {
            text: asked.text,
            reply_to,
            quote,
            photos,
            poll,
            made_with_ai: asked.made_with_ai,
            reply_settings: asked.reply_settings,
            ..NewPost::default()
        };
        Ok(self.written(user, content, summoned))
    }

    fn written(&mut self, user: u64, content: NewPost, summoned: bool) -> (u16, Value) {
        let kind = match summoned {
            _ if has_link(&content.text) => WriteKind::PostWithUrl,
            true => WriteKind::SummonedReply,
            false => WriteKind::Post,
        };
        let text = content.text.clone();
        let id = self.world.write(user, content);
        self.billing.charge_write(kind);
        self.publish(id);
        (
            201,
            json!({"data": {"id": id.to_string(), "text": text, "edit_history_tweet_ids": [id.to_string()]}}),
        )
    }

    fn check_words(&self, user: u64, text: &str) -> Result<(), Refused> {
        let long = self.world.user(user).is_some_and(|account| account.subscribed);
        if weighted_length(text) > if long { MAX_LONG } else { MAX_WEIGHT } {
            return Err(problems::not_permitted());
        }
        if entities(text).iter().filter(|entity| entity.kind == EntityKind::Cashtag).count() > 1 {
            return Err(problems::forbidden("A post may have a maximum of one cashtag."));
        }
        Ok(())
    }

    fn check_duplicate(&self, user: u64, text: &str) -> Result<(), Refused> {
        let since = self.world.now().checked_sub(DUPLICATES).unwrap_or_default();
        let mut recent = self.world.newest_first_of(user).take_while(|post| post.written >= since);
        let same = |post: &super::world::Post| post.content.text.trim() == text.trim();
        if !text.trim().is_empty() && recent.any(same) {
            return Err(problems::forbidden("You are not allowed to create a Tweet with duplicate content."));
        }
        Ok(())
    }

    /// Whether the author of a post spoke of somebody in it, or quoted him.
    fn is_summoned(&self, user: u64, post: u64) -> bool {
        let Some((post, account)) = self.world.post(post).zip(self.world.user(user)) else { return false };
        let name = format!("@{}", account.handle.to_lowercase());
        let word = |c: char| !(c.is_alphanumeric() || c == '_' || c == '@');
        let quotes = post.content.quote.and_then(|id| self.world.post(id)).map(|quoted| quoted.author);
        post.content.text.to_lowercase().split(word).any(|word| word == name) || quotes == Some(user)
    }

    fn check_reply(&self, user: u64, to: u64) -> Result<u64, Refused> {
        let now = self.world.now();
        let is_seen = |post: &&super::world::Post| {
            now.duration_since(post.written).unsigned_abs() >= self.options.settling
        };
        let Some(post) = self.world.public_post(to).filter(is_seen) else {
            let why = "You attempted to reply to a Tweet that is deleted or not visible to you.";
            return Err(problems::forbidden(why));
        };
        let own = post.author == user && self.options.self_replies;
        if !self.options.summoned_replies_only || own || self.is_summoned(user, to) {
            return Ok(to);
        }
        Err(problems::forbidden(
            "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the \
             author of the post you are replying to.",
        ))
    }

    fn check_quote(&self, quoted: u64) -> Result<u64, Refused> {
        let there = self.world.public_post(quoted).is_some();
        if self.options.quotes && there { Ok(quoted) } else { Err(problems::not_permitted()) }
    }

    fn change_post(&mut self, user: u64, previous: u64, text: &str) -> Result<(u16, Value), Refused> {
        let now = self.world.now();
        let subscribed = self.world.user(user).is_some_and(|account| account.subscribed);
        let post = self.world.post(previous).filter(|post| post.author == user);
        let post = post.ok_or_else(problems::not_permitted)?;
        let first = self.world.post(post.first).map_or(post.written, |first| first.written);
        let content = &post.content;
        let editable = content.poll.is_none() && content.reply_to.is_none() && content.repost_of.is_none();
        let in_time = now.duration_since(first).unsigned_abs() <= EDITABLE;
        if !subscribed || !editable || !in_time || self.world.versions(post).len() > EDITS {
            return Err(problems::not_permitted());
        }
        self.check_words(user, text)?;
        let kind = if has_link(text) { WriteKind::PostWithUrl } else { WriteKind::Post };
        let id = self.world.edit(previous, text).ok_or_else(problems::not_permitted)?;
        self.billing.charge_write(kind);
        self.publish(id);
        let versions = self.world.post(id).map(|post| self.world.versions(post)).unwrap_or_default();
        let versions: Vec<String> = versions.iter().map(u64::to_string).collect();
        Ok((201, json!({"data": {"id": id.to_string(), "text": text, "edit_history_tweet_ids": versions}})))
    }

    fn take_away(&mut self, user: u64, id: u64) -> Result<(u16, Value), Refused> {
        match self.world.post(id).map(|post| post.author) {
            None => return Err(problems::gone("tweet", "id", &id.to_string())),
            Some(author) if author != user => {
                return Err(problems::forbidden("You are not authorized to delete this Tweet."));
            }
            Some(_) => {}
        }
        self.world.delete(id);
        self.tell_of_deletion(id, user);
        self.billing.charge_write(WriteKind::Delete);
        Ok((200, json!({"data": {"deleted": true}})))
    }

    fn repost(&mut self, user: u64, body: &[u8]) -> Result<(u16, Value), Refused> {
        let asked: Repost = serde_json::from_slice(body).map_err(|e| wrong("body", &e.to_string()))?;
        let id = id_of("tweet_id", &asked.tweet_id)?;
        if self.world.public_post(id).is_none() {
            return Err(problems::gone("tweet", "tweet_id", &asked.tweet_id));
        }
        if self.repost_of(user, id).is_some() {
            return Err(problems::forbidden("You cannot retweet a Tweet that you have already retweeted."));
        }
        let post = self.world.write(user, NewPost { repost_of: Some(id), ..NewPost::default() });
        self.billing.charge_write(WriteKind::Repost);
        self.publish(post);
        Ok((200, json!({"data": {"retweeted": true, "rest_id": post.to_string()}})))
    }

    fn repost_of(&self, user: u64, id: u64) -> Option<u64> {
        let mut own = self.world.newest_first_of(user);
        own.find(|post| post.content.repost_of == Some(id)).map(|post| post.id)
    }

    fn take_repost_back(&mut self, user: u64, id: u64) -> (u16, Value) {
        if let Some(repost) = self.repost_of(user, id) {
            self.world.delete(repost);
            self.tell_of_deletion(repost, user);
        }
        self.billing.charge_write(WriteKind::RepostDelete);
        (200, json!({"data": {"retweeted": false}}))
    }
}

fn checked_poll(poll: Poll) -> Result<NewPoll, Refused> {
    let Poll { options, duration_minutes: minutes } = poll;
    let fits = |option: &String| (1..=25).contains(&option.chars().count());
    if !(2..=4).contains(&options.len()) || !options.iter().all(fits) {
        return Err(wrong("poll.options", "there are 2 to 4, of 1 to 25 characters each"));
    }
    if !(5..=10_080).contains(&minutes) {
        return Err(wrong("poll.duration_minutes", "it is from 5 to 10080"));
    }
    Ok(NewPoll { options, minutes })
}
