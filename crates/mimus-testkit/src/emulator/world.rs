//! The accounts and posts that there are, and the time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Milliseconds from 1970 to the start of X's time-bearing ids (facts/x-in-practice.md §5.1).
const SNOWFLAKE_EPOCH_MS: i64 = 1_288_834_974_657;
/// For how long a post may be edited.
pub(super) const EDITABLE: Duration = Duration::from_secs(60 * 60);
/// How often a post may be edited.
pub(super) const EDITS: usize = 5;

/// A post that is to be written.
#[derive(Debug, Clone, Default)]
pub struct NewPost {
    /// The words as their author types them: not escaped, links in full.
    pub text: String,
    /// The post that it answers.
    pub reply_to: Option<u64>,
    /// The post that it quotes.
    pub quote: Option<u64>,
    /// The post that it repeats; the words are then that post's.
    pub repost_of: Option<u64>,
    /// The pictures, each with its address and its alt text.
    pub photos: Vec<(String, Option<String>)>,
    /// A poll.
    pub poll: Option<NewPoll>,
    /// Whether its media are marked as sensitive.
    pub sensitive: bool,
    /// Its language; `und` where none is given.
    pub lang: Option<String>,
    /// Whether its author says that its media are made by machine.
    pub made_with_ai: bool,
    /// Who may answer it, as X names it; everybody where nothing is said.
    pub reply_settings: Option<String>,
    /// How many like it.
    pub likes: u64,
}

/// A poll that is to be held.
#[derive(Debug, Clone, Default)]
pub struct NewPoll {
    /// What there is to choose from.
    pub options: Vec<String>,
    /// How long it is open.
    pub minutes: u32,
}

/// How much of an account is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Open,
    Protected,
    Suspended,
    Closed,
}

#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) id: u64,
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) since: Timestamp,
    pub(super) standing: Standing,
    /// Whether it pays for long posts and edits.
    pub(super) subscribed: bool,
    /// The post that it has pinned.
    pub(super) pinned: Option<u64>,
}

/// One version of a post.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) id: u64,
    pub(super) author: u64,
    pub(super) written: Timestamp,
    pub(super) content: NewPost,
    pub(super) media_ids: Vec<u64>,
    pub(super) poll_id: Option<u64>,
    /// The first version.
    pub(super) first: u64,
    /// The first post of the conversation.
    pub(super) conversation: u64,
}

pub(super) struct World {
    started: Timestamp,
    running: Instant,
    ahead: Duration,
    last_id: u64,
    users: BTreeMap<u64, Account>,
    posts: BTreeMap<u64, Post>,
    /// Authors with the ids of their posts.
    written: BTreeSet<(u64, u64)>,
    /// The versions of each post, oldest first, by the first.
    versions: BTreeMap<u64, Vec<u64>>,
}

impl World {
    pub(super) fn new(started: Timestamp) -> Self {
        Self {
            started,
            running: Instant::now(),
            ahead: Duration::ZERO,
            last_id: 0,
            users: BTreeMap::new(),
            posts: BTreeMap::new(),
            written: BTreeSet::new(),
            versions: BTreeMap::new(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        let passed = self.running.elapsed().saturating_add(self.ahead);
        self.started.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    /// Has its author pin a post.
    pub(super) fn pin(&mut self, post: u64) {
        let author = self.posts.get(&post).map(|post| post.author);
        if let Some(account) = author.and_then(|author| self.users.get_mut(&author)) {
            account.pinned = Some(post);
        }
    }

    pub(super) fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(by);
    }

    /// An id of now, larger than all before it.
    pub(super) fn id(&mut self) -> u64 {
        let of_now = first_id_at(self.now());
        self.last_id = of_now.max(self.last_id + 1);
        self.last_id
    }

    pub(super) fn add_user(&mut self, handle: &str, name: &str) -> u64 {
        let (id, since) = (self.id(), self.now());
        let (handle, name) = (handle.to_owned(), name.to_owned());
        let account =
            Account { id, handle, name, since, standing: Standing::Open, subscribed: false, pinned: None };
        self.users.insert(id, account);
        id
    }

    pub(super) fn user(&self, id: u64) -> Option<&Account> {
        self.users.get(&id)
    }

    pub(super) fn user_mut(&mut self, id: u64) -> Option<&mut Account> {
        self.users.get_mut(&id)
    }

    pub(super) fn user_by_handle(&self, handle: &str) -> Option<&Account> {
        self.users.values().find(|account| account.handle.eq_ignore_ascii_case(handle))
    }

    pub(super) fn write(&mut self, author: u64, content: NewPost) -> u64 {
        let media_ids = content.photos.iter().map(|_| self.id()).collect();
        let poll_id = content.poll.as_ref().map(|_| self.id());
        let answered = content.reply_to.and_then(|id| self.posts.get(&id));
        let conversation = answered.map(|post| post.conversation);
        let id = self.id();
        let post = Post {
            id,
            author,
            written: self.now(),
            content,
            media_ids,
            poll_id,
            first: id,
            conversation: conversation.unwrap_or(id),
        };
        self.insert(post);
        self.versions.insert(id, vec![id]);
        id
    }

    fn insert(&mut self, post: Post) {
        self.written.insert((post.author, post.id));
        self.posts.insert(post.id, post);
    }

    /// A new version of a post with other words; `None` where there is no such post.
    pub(super) fn edit(&mut self, post: u64, text: &str) -> Option<u64> {
        let first = self.posts.get(&post)?.first;
        let mut version = self.posts.get(self.versions.get(&first)?.last()?)?.clone();
        version.id = self.id();
        version.written = self.now();
        text.clone_into(&mut version.content.text);
        self.versions.entry(first).or_default().push(version.id);
        let id = version.id;
        self.insert(version);
        Some(id)
    }

    /// Takes a post away with all its versions and its reposts.
    pub(super) fn delete(&mut self, post: u64) -> bool {
        let Some(first) = self.posts.get(&post).map(|post| post.first) else { return false };
        let versions = self.versions.remove(&first).unwrap_or_default();
        let repeats = |post: &Post| post.content.repost_of.is_some_and(|of| versions.contains(&of));
        let gone: Vec<u64> = self
            .posts
            .values()
            .filter(|post| repeats(post))
            .map(|post| post.id)
            .chain(versions.clone())
            .collect();
        for id in gone {
            if let Some(post) = self.posts.remove(&id) {
                self.written.remove(&(post.author, id));
            }
            self.versions.remove(&id);
        }
        true
    }

    pub(super) fn post(&self, id: u64) -> Option<&Post> {
        self.posts.get(&id)
    }

    /// A post whose author everybody may read.
    pub(super) fn public_post(&self, id: u64) -> Option<&Post> {
        self.post(id).filter(|post| self.is_open(post.author))
    }

    pub(super) fn is_open(&self, author: u64) -> bool {
        self.user(author).is_some_and(|account| account.standing == Standing::Open)
    }

    pub(super) fn versions(&self, post: &Post) -> &[u64] {
        self.versions.get(&post.first).map(Vec::as_slice).unwrap_or_default()
    }

    fn is_newest(&self, post: &Post) -> bool {
        self.versions(post).last() == Some(&post.id)
    }

    /// The newest versions of all posts after an id that everybody may read, newest first.
    pub(super) fn newest_first(&self, since: u64) -> impl Iterator<Item = &Post> {
        let later = self.posts.range(since.saturating_add(1)..).rev().map(|(_, post)| post);
        later.filter(|post| self.is_newest(post) && self.is_open(post.author))
    }

    /// The newest versions of an account's posts, newest first.
    pub(super) fn newest_first_of(&self, author: u64) -> impl Iterator<Item = &Post> {
        let own = self.written.range((author, 0)..=(author, u64::MAX)).rev();
        own.filter_map(|(_, id)| self.post(*id)).filter(|post| self.is_newest(post))
    }
}

/// The smallest id of a time.
pub(super) fn first_id_at(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond().saturating_sub(SNOWFLAKE_EPOCH_MS)).unwrap_or(0) << 22
}
