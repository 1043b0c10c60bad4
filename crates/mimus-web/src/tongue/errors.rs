//! Why something was not done, in the reader's language: every reason that the engine gives has its sentence here.
//!
//! All matches are exhaustive, so that a new reason does not compile without words. What other servers said is quoted as they said it.

use mimus_core::Network;
use mimus_core::desk::{ContentError, Deed, RhythmError, SlotsError};
use mimus_core::language::LanguageError;
use mimus_core::web_url::WebUrlError;
use mimus_engine::desk::identities::IdentityError;
use mimus_engine::desk::oidc::IssuerError;
use mimus_engine::desk::passkeys::verify::Refusal;
use mimus_engine::desk::{BadAddress, DeskError, NotKept, Unusable, Wanting};
use mimus_engine::mirrors::MirrorError;
use mimus_engine::relay::accounts::AccountError;
use mimus_engine::relay::connect::ConnectError;
use mimus_engine::relay::routes::RouteError;
use mimus_engine::requests::RequestError;

use super::Tongue;
use crate::desk::draft::state_words;
use crate::desk::publications::state_words as publication_words;
use crate::pages::error::Failure;

impl Tongue {
    /// Why the Desk did not do what was asked.
    pub(crate) fn desk_error(self, error: &DeskError) -> String {
        match error {
            DeskError::MayNot(deed) => self.t(may_not(*deed)),
            DeskError::Scope(scope) => self.with("e-scope", "scope", scope),
            DeskError::Address(why) => self.bad_address(why),
            DeskError::NotFound => self.t("e-not-found"),
            DeskError::Content(why) => self.content_error(why),
            DeskError::Wanting(what) => self.t(wanting(*what)),
            DeskError::NotConnected(account) => self.with("e-not-connected", "account", account),
            DeskError::State(state) => self.with("e-state", "state", state_words(self, *state)),
            DeskError::Changed => self.t("e-changed"),
            DeskError::Blocked(checks) => {
                let why: Vec<String> = checks.iter().map(|check| self.check(check)).collect();
                self.with("e-blocked", "why", why.join(" "))
            }
            DeskError::NotApproved(more) => self.count("e-not-approved", *more),
            DeskError::Refused => self.t("e-refused"),
            DeskError::OwnWords => self.t("e-own-words"),
            DeskError::NoReason => self.t("e-no-reason"),
            DeskError::Unusable(what) => self.unusable(what),
            DeskError::Stopped(why) => self.with("e-stopped", "why", why),
            DeskError::Media(why) => self.not_kept(why),
            DeskError::Link => self.t("e-link"),
            DeskError::Wrong => self.t("e-wrong"),
            DeskError::Wait(wait) => self.count("e-wait", wait.as_secs().div_ceil(60)),
            DeskError::Code => self.t("e-code"),
            DeskError::TooLate => self.t("e-too-late"),
            DeskError::OtherKey => self.t("e-other-key"),
            DeskError::NoMail => self.t("e-no-mail"),
            DeskError::NotByHand => self.t("e-not-by-hand"),
            DeskError::Password => self.t("e-password"),
            DeskError::Name => self.t("e-name"),
            DeskError::NameTaken(name) => self.with("e-name-taken", "name", name),
            DeskError::Passkey(why) => self.t(refusal(*why)),
            DeskError::UnknownPasskey => self.t("e-unknown-passkey"),
            DeskError::NoPasskeys => self.t("e-no-passkeys"),
            DeskError::NoRandomness | DeskError::Store(_) => self.t("e-broken"),
        }
    }

    /// Why something cannot be used as it was written.
    pub(crate) fn unusable(self, what: &Unusable) -> String {
        match what {
            Unusable::Language(LanguageError(tag)) => self.with("e-language", "tag", tag),
            Unusable::Slots(SlotsError::Line(line)) => self.with("e-slot", "line", line),
            Unusable::Slots(SlotsError::TooMany) => self.t("e-slots-many"),
            Unusable::Rhythm(RhythmError::Weekdays) => self.t("e-weekdays"),
            Unusable::Rhythm(RhythmError::MonthDay(day)) => self.with("e-month-day", "day", day),
            Unusable::Rhythm(RhythmError::Nth(nth)) => self.with("e-nth", "nth", nth),
            Unusable::Rhythm(RhythmError::Lead(hours)) => {
                self.with2("e-lead", ("hours", hours), ("most", mimus_core::desk::MAX_LEAD))
            }
            Unusable::Zone(zone) => self.with("e-zone", "zone", zone),
            Unusable::Hour { hour, zone } => self.with2("e-hour", ("hour", hour), ("zone", zone)),
            Unusable::Time(time) => self.with("e-time", "time", time),
            Unusable::NoTime => self.t("e-no-time"),
            Unusable::TimeOfDay => self.t("e-time-of-day"),
            Unusable::QuietHours => self.t("e-quiet-hours"),
            Unusable::SlotDays => self.t("e-slot-days"),
            Unusable::Topic => self.t("e-topic"),
            Unusable::AltText(line) => self.with("e-alt-text", "line", line),
            Unusable::PostAddress(address) => self.with("e-post-address", "address", address),
            Unusable::Window => self.t("e-window"),
            Unusable::WindowOver => self.t("e-window-over"),
            Unusable::TimeOver => self.t("e-time-over"),
            Unusable::TooFar => self.t("e-too-far"),
            Unusable::OutsideWindow => self.t("e-outside-window"),
            Unusable::NoSlot => self.t("e-no-slot"),
            Unusable::TokenOver => self.t("e-token-over"),
            Unusable::TokenLong => self.t("e-token-long"),
            Unusable::TokenOfToken(end) => {
                self.with("e-token-of-token", "time", self.moment(*end, &jiff::tz::TimeZone::UTC).full)
            }
            Unusable::AlreadyConnected(name) => self.with("e-already-connected", "account", name),
            Unusable::Handle(network) => self.t(match network {
                Network::X => "e-handle-x",
                Network::Mastodon => "e-handle-mastodon",
                Network::Bluesky => "e-handle-bluesky",
                Network::Elsewhere => "e-handle-elsewhere",
                Network::Feed | Network::Archive => "e-handle-none",
            }),
            Unusable::NothingToTry(state) => {
                self.with("e-nothing-to-try", "state", publication_words(self, *state))
            }
            Unusable::NothingToSettle => self.t("e-nothing-to-settle"),
            Unusable::NothingToDelete => self.t("e-nothing-to-delete"),
            Unusable::PublishedThere => self.t("e-published-there"),
            Unusable::FediverseHandle => self.t("e-fediverse-handle"),
            Unusable::NoTls => self.t("e-no-tls"),
        }
    }

    fn bad_address(self, why: &BadAddress) -> String {
        match why {
            BadAddress::Url(WebUrlError::TooLong(_)) => {
                self.with("e-address-long", "most", mimus_core::web_url::MAX_URL_BYTES)
            }
            BadAddress::Url(WebUrlError::NotAUrl(text)) => self.with("e-address-none", "address", text),
            BadAddress::Url(WebUrlError::Scheme(text)) => self.with("e-address-scheme", "address", text),
            BadAddress::Url(WebUrlError::Credentials(host)) => {
                self.with("e-address-password", "address", host)
            }
            BadAddress::None(_) => self.t("e-address"),
            BadAddress::Long(most) => self.with("e-address-long", "most", most),
            BadAddress::NotAllowed(_) => self.t("e-address-not-allowed"),
            BadAddress::Elsewhere { wanted, found } => {
                self.with2("e-address-elsewhere", ("wanted", wanted), ("found", found))
            }
            BadAddress::Taken(address) => self.with("e-address-taken", "address", address),
            BadAddress::Missing => self.t("e-address-missing"),
            BadAddress::Mail(address) => self.with("e-address-mail", "address", address),
            BadAddress::NotSent(why) => self.with("e-not-sent", "why", why),
        }
    }

    fn not_kept(self, why: &NotKept) -> String {
        match why {
            NotKept::Kind => self.t("e-media-kind"),
            NotKept::Large(most) => self.with("e-media-large", "most", most),
            NotKept::Broken(_) => self.t("e-media-broken"),
            NotKept::Unread => self.t("e-media-unread"),
            NotKept::Folder(_) => self.t("e-media-folder"),
            NotKept::Gone => self.t("e-media-gone"),
        }
    }

    /// Why a draft is too large.
    pub(crate) fn content_error(self, why: &ContentError) -> String {
        match why {
            ContentError::TooLong { what, length, most } => {
                let lengths = self.with2("e-lengths", ("length", length), ("most", most));
                self.with2("e-too-long", ("what", self.piece(what)), ("lengths", lengths))
            }
            ContentError::TooMany { what, most } => {
                self.with2("e-too-many", ("what", self.piece(what)), ("most", most))
            }
            ContentError::Poll => self.t("e-poll"),
        }
    }

    /// A piece of a draft.
    fn piece(self, what: &str) -> String {
        self.t(match what {
            "the text" => "piece-text",
            "a version" => "piece-version",
            "the content warning" => "piece-warning",
            "an alt text" => "piece-alt",
            "an author" => "piece-author",
            "a licence" => "piece-licence",
            "a source" => "piece-source",
            "media" => "piece-media",
            "options of a poll" => "piece-options",
            "an option" => "piece-option",
            _ => "piece-other",
        })
    }

    /// Why somebody does not sign in by what another server says of them.
    pub(crate) fn identity_error(self, error: &IdentityError) -> String {
        match error {
            IdentityError::Other => self.t("e-identity-other"),
            IdentityError::Unknown { shown, issuer } => {
                self.with2("e-identity-unknown", ("name", shown), ("issuer", issuer))
            }
            IdentityError::NoServer(server) => self.with("e-identity-no-server", "server", server),
            IdentityError::Server { at, why } => {
                self.with2("e-identity-server", ("server", at), ("why", why))
            }
            IdentityError::Taken(name) => self.with("e-identity-taken", "name", name),
            IdentityError::Issuer(IssuerError::Unreachable { name, why }) => {
                self.with2("e-issuer-unreachable", ("issuer", name), ("why", why))
            }
            IdentityError::Issuer(IssuerError::Denied { name, why }) => {
                self.with2("e-issuer-denied", ("issuer", name), ("why", why))
            }
            // For whoever keeps the issuer, in the words of its protocol.
            IdentityError::Issuer(IssuerError::Unusable { name, why }) => {
                self.with2("e-issuer-unusable", ("issuer", name), ("why", why))
            }
            IdentityError::Desk(error) => self.desk_error(error),
        }
    }

    /// Why an account is not connected, or cannot be used.
    pub(crate) fn connect_error(self, error: &ConnectError) -> String {
        match error {
            ConnectError::NoApp => self.t("e-no-app"),
            ConnectError::Other => self.t("e-connect-other"),
            ConnectError::Secrets(_) => self.t("e-other-key"),
            ConnectError::Network(why) => self.with("e-network", "why", why),
            ConnectError::Account(error) => self.account_error(error),
        }
    }

    /// Why an account cannot be used.
    pub(crate) fn account_error(self, error: &AccountError) -> String {
        match error {
            AccountError::Secrets(_) => self.t("e-other-key"),
            AccountError::Network(why) => self.with("e-network", "why", why),
            AccountError::NotConnected(name) => self.with("e-not-connected", "account", name),
            AccountError::ByHand(name) => self.with("e-by-hand", "account", name),
            AccountError::Store(_) => self.t("e-broken"),
        }
    }

    /// Why a mirror that was asked for is not made.
    pub(crate) fn request_error(self, error: &RequestError) -> String {
        match error {
            RequestError::NotAsked(handle) => self.with("e-not-asked", "name", handle),
            RequestError::NoCredentials => self.t("e-no-credentials"),
            RequestError::Mirror(error) => self.mirror_error(error),
            RequestError::Store(_) => self.t("e-broken"),
        }
    }

    /// Why a mirror is not made or steered.
    pub(crate) fn mirror_error(self, error: &MirrorError) -> String {
        match error {
            MirrorError::AlreadyMirrored { handle, .. } => self.with("e-mirrored", "name", handle),
            MirrorError::Denied { reason, .. } if reason.is_empty() => self.t("e-mirror-denied"),
            MirrorError::Denied { reason, .. } => self.with("e-mirror-denied-why", "why", reason),
            MirrorError::Removed(handle) => self.with("e-mirror-removed", "name", handle),
            MirrorError::HandleTaken(handle) => self.with("e-handle-taken", "name", handle),
            MirrorError::Busy(handle) => self.with("e-mirror-busy", "name", handle),
            MirrorError::NotKeeper => self.t("e-may-not-keep"),
            MirrorError::NotFromAfar => self.t("e-not-from-afar"),
            MirrorError::Source { failure, .. } => self.with("e-network", "why", failure),
            // Of the command line, or of this server: keepers find the rest in its log.
            other => self.with("e-mirror", "why", other),
        }
    }

    /// Why a route is not made or steered.
    pub(crate) fn route_error(self, error: &RouteError) -> String {
        match error {
            RouteError::NotKeeper => self.t("e-may-not-keep"),
            RouteError::OfTheDesk(_) => self.t("e-route-of-the-desk"),
            RouteError::Changed(_) => self.t("e-changed"),
            RouteError::Past(error) => self.account_error(error),
            RouteError::NoAccount(name) | RouteError::NotConnected { name, .. } => {
                self.with("e-not-connected", "account", name)
            }
            RouteError::ByHand(name) => self.with("e-route-by-hand", "account", name),
            RouteError::Circle(name) => self.with("e-route-circle", "account", name),
            RouteError::Twice(route) => self.with("e-route-twice", "route", route),
            RouteError::NoRoute(_) | RouteError::NoPublication(_) => self.t("e-not-found"),
            RouteError::NothingToTry { state, .. } => {
                self.with("e-nothing-to-try", "state", publication_words(self, *state))
            }
            RouteError::NothingToSettle(_) => self.t("e-nothing-to-settle"),
            RouteError::NothingToDelete(_) => self.t("e-nothing-to-delete"),
            RouteError::Policy(why) => self.with("e-route-policy", "why", why),
            RouteError::Store(_) => self.t("e-broken"),
        }
    }

    /// What an error page says.
    pub(crate) fn failure(self, failure: &Failure) -> String {
        match failure {
            Failure::NotFound => self.t("f-not-found"),
            Failure::Method => self.t("f-method"),
            Failure::MirrorGone => self.t("f-mirror-gone"),
            Failure::PostGone(_) => self.t("f-post-gone"),
            Failure::Desk(error) => self.desk_error(error),
            // Said in the reader's language where it was noticed, or to servers.
            Failure::Bad(words) | Failure::Forbidden(words) | Failure::Unsigned(words) => words.clone(),
            Failure::Refused(refusal) => refusal.message.clone(),
            Failure::TooOften(_) => self.t("f-too-often"),
            Failure::Slow => self.t("f-slow"),
            Failure::Unavailable(_) => self.t("f-unavailable"),
            Failure::Broken(_) => self.t("e-broken"),
        }
    }

    /// What an error page is called.
    pub(crate) fn failure_title(self, failure: &Failure) -> String {
        self.t(match failure {
            Failure::NotFound => "f-title-not-found",
            Failure::Method => "f-title-method",
            Failure::MirrorGone | Failure::PostGone(_) => "f-title-gone",
            Failure::Bad(_) | Failure::Forbidden(_) | Failure::Desk(_) => "f-title-bad",
            Failure::Unsigned(_) => "f-title-unsigned",
            Failure::Refused(_) => "f-title-refused",
            Failure::TooOften(_) | Failure::Unavailable(_) => "f-title-not-now",
            Failure::Slow | Failure::Broken(_) => "f-title-broken",
        })
    }
}

fn may_not(deed: Deed) -> &'static str {
    match deed {
        Deed::Read => "e-may-not-read",
        Deed::Propose => "e-may-not-propose",
        Deed::Comment => "e-may-not-comment",
        Deed::Edit => "e-may-not-edit",
        Deed::Review => "e-may-not-review",
        Deed::Publish => "e-may-not-publish",
        Deed::Brake => "e-may-not-brake",
        Deed::Engage => "e-may-not-engage",
        Deed::Keep => "e-may-not-keep",
    }
}

fn wanting(what: Wanting) -> &'static str {
    match what {
        Wanting::CodeOff => "e-wants-code-off",
        Wanting::FewerWebhooks => "e-wants-fewer-webhooks",
        Wanting::FewerTemplates => "e-wants-fewer-templates",
        Wanting::FewerTokens => "e-wants-fewer-tokens",
        Wanting::FewerIdentities => "e-wants-fewer-identities",
        Wanting::TemplateName => "e-wants-template-name",
        Wanting::TemplateAccounts => "e-wants-template-accounts",
        Wanting::TemplateWords => "e-wants-template-words",
        Wanting::ConfirmedAddress => "e-wants-confirmed-address",
        Wanting::TokenName => "e-wants-token-name",
        Wanting::TokenScopes => "e-wants-token-scopes",
        Wanting::AnotherKeeper => "e-wants-another-keeper",
        Wanting::Accounts => "e-wants-accounts",
        Wanting::Words => "e-wants-words",
        Wanting::Description => "e-wants-description",
        Wanting::Comment => "e-wants-comment",
        Wanting::WhyStop => "e-wants-why-stop",
        Wanting::NewPasskey => "e-wants-new-passkey",
        Wanting::FewerPasskeys => "e-wants-fewer-passkeys",
        Wanting::FewerServers => "e-wants-fewer-servers",
    }
}

fn refusal(why: Refusal) -> &'static str {
    match why {
        Refusal::Unreadable => "e-device-unreadable",
        Refusal::OtherDeed => "e-device-other-deed",
        Refusal::OtherChallenge => "e-device-other-challenge",
        Refusal::OtherSite => "e-device-other-site",
        Refusal::Nobody => "e-device-nobody",
        Refusal::NotVerified => "e-device-not-verified",
        Refusal::Key => "e-device-key",
        Refusal::Attestation => "e-device-attestation",
        Refusal::Signature => "e-device-signature",
        Refusal::CountedBack => "e-device-counted-back",
    }
}
