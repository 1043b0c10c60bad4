//! Every reason that something was not done, and every finding of a check, in every language.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use mimus_core::charter::{Check, Field, Reason, Rule, Verdict};
use mimus_core::desk::{ContentError, Deed, RhythmError, Scope, SlotsError};
use mimus_core::language::LanguageError;
use mimus_core::render::Warning;
use mimus_core::web_url::WebUrlError;
use mimus_core::{Language, LocalHandle, Network, SkipReason};
use mimus_engine::desk::identities::IdentityError;
use mimus_engine::desk::oidc::IssuerError;
use mimus_engine::desk::passkeys::verify::Refusal;
use mimus_engine::desk::{BadAddress, DeskError, NotKept, Unusable, Wanting};
use mimus_engine::mirrors::MirrorError;
use mimus_engine::relay::accounts::AccountError;
use mimus_engine::relay::connect::ConnectError;
use mimus_engine::relay::routes::RouteError;
use mimus_engine::requests::RequestError;
use mimus_http::HttpError;
use mimus_store::{AccountName, DraftState, PublicationState};

use super::{LANGUAGES, Tongue, said_ids};
use crate::pages::error::Failure;

fn name() -> AccountName {
    "mastodon:town@social.example".parse().unwrap()
}

fn handle() -> LocalHandle {
    LocalHandle::new("town").unwrap()
}

fn reasons() -> Vec<Reason> {
    let skipped = [
        SkipReason::Empty,
        SkipReason::Reply,
        SkipReason::Repost,
        SkipReason::RepostNotThere,
        SkipReason::Quote,
        SkipReason::Filtered("x".into()),
        SkipReason::Unwanted,
        SkipReason::OptedOut("#nobot".into()),
        SkipReason::OnlyMentions,
        SkipReason::Unlisted,
        SkipReason::Warned,
        SkipReason::WarnedWithoutAddress,
        SkipReason::NothingLeft,
    ];
    let warnings = [
        Warning::Split(3),
        Warning::Cut,
        Warning::NoAltText(1),
        Warning::AltTextCut(1, 1_000),
        Warning::MediumLinked(1),
        Warning::MediumLost(1),
        Warning::SensitiveLinked,
        Warning::SensitiveUnmarked,
        Warning::WarningInText,
        Warning::WarningLinked,
        Warning::WarningCut,
        Warning::QuoteAsText,
        Warning::PollAsText,
        Warning::PollTime(5),
        Warning::ReplyUnknown,
        Warning::RepostAsText,
        Warning::StrayLink("a.b".into()),
        Warning::Listed,
    ];
    let mut reasons = vec![
        Reason::NoAltText(1),
        Reason::Unwarned("x".into()),
        Reason::RunTogether("x".into()),
        Reason::InDisguise { words: "x".into(), plain: "y".into() },
        Reason::Bullets(2),
        Reason::Stranger("x".into()),
        Reason::NoLanguage,
        Reason::OtherLanguage { language: Language::new("de").unwrap(), spoken: "en".into() },
        Reason::Empty,
        Reason::SaidBefore("2026-11-23".parse().unwrap()),
        Reason::Quiet,
        Reason::TooMany { others: 3, most: 2 },
    ];
    reasons.extend(skipped.map(|why| Reason::NotTaken { network: Network::X, why }));
    reasons.extend(warnings.map(Reason::Otherwise));
    reasons
}

fn unusable() -> Vec<Unusable> {
    let x = || "x".to_owned();
    let networks = [Network::X, Network::Mastodon, Network::Bluesky, Network::Elsewhere, Network::Feed];
    let mut all = vec![
        Unusable::Language(LanguageError(x())),
        Unusable::Slots(SlotsError::Line(x())),
        Unusable::Slots(SlotsError::TooMany),
        Unusable::Rhythm(RhythmError::Weekdays),
        Unusable::Rhythm(RhythmError::MonthDay(32)),
        Unusable::Rhythm(RhythmError::Nth(6)),
        Unusable::Rhythm(RhythmError::Lead(999)),
        Unusable::Zone(x()),
        Unusable::Hour { hour: 24, zone: x() },
        Unusable::Time(x()),
        Unusable::NoTime,
        Unusable::TimeOfDay,
        Unusable::QuietHours,
        Unusable::SlotDays,
        Unusable::Topic,
        Unusable::AltText(x()),
        Unusable::PostAddress(x()),
        Unusable::Window,
        Unusable::WindowOver,
        Unusable::TimeOver,
        Unusable::TooFar,
        Unusable::OutsideWindow,
        Unusable::NoSlot,
        Unusable::TokenOver,
        Unusable::TokenLong,
        Unusable::TokenOfToken(Timestamp::UNIX_EPOCH),
        Unusable::AlreadyConnected(name()),
        Unusable::NothingToTry(PublicationState::Published),
        Unusable::NothingToSettle,
        Unusable::NothingToDelete,
        Unusable::PublishedThere,
        Unusable::FediverseHandle,
        Unusable::NoTls,
    ];
    all.extend(networks.map(Unusable::Handle));
    all
}

fn desk_errors() -> Vec<DeskError> {
    let x = || "x".to_owned();
    let deeds = [
        Deed::Read,
        Deed::Propose,
        Deed::Comment,
        Deed::Edit,
        Deed::Review,
        Deed::Publish,
        Deed::Brake,
        Deed::Engage,
        Deed::Keep,
    ];
    let addresses = [
        BadAddress::Url(WebUrlError::TooLong(9_999)),
        BadAddress::Url(WebUrlError::NotAUrl(x())),
        BadAddress::Url(WebUrlError::Scheme(x())),
        BadAddress::Url(WebUrlError::Credentials(x())),
        BadAddress::None(x()),
        BadAddress::Long(1_000),
        BadAddress::NotAllowed(x()),
        BadAddress::Elsewhere { wanted: x(), found: x() },
        BadAddress::Taken(x()),
        BadAddress::Missing,
        BadAddress::Mail(x()),
        BadAddress::NotSent(x()),
    ];
    let wanting = [
        Wanting::CodeOff,
        Wanting::FewerWebhooks,
        Wanting::FewerTemplates,
        Wanting::FewerTokens,
        Wanting::FewerIdentities,
        Wanting::TemplateName,
        Wanting::TemplateAccounts,
        Wanting::TemplateWords,
        Wanting::ConfirmedAddress,
        Wanting::TokenName,
        Wanting::TokenScopes,
        Wanting::AnotherKeeper,
        Wanting::Accounts,
        Wanting::Words,
        Wanting::Description,
        Wanting::Comment,
        Wanting::WhyStop,
        Wanting::NewPasskey,
        Wanting::FewerPasskeys,
        Wanting::FewerServers,
    ];
    let devices = [
        Refusal::Unreadable,
        Refusal::OtherDeed,
        Refusal::OtherChallenge,
        Refusal::OtherSite,
        Refusal::Nobody,
        Refusal::NotVerified,
        Refusal::Key,
        Refusal::Attestation,
        Refusal::Signature,
        Refusal::CountedBack,
    ];
    let media = [
        NotKept::Kind,
        NotKept::Large(40),
        NotKept::Broken(x()),
        NotKept::Unread,
        NotKept::Folder(x()),
        NotKept::Gone,
    ];
    let long = [
        "the text",
        "a version",
        "the content warning",
        "an alt text",
        "an author",
        "a licence",
        "a source",
        "an option",
        "?",
    ];
    let many = ["media", "options of a poll"];
    let blocked = Check::broken(Rule::AltText, Verdict::Blocks, Field::Media(1), Reason::NoAltText(1));
    let mut all = vec![
        DeskError::Scope(Scope::Read),
        DeskError::NotFound,
        DeskError::Content(ContentError::Poll),
        DeskError::NotConnected("1".parse().unwrap()),
        DeskError::State(DraftState::Published),
        DeskError::Changed,
        DeskError::Blocked(vec![blocked]),
        DeskError::NotApproved(2),
        DeskError::Refused,
        DeskError::OwnWords,
        DeskError::NoReason,
        DeskError::Stopped(x()),
        DeskError::Link,
        DeskError::Wrong,
        DeskError::Wait(Duration::from_secs(120)),
        DeskError::Code,
        DeskError::TooLate,
        DeskError::OtherKey,
        DeskError::NoMail,
        DeskError::NotByHand,
        DeskError::Password,
        DeskError::Name,
        DeskError::NameTaken(x()),
        DeskError::UnknownPasskey,
        DeskError::NoPasskeys,
        DeskError::NoRandomness,
    ];
    all.extend(devices.map(DeskError::Passkey));
    all.extend(deeds.map(DeskError::MayNot));
    all.extend(addresses.map(DeskError::Address));
    all.extend(wanting.map(DeskError::Wanting));
    all.extend(media.map(DeskError::Media));
    all.extend(long.map(|what| ContentError::TooLong { what, length: 9, most: 8 }).map(DeskError::Content));
    all.extend(many.map(|what| ContentError::TooMany { what, most: 8 }).map(DeskError::Content));
    all.extend(unusable().into_iter().map(DeskError::Unusable));
    all
}

/// Everything that may be said, in one language.
fn everything(say: Tongue) -> Vec<String> {
    let x = || "x".to_owned();
    let mut said: Vec<String> = desk_errors().iter().map(|error| say.desk_error(error)).collect();
    said.extend(reasons().iter().map(|reason| say.reason(reason)));
    said.extend([Rule::Fits, Rule::QuietHours, Rule::ADay, Rule::SaidBefore].map(|rule| say.rule(rule)));
    let why = Box::new(HttpError::ForbiddenUrl { url: x(), why: "x" });
    let identities = [
        IdentityError::Other,
        IdentityError::Unknown { shown: x(), issuer: x() },
        IdentityError::NoServer(x()),
        IdentityError::Server { at: x(), why: x() },
        IdentityError::Taken(x()),
        IdentityError::Issuer(IssuerError::Unreachable { name: x(), why }),
        IdentityError::Issuer(IssuerError::Denied { name: x(), why: x() }),
        IdentityError::Issuer(IssuerError::Unusable { name: x(), why: "x" }),
    ];
    said.extend(identities.iter().map(|error| say.identity_error(error)));
    let refused = mimus_networks::Failure::Rejected { why: x() };
    let connecting = [
        ConnectError::NoApp,
        ConnectError::Other,
        ConnectError::Network(refused),
        ConnectError::Account(AccountError::NotConnected(name())),
        ConnectError::Account(AccountError::ByHand(name())),
    ];
    said.extend(connecting.iter().map(|error| say.connect_error(error)));
    let denied = |reason: &str| MirrorError::Denied { location: x(), reason: reason.to_owned() };
    let mirrors = [
        MirrorError::AlreadyMirrored { location: x(), handle: handle() },
        denied(""),
        denied("x"),
        MirrorError::Removed(handle()),
        MirrorError::HandleTaken(handle()),
        MirrorError::Busy(handle()),
        MirrorError::NoHandle(x()),
        MirrorError::NotKeeper,
        MirrorError::NotFromAfar,
    ];
    let mut requests: Vec<RequestError> = mirrors.into_iter().map(RequestError::Mirror).collect();
    requests.extend([RequestError::NoCredentials, RequestError::NotAsked("wikipedia".parse().unwrap())]);
    said.extend(requests.iter().map(|error| say.request_error(error)));
    let routes = [
        RouteError::OfTheDesk("1".parse().unwrap()),
        RouteError::ByHand(name()),
        RouteError::Circle(name()),
        RouteError::Twice("1".parse().unwrap()),
        RouteError::Policy(x()),
    ];
    said.extend(routes.iter().map(|error| say.route_error(error)));
    let failures = [
        Failure::NotFound,
        Failure::Method,
        Failure::MirrorGone,
        Failure::PostGone(None),
        Failure::TooOften(1),
        Failure::Slow,
        Failure::Unavailable(x()),
        Failure::Broken(x()),
    ];
    said.extend(failures.iter().flat_map(|failure| [say.failure(failure), say.failure_title(failure)]));
    said.extend([Failure::Bad(x()), Failure::Unsigned(x())].iter().map(|failure| say.failure_title(failure)));
    said
}

#[test]
fn every_reason_is_said_in_every_language() {
    let english = everything(Tongue::named("en"));
    for (code, ..) in LANGUAGES.into_iter().skip(1) {
        let here = everything(Tongue::named(code));
        for (english, here) in english.iter().zip(&here) {
            assert_ne!(english, here, "{code}");
        }
    }
    let whole = |words: &String| words.len() > 2 && !words.contains("{ $") && !words.contains("{$");
    assert!(english.iter().all(whole), "{english:#?}");
}

/// Whoever adds a message for a reason adds the reason to the lists above.
#[test]
fn every_message_for_a_reason_is_tried() {
    said_ids(BTreeSet::clear);
    everything(Tongue::named("en"));
    let said: BTreeSet<String> = said_ids(|ids| ids.clone());
    let (_, _, english, _) = LANGUAGES[0];
    let ids = english.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
    let of_reasons =
        |id: &&str| ["e-", "c-", "w-", "s-", "f-title-", "piece-"].iter().any(|start| id.starts_with(start));
    let untried: Vec<&str> = ids.filter(of_reasons).filter(|id| !said.contains(*id)).collect();
    // Said of an inbox's refusal, which is made elsewhere.
    assert_eq!(untried, ["f-title-refused"]);
}
