//! X as a place to publish to.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mimus_core::render::{DestinationLimits, XLimits};
use mimus_core::{Network, RemoteId, WebUrl};
use tokio::sync::OnceCell;

use super::address::parse_status_url;
use super::client::{CallError, PageOf};
use super::problem::Refusal;
use super::upload::{Category, MAX_ALT, Medium, PART, Progress};
use super::user::{UserCallError, XUser};
use super::write::NewTweet;
use super::{Answer, FilmLimit, ReferenceKind, Tweet, TweetId, User, convert, profile};
use crate::connector::{BoxFuture, Failure, RejectReason};
use crate::publish::{ConnectedProfile, LookedUp, Outgoing, Publish, Published, Upload, UploadedMedia};

/// Weighted characters of a post by an account that pays for long ones (facts/x-in-practice.md §9).
const LONG: usize = 25_000;
/// For how long a post may be changed.
const EDITABLE: SignedDuration = SignedDuration::from_hours(1);
/// Minutes that a poll may be open.
const POLL_MINUTES: std::ops::RangeInclusive<i64> = 5..=7 * 24 * 60;
/// For how long X may process a film, and how soon it is asked again at the earliest.
const PROCESSING: Duration = Duration::from_secs(10 * 60);
const SOONEST: Duration = Duration::from_millis(200);
/// Posts of a page when one's own are looked through, and pages: each post that comes is paid.
const LOOKED_AT: u32 = 20;
const PAGES: usize = 3;
/// A post that is younger than this is perhaps not to be seen by all of X yet: answers to one's own posts at full speed were
/// refused (facts/x-in-practice.md §3.8).
const SETTLING: SignedDuration = SignedDuration::from_mins(2);
/// By how much X's clock may be behind.
const CLOCKS: SignedDuration = SignedDuration::from_secs(60);

/// A connected account on X.
#[derive(Clone)]
pub struct XPublisher {
    user: XUser,
    me: OnceCell<(u64, String)>,
}

impl XPublisher {
    /// Publishes as this user. Who the user is, is asked for where it is needed, which costs as much as reading an account.
    #[must_use]
    pub fn new(user: XUser) -> Self {
        Self { user, me: OnceCell::new() }
    }

    /// Publishes as this user, whose id and handle are known.
    #[must_use]
    pub fn known_as(user: XUser, id: u64, handle: &str) -> Self {
        Self { user, me: OnceCell::new_with(Some((id, handle.to_owned()))) }
    }

    async fn me(&self) -> Result<&(u64, String), Failure> {
        self.me
            .get_or_try_init(|| async {
                let user = self.user.me().await.map_err(|error| error.failure(self.user.now()))?;
                named(&user)
            })
            .await
    }

    async fn profile(&self) -> Result<ConnectedProfile, Failure> {
        let user = self.user.me().await.map_err(|error| error.failure(self.user.now()))?;
        let (id, handle) = named(&user)?;
        // Another may have asked at the same time; it is the same account.
        let _ = self.me.set((id, handle.clone()));
        let weighted = if user.is_subscribed() { LONG } else { XLimits::default().weighted };
        Ok(ConnectedProfile {
            remote_id: remote_id(id)?,
            handle,
            profile: profile(&user),
            limits: DestinationLimits::X(XLimits { weighted, ..XLimits::default() }),
            rules: Vec::new(),
        })
    }

    async fn send(&self, medium: &Upload) -> Result<UploadedMedia, Failure> {
        let category = Category::of(medium.kind, medium.media_type, &medium.bytes)?;
        let sent = match category {
            Category::Picture => {
                self.user.upload_picture(category, &medium.bytes).await.map_err(self.in_kinds())?
            }
            Category::Gif | Category::Film => self.send_in_parts(category, medium).await?,
        };
        let ready = self.processed(sent).await?;
        if let Some(alt) = medium.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty()) {
            self.describe(&ready, category, alt).await?;
        }
        Ok(UploadedMedia(ready))
    }

    async fn send_in_parts(&self, category: Category, medium: &Upload) -> Result<Medium, Failure> {
        let begun = self.user.upload_initialize(category, medium.media_type, medium.bytes.len()).await;
        let begun = begun.map_err(self.in_kinds())?;
        for (index, part) in medium.bytes.chunks(PART).enumerate() {
            self.user.upload_append(&begun.id, index, part).await.map_err(self.in_kinds())?;
        }
        self.user.upload_finalize(&begun.id).await.map_err(self.in_kinds())
    }

    /// Waits until X has processed a medium.
    async fn processed(&self, mut medium: Medium) -> Result<String, Failure> {
        let waited = async {
            loop {
                match medium.progress {
                    Progress::Ready => return Ok(medium.id),
                    Progress::Failed(why) => {
                        return Err(Failure::Rejected {
                            why: format!("X could not process the medium: {why}"),
                        });
                    }
                    Progress::Later(wait) => tokio::time::sleep(wait.max(SOONEST)).await,
                }
                medium = self.user.upload_status(&medium.id).await.map_err(self.in_kinds())?;
            }
        };
        let in_time = tokio::time::timeout(PROCESSING, waited).await;
        in_time.unwrap_or_else(|_| {
            Err(Failure::Retry {
                why: format!("X has not processed the medium in {} s", PROCESSING.as_secs()),
            })
        })
    }

    async fn describe(&self, id: &str, category: Category, alt: &str) -> Result<(), Failure> {
        let alt: String = alt.chars().take(MAX_ALT).collect();
        match self.user.describe(id, &alt).await.map_err(self.in_kinds()) {
            // That films take one is not said anywhere.
            Err(failure) if category == Category::Film && failure.is_rejected() => {
                tracing::warn!(%failure, "X takes no alt text for a film");
                Ok(())
            }
            result => result,
        }
    }

    async fn write(&self, outgoing: &Outgoing<'_>, edits: Option<TweetId>) -> Result<Published, Failure> {
        let tweet = tweet_of(outgoing, edits)?;
        let id = self.user.create(&tweet).await;
        let id = id.map_err(|error| written(error, outgoing, self.user.now()))?;
        self.published(id)
    }

    fn published(&self, id: TweetId) -> Result<Published, Failure> {
        // X sends `i` on to the author.
        let handle = self.me.get().map_or("i", |(_, handle)| handle.as_str());
        let url = WebUrl::parse(&format!("https://x.com/{handle}/status/{id}")).ok();
        Ok(Published { remote_id: id.remote_id().map_err(|why| Failure::Rejected { why })?, url })
    }

    async fn look(&self, outgoing: &Outgoing<'_>, since: Timestamp) -> Result<Option<Published>, Failure> {
        let (me, _) = *self.me().await?;
        let from = since.checked_sub(CLOCKS).unwrap_or(since);
        let mut token = None;
        for _ in 0..PAGES {
            let page =
                PageOf { from: Some(from), at_most: LOOKED_AT, token: token.take(), ..PageOf::default() };
            let answer = self.user.own_tweets(me, &page).await.map_err(self.in_kinds())?;
            if let Some(id) =
                answer.tweets.iter().find(|tweet| is_it(tweet, &answer, outgoing)).and_then(Tweet::id)
            {
                return self.published(id).map(Some);
            }
            token = answer.next_token;
            if token.is_none() {
                break;
            }
        }
        Ok(None)
    }

    async fn change(&self, id: &RemoteId, outgoing: &Outgoing<'_>) -> Result<Published, Failure> {
        let id = tweet_id(id)?;
        let unsupported = |what: &str| Err(Failure::Unsupported { what: what.to_owned() });
        if outgoing.part.poll.is_some() {
            return unsupported("changing a post with a poll");
        }
        let now = self.user.now();
        if id.time().is_some_and(|written| now.duration_since(written) > EDITABLE) {
            return unsupported("changing a post that is older than an hour");
        }
        match self.write(outgoing, Some(id)).await {
            // X does not say which of its rules it is: a subscription, the age, what the post answers, or how often it
            // was changed before.
            Err(
                Failure::Rejected { why }
                | Failure::RejectedAs { reason: RejectReason::ReplyNotAllowed, why },
            ) => Err(Failure::Unsupported { what: format!("changing this post ({why})") }),
            result => result,
        }
    }

    async fn take_away(&self, id: &RemoteId) -> Result<(), Failure> {
        match self.user.delete(tweet_id(id)?).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::Rejected { why: "X says that it has not deleted the post".into() }),
            Err(error) if is_gone(&error) => Ok(()),
            Err(error) => Err(error.failure(self.user.now())),
        }
    }

    async fn repeat(&self, id: &RemoteId, on: bool) -> Result<(), Failure> {
        let (me, _) = *self.me().await?;
        match self.user.repost(me, tweet_id(id)?, on).await {
            Ok(()) => Ok(()),
            Err(error) if on && is_done_already(&error) => Ok(()),
            Err(error) if !on && is_gone(&error) => Ok(()),
            Err(error) => Err(error.failure(self.user.now())),
        }
    }

    /// For calls that may be made twice.
    fn in_kinds(&self) -> impl FnOnce(UserCallError) -> Failure {
        let now = self.user.now();
        move |error| error.failure(now)
    }
}

fn named(user: &User) -> Result<(u64, String), Failure> {
    let both = user.id().zip(user.handle());
    let both = both.map(|(id, handle)| (id, handle.to_owned()));
    both.ok_or_else(|| Failure::Rejected { why: "X does not say whose token it is".into() })
}

fn remote_id(id: u64) -> Result<RemoteId, Failure> {
    RemoteId::new(id.to_string()).map_err(|error| Failure::Rejected { why: error.to_string() })
}

fn tweet_id(id: &RemoteId) -> Result<TweetId, Failure> {
    id.as_str().parse().map_err(|error: super::TweetIdError| Failure::Rejected { why: error.to_string() })
}

fn tweet_of<'a>(outgoing: &'a Outgoing<'a>, edits: Option<TweetId>) -> Result<NewTweet<'a>, Failure> {
    let part = outgoing.part;
    let media: Vec<&str> = outgoing.media.iter().map(|medium| medium.0.as_str()).collect();
    let poll = part.poll.as_ref().map(|poll| {
        let minutes = poll.ends_at.map_or(24 * 60, |ends| ends.duration_since(outgoing.now).as_mins());
        let minutes = minutes.clamp(*POLL_MINUTES.start(), *POLL_MINUTES.end());
        let options = poll.options.iter().map(|option| option.label.as_str()).collect();
        (options, u32::try_from(minutes).unwrap_or(24 * 60))
    });
    let quote = outgoing.quote.map(tweet_id).transpose()?;
    if [!media.is_empty(), poll.is_some(), quote.is_some()].into_iter().filter(|there| *there).count() > 1 {
        let why =
            "X takes only one of media, a poll and a quote in a post; give the others in posts of their own";
        return Err(Failure::Rejected { why: why.into() });
    }
    Ok(NewTweet {
        text: part.words.as_str(),
        reply_to: outgoing.reply_to.map(tweet_id).transpose()?,
        quote,
        media,
        poll,
        edits,
        made_with_ai: false,
        // Nobody tells here what is answered, so what is counted is the most that X may charge.
        summoned: false,
    })
}

/// What the failure of a call that writes a post means. Where X may have written it, that is said.
fn written(error: UserCallError, outgoing: &Outgoing<'_>, now: Timestamp) -> Failure {
    match error {
        UserCallError::NotMade(failure) => failure,
        UserCallError::Call(
            CallError::NoAnswer { why, sent: true, .. } | CallError::Unreadable { why, .. },
        ) => Failure::Unknown { why },
        UserCallError::Call(CallError::Refused { refusal: Refusal::Unwell(why), .. }) => {
            Failure::Unknown { why }
        }
        UserCallError::Call(CallError::Refused { refusal: Refusal::Forbidden(why), .. }) => {
            forbidden(why, outgoing, now)
        }
        UserCallError::Call(error) => error.failure(now),
    }
}

/// What X means that does not let a post be written. It says the same of most reasons (facts/x-api.md §4); what was sent
/// then tells the likeliest.
fn forbidden(why: String, outgoing: &Outgoing<'_>, now: Timestamp) -> Failure {
    let says = |words: &str| why.to_lowercase().contains(words);
    let vague = says("not permitted to perform this action");
    let reason = if says("duplicate content") {
        RejectReason::Duplicate
    } else if says("deleted or not visible") {
        RejectReason::TargetGone
    } else if says("reply to this conversation is not allowed") || says("otherwise engaged by the author") {
        RejectReason::ReplyNotAllowed
    } else if vague && outgoing.part.length > XLimits::default().weighted {
        RejectReason::TooLong
    } else if vague && outgoing.quote.is_some() {
        RejectReason::QuoteNotAllowed
    } else if vague && outgoing.reply_to.is_some() {
        RejectReason::ReplyNotAllowed
    } else {
        return Failure::Rejected { why };
    };
    if reason == RejectReason::TargetGone && outgoing.reply_to.is_some_and(|id| is_settling(id, now)) {
        return Failure::Retry {
            why: format!("{why} (it was written just now, and may be seen in a moment)"),
        };
    }
    let advice = match reason {
        RejectReason::Duplicate => "the account has published the same words not long ago",
        RejectReason::TargetGone => "what it answers is not on X, or not to be seen by this account",
        RejectReason::ReplyNotAllowed => {
            "apps without an Enterprise plan may answer only who has spoken of the account or quoted it"
        }
        RejectReason::QuoteNotAllowed => {
            "apps without an Enterprise plan may not quote; give a link in its place"
        }
        RejectReason::TooLong => "long posts need a subscription of the account to X Premium",
    };
    Failure::RejectedAs { reason, why: format!("{why} ({advice})") }
}

fn is_settling(id: &RemoteId, now: Timestamp) -> bool {
    let written = tweet_id(id).ok().and_then(TweetId::time);
    written.is_some_and(|written| now.duration_since(written) < SETTLING)
}

fn is_gone(error: &UserCallError) -> bool {
    matches!(error, UserCallError::Call(CallError::Refused { refusal: Refusal::NotFound(_), .. }))
}

fn is_done_already(error: &UserCallError) -> bool {
    let UserCallError::Call(CallError::Refused { refusal: Refusal::Forbidden(why), .. }) = error else {
        return false;
    };
    let why = why.to_lowercase();
    why.contains("already retweeted") || why.contains("already reposted")
}

/// Whether a post of the account is what was to be published. Who looks may know no more than the words and what they
/// answer; a quote, media and a poll are compared where they are given.
fn is_it(tweet: &Tweet, answer: &Answer, outgoing: &Outgoing<'_>) -> bool {
    let there = |kind| tweet.reference(kind).map(|id| id.to_string());
    let same = |kind, wanted: Option<&RemoteId>| there(kind).as_deref() == wanted.map(RemoteId::as_str);
    if there(ReferenceKind::Retweeted).is_some()
        || !same(ReferenceKind::RepliedTo, outgoing.reply_to)
        || (outgoing.quote.is_some() && !same(ReferenceKind::Quoted, outgoing.quote))
        || (!outgoing.media.is_empty() && tweet.media_keys().len() != outgoing.media.len())
    {
        return false;
    }
    let Ok(converted) = convert(tweet, &answer.includes, FilmLimit::default()) else { return false };
    let labels = |poll: &mimus_core::Poll| -> Vec<String> {
        poll.options.iter().map(|option| option.label.clone()).collect()
    };
    let wanted = outgoing.part.poll.as_ref().map(labels);
    bare(converted.post.text.as_str()) == bare(outgoing.part.words.as_str())
        && (wanted.is_none() || converted.post.poll.as_ref().map(labels) == wanted)
}

/// Words without what X adds to links or takes from them, and without differences of white space.
fn bare(words: &str) -> String {
    let word = |word: &str| {
        let word = word.trim_start_matches("https://").trim_start_matches("http://");
        word.trim_end_matches('/').to_owned()
    };
    words.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

impl Publish for XPublisher {
    fn network(&self) -> Network {
        Network::X
    }

    fn account(&self) -> BoxFuture<'_, Result<ConnectedProfile, Failure>> {
        Box::pin(self.profile())
    }

    fn upload<'a>(&'a self, medium: &'a Upload) -> BoxFuture<'a, Result<UploadedMedia, Failure>> {
        Box::pin(self.send(medium))
    }

    fn publish<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> BoxFuture<'a, Result<Published, Failure>> {
        Box::pin(self.write(outgoing, None))
    }

    fn find<'a>(
        &'a self,
        outgoing: &'a Outgoing<'a>,
        since: Timestamp,
    ) -> BoxFuture<'a, Result<Option<Published>, Failure>> {
        Box::pin(self.look(outgoing, since))
    }

    fn edit<'a>(
        &'a self,
        id: &'a RemoteId,
        outgoing: &'a Outgoing<'a>,
    ) -> BoxFuture<'a, Result<Published, Failure>> {
        Box::pin(self.change(id, outgoing))
    }

    fn delete<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.take_away(id))
    }

    fn repost<'a>(&'a self, id: &'a RemoteId, on: bool) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.repeat(id, on))
    }

    /// The id stands in the address: nothing is asked, and nothing charged.
    fn look_up<'a>(&'a self, url: &'a WebUrl) -> BoxFuture<'a, Result<LookedUp, Failure>> {
        let named = parse_status_url(url.as_str()).and_then(|link| RemoteId::new(link.id.to_string()).ok());
        let found = named.map_or(LookedUp::Elsewhere, |remote_id| {
            LookedUp::There(Published { remote_id, url: Some(url.clone()) })
        });
        Box::pin(std::future::ready(Ok(found)))
    }
}
