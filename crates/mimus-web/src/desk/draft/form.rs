//! The form of a draft: what the fields say, and what they show.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use mimus_core::desk::{Content, DraftMedium, DraftPoll};
use mimus_core::{AltText, FocalPoint, Language, Network, Visibility, WebUrl};
use mimus_engine::desk::drafts::Intent;
use mimus_engine::desk::{DeskError, Unusable};
use mimus_store::{AccountId, Window};

use crate::desk::session::Fields;
use crate::tongue::Tongue;

/// Networks for which a draft may have words of their own.
pub(super) const NETWORKS: [Network; 4] =
    [Network::Mastodon, Network::X, Network::Bluesky, Network::Elsewhere];

/// What a form says. Media are those of `known` that the form still names, with what it says of them. Beside it, whether
/// that can be used: where one field cannot, all the others are there, as the form is shown again with them.
pub(super) fn read(
    fields: &Fields,
    known: &[DraftMedium],
    accounts: &[AccountId],
    zone: &TimeZone,
) -> (Intent, Result<(), DeskError>) {
    let mut wrong = Wrong(None);
    let mut content = Content {
        text: fields.get("text").trim_end().to_owned(),
        language: wrong.or_default(read_language(fields.get("language"))),
        content_warning: Some(fields.get("warning").trim().to_owned()).filter(|words| !words.is_empty()),
        sensitive: fields.has("sensitive"),
        visibility: match fields.get("visibility") {
            "unlisted" => Visibility::Unlisted,
            _ => Visibility::Public,
        },
        reply_to: wrong.or_default(read_url(fields.get("reply"))),
        quote: wrong.or_default(read_url(fields.get("quote"))),
        boost: wrong.or_default(read_url(fields.get("boost"))),
        poll: read_poll(fields),
        ..Content::default()
    };
    for network in NETWORKS {
        let words = fields.get(&format!("version-{network}")).trim_end();
        if !words.is_empty() {
            content.versions.insert(network, words.to_owned());
        }
    }
    for file in fields.all("media") {
        let Some(medium) = known.iter().find(|medium| medium.file == file) else { continue };
        if !fields.has(&format!("remove-{file}")) {
            let read = wrong.or(read_medium(fields, medium.clone()), medium);
            content.media.push(read);
        }
    }
    let chosen = fields.all("account").filter_map(|id| id.parse::<AccountId>().ok());
    let chosen = chosen.filter(|id| accounts.contains(id)).collect();
    let window = Window {
        from: wrong.or_default(read_time(fields.get("from"), zone)),
        until: wrong.or_default(read_time(fields.get("until"), zone)),
    };
    (Intent { content, accounts: chosen, window }, wrong.0.map_or(Ok(()), Err))
}

/// The first thing that cannot be used.
struct Wrong(Option<DeskError>);

impl Wrong {
    fn or_default<T: Default>(&mut self, read: Result<T, DeskError>) -> T {
        read.unwrap_or_else(|error| {
            self.0.get_or_insert(error);
            T::default()
        })
    }

    fn or(&mut self, read: Result<DraftMedium, DeskError>, as_it_was: &DraftMedium) -> DraftMedium {
        read.unwrap_or_else(|error| {
            self.0.get_or_insert(error);
            as_it_was.clone()
        })
    }
}

fn read_language(words: &str) -> Result<Option<Language>, DeskError> {
    match words.trim() {
        "" => Ok(None),
        tag => Language::new(tag).map(Some).map_err(|error| Unusable::from(error).into()),
    }
}

fn read_url(words: &str) -> Result<Option<WebUrl>, DeskError> {
    match words.trim() {
        "" => Ok(None),
        url => WebUrl::parse(url)
            .map(Some)
            .map_err(|_| Unusable::PostAddress(url.chars().take(80).collect()).into()),
    }
}

/// A time as a browser's field has it, in the account's zone.
pub(super) fn read_time(words: &str, zone: &TimeZone) -> Result<Option<Timestamp>, DeskError> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let local = words.parse::<DateTime>().ok().and_then(|local| local.to_zoned(zone.clone()).ok());
    match local {
        Some(local) => Ok(Some(local.timestamp())),
        None => Err(Unusable::Time(words.chars().take(40).collect()).into()),
    }
}

fn read_poll(fields: &Fields) -> Option<DraftPoll> {
    let options: Vec<String> =
        fields.all("option").map(str::trim).filter(|option| !option.is_empty()).map(str::to_owned).collect();
    (!options.is_empty()).then(|| DraftPoll {
        options,
        multiple: fields.has("multiple"),
        minutes: fields.number::<u32>("hours").unwrap_or(24).saturating_mul(60),
    })
}

fn read_medium(fields: &Fields, mut medium: DraftMedium) -> Result<DraftMedium, DeskError> {
    let field = |name: &str| fields.get(&format!("{name}-{}", medium.file)).trim().to_owned();
    let mut alt = Vec::new();
    let main = field("alt");
    if !main.is_empty() {
        alt.push(AltText { language: None, text: main });
    }
    for line in field("alts").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let other =
            line.split_once(':').and_then(|(tag, words)| Some((Language::new(tag).ok()?, words.trim())));
        let Some((language, words)) = other.filter(|(_, words)| !words.is_empty()) else {
            let line: String = line.chars().take(60).collect();
            return Err(Unusable::AltText(line).into());
        };
        alt.push(AltText { language: Some(language), text: words.to_owned() });
    }
    let (author, licence, source) = (field("author"), field("licence"), field("source"));
    let focal = (
        fields.number::<f64>(&format!("x-{}", medium.file)),
        fields.number::<f64>(&format!("y-{}", medium.file)),
    );
    medium.focal_point = match focal {
        (Some(x), Some(y)) if x != 50.0 || y != 50.0 => Some(point(x, y)),
        _ => None,
    };
    medium.part = fields.number(&format!("part-{}", medium.file)).unwrap_or(1_u16).saturating_sub(1);
    Ok(DraftMedium { alt, author, licence, source, ..medium })
}

/// Per cent from the left and the top as thousandths from the centre.
fn point(x: f64, y: f64) -> FocalPoint {
    let thousandths = |share: f64| {
        let wide = (share.clamp(0.0, 100.0) * 20.0 - 1_000.0).round();
        // Between -1000 and 1000 by now.
        format!("{wide:.0}").parse::<i16>().unwrap_or(0)
    };
    FocalPoint { x: thousandths(x), y: -thousandths(y) }
}

/// A draft's content as the form shows it.
pub(crate) struct FormView {
    pub(crate) text: String,
    pub(crate) versions: Vec<VersionView>,
    pub(crate) language: String,
    pub(crate) warning: String,
    pub(crate) sensitive: bool,
    pub(crate) unlisted: bool,
    pub(crate) media: Vec<MediumView>,
    pub(crate) options: Vec<String>,
    pub(crate) multiple: bool,
    pub(crate) hours: u32,
    pub(crate) reply: String,
    pub(crate) quote: String,
    pub(crate) boost: String,
    pub(crate) from: String,
    pub(crate) until: String,
}

/// Words of their own for a network.
pub(crate) struct VersionView {
    pub(crate) network: &'static str,
    pub(crate) name: String,
    pub(crate) words: String,
}

/// A medium as the form shows it.
pub(crate) struct MediumView {
    pub(crate) number: usize,
    pub(crate) file: String,
    pub(crate) path: String,
    pub(crate) kind: &'static str,
    pub(crate) alt: String,
    pub(crate) alts: String,
    pub(crate) author: String,
    pub(crate) licence: String,
    pub(crate) source: String,
    pub(crate) part: u16,
    pub(crate) x: i32,
    pub(crate) y: i32,
}

impl MediumView {
    pub(crate) fn new(number: usize, medium: &DraftMedium) -> Self {
        let main = medium.alt.iter().find(|alt| alt.language.is_none());
        let others =
            medium.alt.iter().filter_map(|alt| Some(format!("{}: {}\n", alt.language.as_ref()?, alt.text)));
        let share = |thousandths: i16| (i32::from(thousandths) + 1_000) / 20;
        Self {
            number,
            file: medium.file.clone(),
            path: format!("/desk/media/{}", medium.file),
            kind: match medium.kind {
                mimus_core::MediaKind::Image => "image",
                mimus_core::MediaKind::Gifv | mimus_core::MediaKind::Video => "video",
                mimus_core::MediaKind::Audio => "audio",
            },
            alt: main.map(|alt| alt.text.clone()).unwrap_or_default(),
            alts: others.collect(),
            author: medium.author.clone(),
            licence: medium.licence.clone(),
            source: medium.source.clone(),
            part: medium.part + 1,
            x: medium.focal_point.map_or(50, |point| share(point.x)),
            y: medium.focal_point.map_or(50, |point| share(-point.y)),
        }
    }
}

impl FormView {
    /// `networks` are those that the draft may go to.
    pub(crate) fn new(
        say: Tongue,
        content: &Content,
        window: Window,
        networks: &[Network],
        zone: &TimeZone,
    ) -> Self {
        let url = |url: &Option<WebUrl>| url.as_ref().map(ToString::to_string).unwrap_or_default();
        let time = |at: Option<Timestamp>| {
            at.map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
        };
        let versions = NETWORKS.into_iter().filter(|network| {
            content.versions.contains_key(network) || (networks.contains(network) && networks.len() > 1)
        });
        let mut options = content.poll.as_ref().map(|poll| poll.options.clone()).unwrap_or_default();
        options.resize(options.len().max(4), String::new());
        Self {
            text: content.text.clone(),
            versions: versions
                .map(|network| VersionView {
                    network: network.as_str(),
                    name: network_name(say, network),
                    words: content.versions.get(&network).cloned().unwrap_or_default(),
                })
                .collect(),
            language: content.language.as_ref().map(ToString::to_string).unwrap_or_default(),
            warning: content.content_warning.clone().unwrap_or_default(),
            sensitive: content.sensitive,
            unlisted: content.visibility == Visibility::Unlisted,
            media: (1..)
                .zip(&content.media)
                .map(|(number, medium)| MediumView::new(number, medium))
                .collect(),
            multiple: content.poll.as_ref().is_some_and(|poll| poll.multiple),
            hours: content.poll.as_ref().map_or(24, |poll| poll.minutes.div_ceil(60)),
            options,
            reply: url(&content.reply_to),
            quote: url(&content.quote),
            boost: url(&content.boost),
            from: time(window.from),
            until: time(window.until),
        }
    }
}

/// A network as people call it.
pub(crate) fn network_name(say: Tongue, network: Network) -> String {
    match network {
        Network::Mastodon => say.t("network-fediverse"),
        Network::X | Network::Archive => "X".to_owned(),
        Network::Bluesky => "Bluesky".to_owned(),
        Network::Feed => say.t("network-feed"),
        Network::Elsewhere => say.t("network-elsewhere"),
    }
}
