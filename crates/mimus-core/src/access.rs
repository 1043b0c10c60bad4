//! Who may speak to this server: patterns for servers and actors, and the list that judges by them.
//!
//! The most specific pattern counts: an actor over its host, a host over `*.domain`, a longer domain over a
//! shorter one, all of them over `*`. So `*` denied with some servers allowed is a server for these alone.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 2_048;
/// Longest name of a host, in bytes (RFC 1035 §2.3.4).
const MAX_HOST: usize = 253;
/// Longest name of a user, in bytes.
const MAX_USER: usize = 128;

/// Whom a rule is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccessPattern {
    /// `*`: everybody.
    Everyone,
    /// `*.domain`: the domain and all names below it.
    Domain(String),
    /// A host, in lower case and punycode. Without a port it stands for all ports, with one for that alone.
    Host(String),
    /// `@user@host`: the actor of that host that gives itself this name.
    Handle {
        /// The name, in lower case.
        user: String,
        /// The host that the actor's id is on.
        host: String,
    },
    /// An actor by its id.
    Actor(String),
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// There is nothing, or too much.
    #[error("a pattern has 1 to {MAX_PATTERN} characters")]
    Length,
    /// A star elsewhere than at the beginning: names are hidden so in some published lists.
    #[error("{0:?} has a * in it; only * and *.domain are patterns")]
    Star(String),
    /// No name of a host.
    #[error(
        "{0:?} is no host; write a host such as bad.example, *.bad.example, @user@bad.example, or an actor's address"
    )]
    Host(String),
    /// The address of a whole server.
    #[error("{given:?} is the address of a server, not of an actor; write {host}")]
    Server {
        /// What was given.
        given: String,
        /// Its host.
        host: String,
    },
}

impl fmt::Display for AccessPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everyone => f.write_str("*"),
            Self::Domain(domain) => write!(f, "*.{domain}"),
            Self::Host(host) => f.write_str(host),
            Self::Handle { user, host } => write!(f, "@{user}@{host}"),
            Self::Actor(address) => f.write_str(address),
        }
    }
}

impl FromStr for AccessPattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_PATTERN {
            return Err(PatternError::Length);
        }
        if text == "*" {
            return Ok(Self::Everyone);
        }
        if text.contains("://") {
            return actor(text);
        }
        let no_host = || PatternError::Host(excerpt(text));
        if let Some(domain) = text.strip_prefix("*.") {
            if domain.contains('*') {
                return Err(PatternError::Star(excerpt(text)));
            }
            return match host(domain) {
                Some(Host::Domain(domain)) => Ok(Self::Domain(domain)),
                _ => Err(no_host()),
            };
        }
        if text.contains('*') {
            return Err(PatternError::Star(excerpt(text)));
        }
        if let Some(handle) = text.strip_prefix('@') {
            let (user, host) = handle.split_once('@').ok_or_else(no_host)?;
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
            if user.is_empty() || user.len() > MAX_USER || !user.chars().all(plain) {
                return Err(no_host());
            }
            let host = host_and_port(host).ok_or_else(no_host)?;
            return Ok(Self::Handle { user: user.to_lowercase(), host });
        }
        host_and_port(text).map(Self::Host).ok_or_else(no_host)
    }
}

fn excerpt(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn actor(text: &str) -> Result<AccessPattern, PatternError> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let host = url.as_ref().and_then(authority);
    let (Some(mut url), Some(host)) = (url, host) else { return Err(PatternError::Host(excerpt(text))) };
    url.set_fragment(None);
    if url.path() == "/" && url.query().is_none() {
        return Err(PatternError::Server { given: excerpt(text), host });
    }
    Ok(AccessPattern::Actor(url.into()))
}

/// A host's name in its one form: lower case, punycode, no dot at the end.
fn host(text: &str) -> Option<Host<String>> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.is_empty() || text.contains('%') {
        return None;
    }
    match Host::parse(text).ok()? {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_owned();
            let sound =
                !name.is_empty() && name.len() <= MAX_HOST && name.split('.').all(|label| !label.is_empty());
            sound.then_some(Host::Domain(name))
        }
        address => Some(address),
    }
}

fn host_and_port(text: &str) -> Option<String> {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => {
            (name, Some(port.parse::<u16>().ok()?))
        }
        _ => (text, None),
    };
    let host = host(name)?;
    Some(match port {
        None | Some(443 | 80) => host.to_string(),
        Some(port) => format!("{host}:{port}"),
    })
}

fn authority(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.');
    if host.is_empty() {
        return None;
    }
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessKind {
    /// Nothing of theirs is taken, and nothing is given to them.
    Deny,
    /// They are heard, whatever a less specific rule says.
    Allow,
}

impl AccessKind {
    /// The word in tables and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Allow => "allow",
        }
    }
}

impl FromStr for AccessKind {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Deny, Self::Allow]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| format!("{word:?} is neither deny nor allow"))
    }
}

/// What the list says of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// They may speak.
    Allowed,
    /// They may not; with the public reason, which may be empty.
    Denied(&'a str),
}

impl Verdict<'_> {
    /// Whether they may not.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Denied(_))
    }
}

#[derive(Debug, Clone)]
struct Rule {
    kind: AccessKind,
    reason: Box<str>,
}

impl Rule {
    fn verdict(&self) -> Verdict<'_> {
        match self.kind {
            AccessKind::Allow => Verdict::Allowed,
            AccessKind::Deny => Verdict::Denied(&self.reason),
        }
    }
}

/// All rules, ready to judge by. A judgement takes a few look-ups, however long the list.
#[derive(Debug, Clone, Default)]
pub struct AccessList {
    everyone: Option<Rule>,
    domains: HashMap<String, Rule>,
    hosts: HashMap<String, Rule>,
    handles: HashMap<String, Rule>,
    actors: HashMap<String, Rule>,
    /// Hosts of which single actors are allowed by name.
    exceptions: HashSet<String>,
}

impl AccessList {
    /// Adds a rule, over one of the same pattern; the reason is public.
    pub fn add(&mut self, pattern: AccessPattern, kind: AccessKind, reason: &str) {
        let rule = Rule { kind, reason: reason.into() };
        let excepted = match &pattern {
            AccessPattern::Handle { host, .. } => Some(host.clone()),
            AccessPattern::Actor(address) => Url::parse(address).ok().as_ref().and_then(authority),
            _ => None,
        };
        if kind == AccessKind::Allow {
            self.exceptions.extend(excepted);
        }
        let (rules, key) = match pattern {
            AccessPattern::Everyone => {
                self.everyone = Some(rule);
                return;
            }
            AccessPattern::Domain(domain) => (&mut self.domains, domain),
            AccessPattern::Host(host) => (&mut self.hosts, host),
            AccessPattern::Handle { user, host } => (&mut self.handles, format!("@{user}@{host}")),
            AccessPattern::Actor(address) => (&mut self.actors, address),
        };
        rules.insert(key, rule);
    }

    /// Whether nobody is denied anything.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let deny = |rule: &Rule| rule.kind == AccessKind::Deny;
        !(self.everyone.iter().any(deny)
            || [&self.domains, &self.hosts, &self.handles, &self.actors]
                .iter()
                .any(|rules| rules.values().any(deny)))
    }

    /// Judges a server by its host, with port where it is not the scheme's own.
    #[must_use]
    pub fn server(&self, host: &str) -> Verdict<'_> {
        let host = host.to_ascii_lowercase();
        let (name, port) = split_port(&host);
        let name = name.trim_end_matches('.');
        let exact = port.and_then(|port| self.hosts.get(&format!("{name}:{port}")));
        let rule =
            exact.or_else(|| self.hosts.get(name)).or_else(|| self.domain(name)).or(self.everyone.as_ref());
        rule.map_or(Verdict::Allowed, Rule::verdict)
    }

    /// Judges whether a server is spoken with at all: it is allowed, or some actor of it is.
    #[must_use]
    pub fn dealings(&self, host: &str) -> Verdict<'_> {
        if self.exceptions.contains(host.to_ascii_lowercase().trim_end_matches('.')) {
            return Verdict::Allowed;
        }
        self.server(host)
    }

    /// Judges an actor of which no more than its id is known: denied only if nothing that it may turn out to be
    /// called could change that.
    #[must_use]
    pub fn claimed(&self, actor: &str) -> Verdict<'_> {
        let Some((address, host)) = located(actor) else { return Verdict::Denied("") };
        match self.actors.get(&address) {
            Some(rule) => rule.verdict(),
            None => self.dealings(&host),
        }
    }

    /// Judges an actor by its id and the name that its document gives it.
    #[must_use]
    pub fn actor(&self, actor: &str, handle: Option<&str>) -> Verdict<'_> {
        let Some((address, host)) = located(actor) else { return Verdict::Denied("") };
        if let Some(rule) = self.actors.get(&address) {
            return rule.verdict();
        }
        let named = handle.filter(|_| !self.handles.is_empty()).map(|handle| handle.trim().to_lowercase());
        let rule = named.and_then(|user| {
            let whole = self.handles.get(&format!("@{user}@{host}"));
            whole.or_else(|| self.handles.get(&format!("@{user}@{}", split_port(&host).0)))
        });
        rule.map_or_else(|| self.server(&host), Rule::verdict)
    }

    fn domain(&self, name: &str) -> Option<&Rule> {
        if self.domains.is_empty() {
            return None;
        }
        let mut rest = Some(name);
        while let Some(domain) = rest {
            if let Some(rule) = self.domains.get(domain) {
                return Some(rule);
            }
            rest = domain.split_once('.').map(|(_, rest)| rest);
        }
        None
    }
}

/// An actor's id without its fragment, and its host.
fn located(actor: &str) -> Option<(String, String)> {
    let mut url = Url::parse(actor).ok()?;
    url.set_fragment(None);
    let host = authority(&url)?;
    Some((url.into(), host))
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rules: &[(&str, AccessKind)]) -> AccessList {
        let mut list = AccessList::default();
        for (pattern, kind) in rules {
            list.add(pattern.parse().expect(pattern), *kind, "because");
        }
        list
    }

    #[test]
    fn a_pattern_has_one_form() {
        for (given, kept) in [
            (" Bad.Example. ", "bad.example"),
            ("*.Bad.Example", "*.bad.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("*.bücher.example", "*.xn--bcher-kva.example"),
            ("bad.example:443", "bad.example"),
            ("bad.example:8443", "bad.example:8443"),
            ("127.0.0.1:3000", "127.0.0.1:3000"),
            ("[::1]:3000", "[::1]:3000"),
            ("[2001:DB8::1]", "[2001:db8::1]"),
            ("@Robin@Bad.Example", "@robin@bad.example"),
            ("https://Bad.example/users/Robin#main-key", "https://bad.example/users/Robin"),
            ("*", "*"),
        ] {
            let pattern: AccessPattern = given.parse().expect(given);
            assert_eq!(pattern.to_string(), kept);
            assert_eq!(kept.parse(), Ok(pattern), "{kept} again");
        }
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        for given in [
            "",
            "  ",
            "b*d.example",
            "*.b*d.example",
            "**",
            "*bad.example",
            "a..b",
            "*.",
            "*.1.2.3.4",
            "a b",
            "#domain",
            "@robin",
            "@@x",
            "@a b@c.example",
            "bad.example/x",
            "ftp://bad.example/x",
            "https:///x",
            "bad.example:99999",
            ".",
            &"a".repeat(300),
            &"a".repeat(3_000),
        ] {
            assert!(given.parse::<AccessPattern>().is_err(), "{given:?}");
        }
        let server = "https://bad.example/".parse::<AccessPattern>().expect_err("a server");
        assert!(server.to_string().ends_with("write bad.example"), "{server}");
    }

    #[test]
    fn the_most_specific_counts() {
        use AccessKind::{Allow, Deny};
        let list = list(&[
            ("*", Deny),
            ("*.example", Allow),
            ("*.bad.example", Deny),
            ("good.bad.example", Allow),
            ("good.bad.example:8443", Deny),
            ("@robin@bad.example", Allow),
            ("https://bad.example/users/wren", Allow),
            ("https://fine.example/users/mallory", Deny),
        ]);
        for (host, denied) in [
            ("other.test", true),
            ("fine.example", false),
            ("FINE.example.", false),
            ("example", false),
            ("bad.example", true),
            ("bad.example.", true),
            ("a.b.bad.example", true),
            ("notbad.example", false),
            ("good.bad.example", false),
            ("good.bad.example:9000", false),
            ("good.bad.example:8443", true),
            ("127.0.0.1:80", true),
        ] {
            assert_eq!(list.server(host).is_denied(), denied, "{host}");
        }
        assert!(!list.dealings("bad.example").is_denied());
        assert!(list.dealings("a.bad.example").is_denied());
        for (actor, handle, denied) in [
            ("https://bad.example/users/x", None, true),
            ("https://bad.example/users/x", Some("Robin"), false),
            ("https://bad.example./users/x", Some("y"), true),
            ("https://bad.example/users/wren#main-key", Some("wren"), false),
            ("https://fine.example/users/mallory", Some("mallory"), true),
            ("https://fine.example/users/robin", Some("robin"), false),
            ("nonsense", None, true),
        ] {
            assert_eq!(list.actor(actor, handle).is_denied(), denied, "{actor} {handle:?}");
        }
        assert!(!list.claimed("https://bad.example/users/x").is_denied(), "may turn out to be robin");
        assert!(list.claimed("https://fine.example/users/mallory").is_denied());
        assert_eq!(list.server("other.test"), Verdict::Denied("because"));
    }

    #[test]
    fn an_empty_list_denies_nobody() {
        let list = AccessList::default();
        assert!(list.is_open());
        assert!(!list.server("any.example").is_denied());
        assert!(!list.actor("https://any.example/u", Some("u")).is_denied());
    }
}
