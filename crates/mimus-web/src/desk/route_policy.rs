//! What a route carries and how, as a form has it: written from a policy, and read into one.

use jiff::civil::Time;
use mimus_core::policy::{
    Attribution, Brake, Carried, Deletes, Edits, Makes, Mentions, OverLong, Pace, QuietHours, QuoteRule,
    ReplyRule, RepostRule, SensitiveMedia, StrayLinks, Term, WarningRule,
};
use mimus_core::{Language, RoutePolicy};

use super::account::Choices;
use super::mirrors::lines;
use super::session::{Fields, sentence};
use crate::tongue::Tongue;

/// Longest list of terms or marks that is read; the engine says how long one may be.
const MOST_LINES: usize = 200;

/// Something of which one of several is chosen.
pub(super) struct Select {
    /// Its name in the form.
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) options: Choices,
}

/// Something that is so or not.
pub(super) struct Tick {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) on: bool,
}

/// A policy as the form shows it.
pub(super) struct PolicyForm {
    pub(super) selects: Vec<Select>,
    pub(super) ticks: Vec<Tick>,
    pub(super) with: String,
    pub(super) without: String,
    pub(super) opt_out: String,
    pub(super) language: String,
    pub(super) footer: String,
    pub(super) delay: u32,
    pub(super) a_day: String,
    pub(super) quiet_from: String,
    pub(super) quiet_to: String,
    pub(super) zone: String,
    pub(super) brake_posts: u32,
    pub(super) brake_minutes: u32,
    pub(super) old_posts: u32,
}

fn one_of(name: &'static str, label: String, options: Vec<(&'static str, String, bool)>) -> Select {
    Select { name, label, options }
}

fn selects(say: Tongue, policy: &RoutePolicy) -> Vec<Select> {
    let replies = (policy.replies_to_self, policy.replies_to_others);
    let mut of_replies = vec![
        ("own", say.t("route-replies-own"), replies == (Carried::Carried, ReplyRule::Left)),
        ("all", say.t("route-replies-all"), replies == (Carried::Carried, ReplyRule::Linked)),
        ("none", say.t("route-left"), replies == (Carried::Left, ReplyRule::Left)),
    ];
    if !of_replies.iter().any(|(_, _, chosen)| *chosen) {
        of_replies.push(("kept", say.t("route-kept"), true));
    }
    let (reposts, quotes, warnings) = (policy.reposts, policy.quotes, policy.content_warnings);
    vec![
        one_of(
            "makes",
            say.t("route-makes"),
            vec![
                ("publications", say.t("route-makes-publications"), policy.makes == Makes::Publications),
                ("drafts", say.t("route-makes-drafts"), policy.makes == Makes::Drafts),
            ],
        ),
        one_of("replies", say.t("route-replies"), of_replies),
        one_of(
            "reposts",
            say.t("route-reposts"),
            vec![
                ("none", say.t("route-left"), reposts == RepostRule::Left),
                ("link", say.t("route-reposts-link"), reposts == RepostRule::Link),
                ("boost", say.t("route-reposts-boost"), reposts == RepostRule::Boost),
            ],
        ),
        one_of(
            "quotes",
            say.t("route-quotes"),
            vec![
                ("link", say.t("route-quotes-link"), quotes == QuoteRule::Link),
                ("none", say.t("route-left"), quotes == QuoteRule::Left),
            ],
        ),
        one_of(
            "visibility",
            say.t("route-visibility"),
            vec![
                ("public", say.t("visibility-everywhere"), !policy.unlisted),
                ("unlisted", say.t("visibility-profiles"), policy.unlisted),
            ],
        ),
        one_of(
            "warnings",
            say.t("route-warnings"),
            vec![
                ("usual", say.t("route-warnings-usual"), warnings.is_none()),
                ("link", say.t("route-warnings-link"), warnings == Some(WarningRule::Link)),
                ("line", say.t("route-warnings-line"), warnings == Some(WarningRule::Line)),
                ("skip", say.t("route-left"), warnings == Some(WarningRule::Skip)),
            ],
        ),
        one_of(
            "sensitive-media",
            say.t("route-sensitive-media"),
            vec![
                ("link", say.t("route-media-link"), policy.sensitive_media == SensitiveMedia::Link),
                (
                    "unmarked",
                    say.t("route-media-unmarked"),
                    policy.sensitive_media == SensitiveMedia::Unmarked,
                ),
            ],
        ),
        one_of(
            "over-long",
            say.t("route-over-long"),
            vec![
                ("thread", say.t("route-thread"), policy.over_long == OverLong::Thread),
                ("cut", say.t("route-cut"), policy.over_long == OverLong::Cut),
            ],
        ),
        one_of(
            "attribution",
            say.t("route-attribution"),
            vec![
                ("off", say.t("nothing"), policy.attribution == Attribution::Off),
                ("link", say.t("route-attribution-link"), policy.attribution == Attribution::Link),
                ("via", say.t("route-attribution-via"), policy.attribution == Attribution::Via),
            ],
        ),
        one_of(
            "edits",
            say.t("route-edits"),
            vec![
                ("edit", say.t("route-edits-edit"), policy.edits == Edits::Edit),
                ("again", say.t("route-edits-again"), policy.edits == Edits::DeleteAndRepost),
                ("note", say.t("route-edits-note"), policy.edits == Edits::Note),
                ("leave", say.t("nothing"), policy.edits == Edits::Leave),
            ],
        ),
        one_of(
            "deletes",
            say.t("route-deletes"),
            vec![
                ("follow", say.t("route-deletes-follow"), policy.deletes == Deletes::Follow),
                ("leave", say.t("route-deletes-leave"), policy.deletes == Deletes::Leave),
            ],
        ),
    ]
}

fn ticks(say: Tongue, policy: &RoutePolicy) -> Vec<Tick> {
    let tick = |name, label, on| Tick { name, label, on };
    vec![
        tick("no-unlisted", say.t("route-no-unlisted"), !policy.carry_unlisted),
        tick("sensitive", say.t("route-sensitive"), policy.sensitive),
        tick("keep-warning-lines", say.t("keep-warning-lines"), policy.keep_warning_lines),
        tick("no-mentions", say.t("route-no-mentions"), policy.mentions == Mentions::Words),
        tick("keep-stray-links", say.t("route-keep-stray-links"), policy.stray_links == StrayLinks::Kept),
        tick("keep-tracking", say.t("route-keep-tracking"), !policy.strip_tracking),
    ]
}

fn terms(terms: &[Term]) -> String {
    terms.iter().map(|term| format!("{term}\n")).collect()
}

impl PolicyForm {
    pub(super) fn new(say: Tongue, policy: &RoutePolicy) -> Self {
        let time = |time: Time| time.strftime("%H:%M").to_string();
        let quiet = policy.pace.quiet.as_ref();
        Self {
            selects: selects(say, policy),
            ticks: ticks(say, policy),
            with: terms(&policy.only_with),
            without: terms(&policy.never_with),
            opt_out: policy.opt_out.join("\n"),
            language: policy.language.as_ref().map(ToString::to_string).unwrap_or_default(),
            footer: policy.footer.clone(),
            delay: policy.pace.delay,
            a_day: policy.pace.a_day.map(|most| most.to_string()).unwrap_or_default(),
            quiet_from: quiet.map(|quiet| time(quiet.from)).unwrap_or_default(),
            quiet_to: quiet.map(|quiet| time(quiet.to)).unwrap_or_default(),
            zone: quiet.map_or_else(|| "UTC".to_owned(), |quiet| quiet.zone.clone()),
            brake_posts: policy.brake.posts,
            brake_minutes: policy.brake.minutes,
            old_posts: policy.old_posts,
        }
    }
}

/// A policy in words: where it differs from the usual one.
pub(super) fn policy_words(say: Tongue, policy: &RoutePolicy) -> Vec<String> {
    let line = |label: &str, words: &str| say.with2("label-line", ("label", label), ("words", words));
    let (usual, own) = (selects(say, &RoutePolicy::default()), selects(say, policy));
    let chosen = |select: &Select| {
        select.options.iter().find(|(_, _, chosen)| *chosen).map(|(_, words, _)| words.clone())
    };
    let mut said: Vec<String> = Vec::new();
    for (own, usual) in own.iter().zip(&usual) {
        let is = chosen(own);
        if is != chosen(usual) {
            said.push(line(&own.label, &is.unwrap_or_default()));
        }
    }
    said.extend(ticks(say, policy).into_iter().filter(|tick| tick.on).map(|tick| tick.label));
    let list = |terms: &[Term]| terms.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if !policy.only_with.is_empty() {
        said.push(line(&say.t("route-with"), &list(&policy.only_with)));
    }
    if !policy.never_with.is_empty() {
        said.push(line(&say.t("route-without"), &list(&policy.never_with)));
    }
    if let Some(language) = &policy.language {
        said.push(line(&say.t("mirror-language"), language.as_str()));
    }
    if !policy.footer.is_empty() {
        said.push(line(&say.t("route-footer"), &policy.footer));
    }
    let Pace { delay, a_day, quiet } = &policy.pace;
    if *delay > 0 {
        said.push(line(&say.t("route-delay"), &delay.to_string()));
    }
    if let Some(most) = a_day {
        said.push(line(&say.t("route-a-day"), &most.to_string()));
    }
    if let Some(quiet) = quiet {
        let (from, to) = (quiet.from.strftime("%H:%M"), quiet.to.strftime("%H:%M"));
        said.push(line(&say.t("route-quiet"), &format!("{from}–{to} {}", quiet.zone)));
    }
    if policy.brake != Brake::default() {
        let Brake { posts, minutes } = policy.brake;
        said.push(line(&say.t("route-brake"), &format!("{posts}/{minutes}")));
    }
    if said.is_empty() {
        said.push(say.t("route-usual"));
    }
    said
}

/// What somebody has typed, on top of what is so; or why it will not do.
pub(super) fn read(say: Tongue, fields: &Fields, base: &RoutePolicy) -> Result<RoutePolicy, String> {
    let wrong = |error: &dyn std::fmt::Display| sentence(&error.to_string());
    let terms = |name: &str| -> Result<Vec<Term>, String> {
        lines(fields.get(name))
            .take(MOST_LINES)
            .map(|line| line.parse::<Term>().map_err(|e| wrong(&e)))
            .collect()
    };
    let language = match fields.get("language").trim() {
        "" => None,
        tag => Some(Language::new(tag).map_err(|error| say.unusable(&error.into()))?),
    };
    let number = |name: &str, empty: u32| match fields.get(name).trim() {
        "" => Ok(empty),
        digits => digits.parse::<u32>().map_err(|_| say.with("route-no-number", "words", digits)),
    };
    let (replies_to_self, replies_to_others) = match fields.get("replies") {
        "all" => (Carried::Carried, ReplyRule::Linked),
        "none" => (Carried::Left, ReplyRule::Left),
        "kept" => (base.replies_to_self, base.replies_to_others),
        _ => (Carried::Carried, ReplyRule::Left),
    };
    let quiet = match (fields.get("quiet-from").trim(), fields.get("quiet-to").trim()) {
        ("", "") => None,
        (from, to) => {
            let read = |time: &str| time.parse::<Time>().map_err(|_| say.t("route-quiet-wrong"));
            Some(QuietHours { from: read(from)?, to: read(to)?, zone: fields.get("zone").trim().to_owned() })
        }
    };
    let a_day = number("a-day", 0)?;
    Ok(RoutePolicy {
        makes: match fields.get("makes") {
            "drafts" => Makes::Drafts,
            "publications" => Makes::Publications,
            _ => base.makes,
        },
        replies_to_self,
        replies_to_others,
        reposts: match fields.get("reposts") {
            "link" => RepostRule::Link,
            "boost" => RepostRule::Boost,
            _ => RepostRule::Left,
        },
        quotes: if fields.get("quotes") == "none" { QuoteRule::Left } else { QuoteRule::Link },
        carry_unlisted: !fields.has("no-unlisted"),
        unlisted: fields.get("visibility") == "unlisted",
        only_with: terms("with")?,
        never_with: terms("without")?,
        opt_out: if fields.has("opt-out") {
            let marks = lines(fields.get("opt-out")).take(MOST_LINES);
            marks.map(|mark| mark.chars().take(100).collect()).collect()
        } else {
            base.opt_out.clone()
        },
        content_warnings: match fields.get("warnings") {
            "link" => Some(WarningRule::Link),
            "line" => Some(WarningRule::Line),
            "skip" => Some(WarningRule::Skip),
            _ => None,
        },
        keep_warning_lines: fields.has("keep-warning-lines"),
        sensitive: fields.has("sensitive"),
        sensitive_media: match fields.get("sensitive-media") {
            "unmarked" => SensitiveMedia::Unmarked,
            _ => SensitiveMedia::Link,
        },
        language,
        mentions: if fields.has("no-mentions") { Mentions::Words } else { Mentions::Directory },
        stray_links: if fields.has("keep-stray-links") { StrayLinks::Kept } else { StrayLinks::Broken },
        attribution: match fields.get("attribution") {
            "link" => Attribution::Link,
            "via" => Attribution::Via,
            _ => Attribution::Off,
        },
        footer: fields.get("footer").trim().to_owned(),
        over_long: if fields.get("over-long") == "cut" { OverLong::Cut } else { OverLong::Thread },
        strip_tracking: !fields.has("keep-tracking"),
        pace: Pace { delay: number("delay", 0)?, a_day: (a_day > 0).then_some(a_day), quiet },
        edits: match fields.get("edits") {
            "again" => Edits::DeleteAndRepost,
            "note" => Edits::Note,
            "leave" => Edits::Leave,
            _ => Edits::Edit,
        },
        deletes: if fields.get("deletes") == "leave" { Deletes::Leave } else { Deletes::Follow },
        brake: Brake {
            posts: number("brake-posts", Brake::default().posts)?,
            minutes: number("brake-minutes", Brake::default().minutes)?,
        },
        old_posts: number("old-posts", base.old_posts)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use http::HeaderMap;

    use super::*;

    /// The form as a browser sends it.
    fn sent(form: &PolicyForm) -> Fields {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for select in &form.selects {
            let chosen = select.options.iter().find(|(_, _, chosen)| *chosen).unwrap();
            body.append_pair(select.name, chosen.0);
        }
        for tick in form.ticks.iter().filter(|tick| tick.on) {
            body.append_pair(tick.name, "on");
        }
        let (delay, posts) = (form.delay.to_string(), form.brake_posts.to_string());
        let (minutes, old) = (form.brake_minutes.to_string(), form.old_posts.to_string());
        for (name, value) in [
            ("with", &form.with),
            ("without", &form.without),
            ("opt-out", &form.opt_out),
            ("language", &form.language),
            ("footer", &form.footer),
            ("delay", &delay),
            ("a-day", &form.a_day),
            ("quiet-from", &form.quiet_from),
            ("quiet-to", &form.quiet_to),
            ("zone", &form.zone),
            ("brake-posts", &posts),
            ("brake-minutes", &minutes),
            ("old-posts", &old),
        ] {
            body.append_pair(name, value);
        }
        Fields::read(body.finish().as_bytes())
    }

    #[test]
    fn a_policy_that_is_shown_and_sent_is_the_same() {
        let say = Tongue::of(Some("en"), &HeaderMap::new());
        let other = RoutePolicy {
            makes: Makes::Drafts,
            replies_to_self: Carried::Left,
            replies_to_others: ReplyRule::Carried,
            reposts: RepostRule::Boost,
            quotes: QuoteRule::Left,
            carry_unlisted: false,
            unlisted: true,
            only_with: vec!["#news".parse().unwrap(), "lang:de".parse().unwrap()],
            never_with: vec!["cw".parse().unwrap(), "two words".parse().unwrap()],
            opt_out: vec!["#stay".to_owned()],
            content_warnings: Some(WarningRule::Skip),
            keep_warning_lines: true,
            sensitive: true,
            sensitive_media: SensitiveMedia::Unmarked,
            language: Language::new("pt-BR").ok(),
            mentions: Mentions::Words,
            stray_links: StrayLinks::Kept,
            attribution: Attribution::Via,
            footer: "#mirrored".to_owned(),
            over_long: OverLong::Cut,
            strip_tracking: false,
            pace: Pace {
                delay: 300,
                a_day: Some(9),
                quiet: Some(QuietHours {
                    from: "22:00".parse().unwrap(),
                    to: "06:30".parse().unwrap(),
                    zone: "Europe/Berlin".to_owned(),
                }),
            },
            edits: Edits::Note,
            deletes: Deletes::Leave,
            brake: Brake { posts: 3, minutes: 60 },
            old_posts: 7,
        };
        for policy in [RoutePolicy::default(), other] {
            let read = read(say, &sent(&PolicyForm::new(say, &policy)), &policy).unwrap();
            assert_eq!(read, policy);
        }
        let said = policy_words(say, &RoutePolicy::default());
        assert_eq!(said, [say.t("route-usual")]);
        let nothing = read(say, &Fields::default(), &RoutePolicy::default()).unwrap();
        assert_eq!(nothing.pace, RoutePolicy::default().pace);
        let bad =
            |body: &str| read(say, &Fields::read(body.as_bytes()), &RoutePolicy::default()).unwrap_err();
        assert!(bad("delay=soon").contains("soon"));
        assert!(bad("quiet-from=22:00").contains("22:00"), "{}", bad("quiet-from=22:00"));
        assert!(bad("language=%3Cb%3E").contains("<b>"));
    }
}
