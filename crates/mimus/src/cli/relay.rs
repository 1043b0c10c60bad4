//! What can be said on the command line of connected accounts, routes and publications.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use mimus_core::RoutePolicy;
use mimus_core::directory::Account;
use mimus_core::policy::{Brake, Deletes, Edits, Makes, Pace, QuietHours};
use mimus_engine::relay::routes::RouteEnd;
use mimus_store::{AccountName, PublicationId, PublicationState, RouteId};

use crate::route_flags::RouteFlags;

/// What can be done with connected accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Connect an account, so that Mimus may read and publish as it
    ///
    /// Prints an address to open in the browser, where the account's own server asks for leave, and reads from standard input
    /// what it then shows. The credentials are sealed with the key in secret_key_file (by default secret.key in the data
    /// folder); keep that file apart from backups.
    ///
    /// For X, set x_client_id (and x_client_secret for a confidential client) to those of your app in X's developer console.
    ///
    /// Examples:
    ///   mimus account connect mastodon:wikimedia.social
    ///   mimus account connect x
    ///   mimus account connect mastodon:example.org --token-stdin < token
    ///   mimus account connect x:wikipedia --by-hand https://x.com/wikipedia
    ///   mimus account connect elsewhere:announce-list --by-hand https://lists.example/announce
    Connect {
        /// Which network: mastodon:SERVER for any server with Mastodon's client API, or x; with --by-hand the account, as
        /// NETWORK:HANDLE, NETWORK being x, mastodon, bluesky or elsewhere
        network: String,
        /// Read the token from standard input, for scripts: an access token for Mastodon; for X the JSON that its token
        /// endpoint gives, or {"consumer_key", "consumer_secret", "token", "token_secret"}
        #[arg(long)]
        token_stdin: bool,
        /// Hold no credentials: people publish there by hand what the Desk hands them. PAGE is the address of its page
        #[arg(long, value_name = "PAGE", conflicts_with = "token_stdin")]
        by_hand: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the connected accounts and how they stand
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one account: what it may post, its server's rules, its routes
    Show {
        /// Which: mastodon:ana@example.org, x:wikipedia
        account: AccountName,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Let an account's old posts go: look at what would, then begin
    ///
    /// Deletes posts of the account itself that are older than so many days, a few a day, except those that you keep. Each is
    /// saved first, with its media, in the folder retired beside the media folder. Copies that routes made elsewhere stay.
    /// Reposts, answers to few people and direct messages are left alone.
    ///
    /// Without flags it shows how it stands. On X each costs $0.011 (August 2026), and bookmarks are not known; X lists the newest
    /// 3,200 posts, and --archive adds those further back, from the archive that X gives its users.
    ///
    /// Examples:
    ///   mimus account retain mastodon:ana@example.org --days 365 --keep-likes 50 --keep-hashtag keep
    ///   mimus account retain mastodon:ana@example.org --preview
    ///   mimus account retain mastodon:ana@example.org --begin
    ///   mimus account retain mastodon:ana@example.org --off
    #[command(verbatim_doc_comment)]
    Retain {
        /// Which: mastodon:ana@example.org, x:wikipedia
        account: AccountName,
        /// Posts older than so many days go, 7 at least; nothing goes before --begin
        #[arg(long, value_name = "N")]
        days: Option<u32>,
        /// Pinned posts go, too
        #[arg(long, requires = "days")]
        no_keep_pinned: bool,
        /// Bookmarked posts go, too
        #[arg(long, requires = "days")]
        no_keep_bookmarked: bool,
        /// Posts with more likes than this stay
        #[arg(long, value_name = "K", requires = "days")]
        keep_likes: Option<u64>,
        /// Posts with this hashtag stay; may be given several times
        #[arg(long, value_name = "TAG", requires = "days")]
        keep_hashtag: Vec<String>,
        /// So many go a day at most
        #[arg(long, value_name = "M", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        a_day: u32,
        /// Look through the whole account, and show what would go and what stays and why
        #[arg(long, conflicts_with_all = ["begin", "off"])]
        preview: bool,
        /// Add the posts of an archive of X (a zip, or its folder)
        #[arg(long, value_name = "FILE", conflicts_with_all = ["begin", "off"])]
        archive: Option<PathBuf>,
        /// Begin to delete
        #[arg(long, conflicts_with_all = ["off", "days"])]
        begin: bool,
        /// Delete nothing more, and forget all this
        #[arg(long, conflicts_with = "days")]
        off: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Forget an account's credentials and give them back to its network; its routes are paused
    Disconnect {
        /// Which: mastodon:ana@example.org, x:wikipedia
        account: AccountName,
    },
}

/// What can be done with routes.
#[derive(Debug, Subcommand)]
pub(crate) enum RouteCommand {
    /// Make a route: what is posted at one account is published at another from now on
    ///
    /// Nothing from before is carried unless --old-posts asks for it; mimus route test shows what a policy makes of past posts.
    ///
    /// With --drafts nothing is published: each post becomes a draft at the Desk, held apart until somebody takes it on.
    ///
    /// Examples:
    ///   mimus route add --from mastodon:ana@example.org --to x:ana
    ///   mimus route add --from feed:https://blog.example/feed --to mastodon:news@example.org --delay 300
    ///   mimus route add --from feed:https://blog.example/feed --to mastodon:news@example.org --drafts
    #[command(verbatim_doc_comment)]
    Add {
        /// Where posts come from: a connected account, or feed:URL
        #[arg(long)]
        from: RouteEnd,
        /// The connected account that they are published to
        #[arg(long)]
        to: AccountName,
        /// What it carries and how
        #[command(flatten)]
        policy: Box<RouteAddFlags>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the routes and how they stand
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one route: its policy, what waits, what went wrong
    Show {
        /// Its number
        route: RouteId,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what becomes of past posts, without publishing anything
    Test {
        /// Its number
        route: RouteId,
        /// How many of the last posts
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
        last: u32,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what a route makes of what it carries from now on: publications, or drafts at the Desk
    ///
    /// What it has planned to publish and not begun becomes drafts when its time comes; drafts that it has made stay drafts.
    Set {
        /// Its number
        route: RouteId,
        /// Make drafts, and publish nothing
        #[arg(long, conflicts_with = "publish", required_unless_present = "publish")]
        drafts: bool,
        /// Publish
        #[arg(long)]
        publish: bool,
    },
    /// Stop a route until it is resumed; what waits is held
    Pause {
        /// Its number
        route: RouteId,
    },
    /// Let a route go on with what is held and with what is posted from now on
    Resume {
        /// Its number
        route: RouteId,
        /// Leave what is held
        #[arg(long)]
        skip_held: bool,
    },
    /// End a route; what it published stays
    Remove {
        /// Its number
        route: RouteId,
    },
}

/// What can be done with the directory.
#[derive(Debug, Subcommand)]
pub(crate) enum DirectoryCommand {
    /// Say that two accounts are of the same person or organisation
    ///
    /// Example:
    ///   mimus directory add @wikipedia@wikimedia.social x:@Wikipedia
    Add {
        /// An account: @name@server, x:@name or bluesky:name.example
        account: Account,
        /// The same on another network
        same_as: Account,
    },
    /// List who is who
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take back what was said of an account
    Remove {
        /// The account that was named first
        account: Account,
    },
}

/// What can be done with publications.
#[derive(Debug, Subcommand)]
pub(crate) enum PublicationCommand {
    /// List publications, the newest first
    List {
        /// Only of this route
        #[arg(long)]
        route: Option<RouteId>,
        /// Only in this state: held, due, sending, published, partial, unknown, failed, missed, skipped, deleted
        #[arg(long)]
        state: Option<PublicationState>,
        /// How many
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
        limit: u32,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one publication: its parts, the trail of what was tried, and what can be done
    Show {
        /// Its number
        publication: PublicationId,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Try one again that has failed, is held or unknown; what stands already is not published twice
    Retry {
        /// Its number
        publication: PublicationId,
    },
    /// Delete what was published of a post; the post stays where it was written
    Delete {
        /// Its number
        publication: PublicationId,
    },
    /// Say of one that is unknown whether it is there
    Settle {
        /// Its number
        publication: PublicationId,
        /// It is there, at this address or under this id
        #[arg(
            long,
            value_name = "ADDRESS-OR-ID",
            conflicts_with = "not_there",
            required_unless_present = "not_there"
        )]
        there: Option<String>,
        /// It is not there: publish it
        #[arg(long)]
        not_there: bool,
    },
}

/// `22:00-06:30 Europe/Berlin`
fn quiet_hours(words: &str) -> Result<QuietHours, String> {
    let no = || format!("{words:?} are no hours; write them like \"22:00-06:30 Europe/Berlin\"");
    let (hours, zone) = words.trim().split_once(' ').unwrap_or((words.trim(), "UTC"));
    let (from, to) = hours.split_once('-').ok_or_else(no)?;
    let time = |word: &str| Time::strptime("%H:%M", word).map_err(|_| no());
    TimeZone::get(zone).map_err(|_| format!("{zone:?} is no time zone that this machine knows"))?;
    Ok(QuietHours { from: time(from)?, to: time(to)?, zone: zone.to_owned() })
}

/// `10/10`: posts in minutes.
fn brake(words: &str) -> Result<Brake, String> {
    let no = || format!("{words:?} is no brake; write POSTS/MINUTES, such as 10/10");
    let (posts, minutes) = words.split_once('/').ok_or_else(no)?;
    let number = |word: &str| word.parse().ok().filter(|n| *n > 0).ok_or_else(no);
    Ok(Brake { posts: number(posts)?, minutes: number(minutes)? })
}

/// What becomes of edits.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum EditsFlag {
    /// An edit where the destination allows it, else nothing
    Edit,
    /// The post is deleted and published anew; answers to it are lost
    Again,
    /// An edit where the destination allows it, else an answer to the post that says how it reads now
    Note,
    /// Nothing
    Leave,
}

/// What a route carries, how, and when.
#[derive(Debug, Clone, Args)]
pub(crate) struct RouteAddFlags {
    /// Make drafts at the Desk of what it carries, and publish nothing; --delay, --quiet and --brake then say nothing, and
    /// --a-day is 50 unless given
    #[arg(long)]
    drafts: bool,
    /// What it carries, and how
    #[command(flatten)]
    carried: RouteFlags,
    /// Leave posts that are unlisted at their source
    #[arg(long)]
    no_unlisted: bool,
    /// A mark by which a single post stays where it is [default: #nomirror and 🚫]
    #[arg(long, value_name = "MARK")]
    opt_out: Vec<String>,
    /// What becomes of edits at the source
    #[arg(long, value_enum, default_value_t = EditsFlag::Edit)]
    edits: EditsFlag,
    /// Leave on the destination what is deleted at the source
    #[arg(long)]
    keep_deleted: bool,
    /// Seconds to wait before a post is published; deleted meanwhile, it never is
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    delay: u32,
    /// Most posts within 24 hours; the others are skipped, and said
    #[arg(long, value_name = "POSTS")]
    a_day: Option<u32>,
    /// Hours in which nothing is published, such as "22:00-06:30 Europe/Berlin"; it follows after them
    #[arg(long, value_name = "HOURS", value_parser = quiet_hours)]
    quiet: Option<QuietHours>,
    /// More posts than that in so many minutes pause the route until somebody has looked
    #[arg(long, value_name = "POSTS/MINUTES", value_parser = brake, default_value = "10/10")]
    brake: Brake,
    /// Carry so many posts from before the route was made, too
    #[arg(long, value_name = "POSTS", default_value_t = 0)]
    old_posts: u32,
}

impl From<RouteAddFlags> for RoutePolicy {
    fn from(flags: RouteAddFlags) -> Self {
        let policy = flags.carried.route();
        let opt_out = if flags.opt_out.is_empty() { policy.opt_out } else { flags.opt_out };
        Self {
            makes: if flags.drafts { Makes::Drafts } else { Makes::Publications },
            carry_unlisted: !flags.no_unlisted,
            opt_out,
            edits: match flags.edits {
                EditsFlag::Edit => Edits::Edit,
                EditsFlag::Again => Edits::DeleteAndRepost,
                EditsFlag::Note => Edits::Note,
                EditsFlag::Leave => Edits::Leave,
            },
            deletes: if flags.keep_deleted { Deletes::Leave } else { Deletes::Follow },
            pace: Pace { delay: flags.delay, a_day: flags.a_day, quiet: flags.quiet },
            brake: flags.brake,
            old_posts: flags.old_posts,
            ..policy
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_brakes_are_read() {
        let hours = quiet_hours("22:00-06:30 Europe/Berlin").expect("hours");
        assert_eq!((hours.from.hour(), hours.to.minute(), hours.zone.as_str()), (22, 30, "Europe/Berlin"));
        assert_eq!(quiet_hours("1:00-2:00").expect("hours").zone, "UTC");
        for bad in ["", "22-6", "22:00", "25:00-26:00", "22:00-06:00 Nowhere/Land"] {
            assert!(quiet_hours(bad).is_err(), "{bad}");
        }
        assert_eq!(brake("5/60"), Ok(Brake { posts: 5, minutes: 60 }));
        for bad in ["", "5", "0/10", "5/0", "-1/5"] {
            assert!(brake(bad).is_err(), "{bad}");
        }
    }
}
