//! X's own test vectors for counting and finding (twitter-text, `conformance/`), read from where they lie beside the
//! repository.

#![allow(clippy::unwrap_used)]

use std::fmt::Debug;
use std::ops::Range;
use std::path::PathBuf;

use mimus_core::twitter_text::{
    EntityKind, Rules, entities_of, is_valid_url, mentions, reply, weigh, weighted_length,
};
use yaml_rust2::{Yaml, YamlLoader};

/// The file's groups of vectors, or `None` where there is none.
fn vectors(file: &str) -> Option<Yaml> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("MIMUS_SHARED").map_or_else(beside, PathBuf::from);
    let path = shared.join("data/twitter-text").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(YamlLoader::load_from_str(&text).unwrap().remove(0)["tests"].clone()),
        Err(_) => {
            eprintln!("skipped: there is no {}", path.display());
            None
        }
    }
}

/// Compares every vector of a group with what is `found`, and prints how many agree.
fn agree<T: Debug + PartialEq>(
    all: &Yaml,
    group: &str,
    found: impl Fn(&str) -> T,
    expected: impl Fn(&Yaml) -> T,
) {
    let cases = all[group].as_vec().unwrap();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let text = case["text"].as_str().unwrap();
            let (found, expected) = (found(text), expected(&case["expected"]));
            (found != expected).then(|| format!("{text:?}\n  is {found:?}\n  not {expected:?}"))
        })
        .collect();
    eprintln!("{group}: {} of {}", cases.len() - wrong.len(), cases.len());
    assert!(!cases.is_empty() && wrong.is_empty(), "{group}:\n{}", wrong.join("\n"));
}

fn strings(yaml: &Yaml) -> Vec<String> {
    yaml.as_vec()
        .unwrap()
        .iter()
        .map(|word| word.as_str().map_or_else(|| number(word), str::to_owned))
        .collect()
}

fn number(yaml: &Yaml) -> String {
    yaml.as_i64().unwrap().to_string()
}

type Indexed = Vec<(String, usize, usize)>;

fn indexed(key: &'static str) -> impl Fn(&Yaml) -> Indexed {
    move |yaml| {
        let entity = |entity: &Yaml| {
            let index = |n: usize| usize::try_from(entity["indices"][n].as_i64().unwrap()).unwrap();
            (entity[key].as_str().unwrap().to_owned(), index(0), index(1))
        };
        yaml.as_vec().unwrap().iter().map(entity).collect()
    }
}

fn code_points(text: &str, range: &Range<usize>) -> (usize, usize) {
    (text[..range.start].chars().count(), text[..range.end].chars().count())
}

/// The entities of a kind without their sign.
fn named(text: &str, kind: EntityKind) -> Indexed {
    let entity = |range: Range<usize>| {
        let words = &text[range.clone()];
        let (start, end) = code_points(text, &range);
        let bare = if kind == EntityKind::Url { words } else { words.trim_start_matches(['#', '＃', '$']) };
        (bare.to_owned(), start, end)
    };
    entities_of(text, kind).into_iter().map(entity).collect()
}

fn names(text: &str, kind: EntityKind) -> Vec<String> {
    named(text, kind).into_iter().map(|(name, ..)| name).collect()
}

fn mentioned(text: &str) -> Vec<String> {
    mentions(text).into_iter().map(|mention| text[mention.name].to_owned()).collect()
}

#[test]
fn addresses_are_found_as_x_finds_them() {
    let Some(all) = vectors("extract.yml") else { return };
    for group in ["urls", "tco_urls_with_params"] {
        agree(&all, group, |text| names(text, EntityKind::Url), strings);
    }
    for group in ["urls_with_indices", "urls_with_directional_markers"] {
        agree(&all, group, |text| named(text, EntityKind::Url), indexed("url"));
    }
}

#[test]
fn top_level_domains_are_known() {
    let Some(all) = vectors("tlds.yml") else { return };
    for group in ["country", "generic"] {
        agree(&all, group, |text| names(text, EntityKind::Url), strings);
    }
}

#[test]
fn mentions_are_found_as_x_finds_them() {
    let Some(all) = vectors("extract.yml") else { return };
    agree(&all, "mentions", mentioned, strings);
    let indexed_names = |text: &str| -> Indexed {
        let mention = |mention: mimus_core::twitter_text::Mention| {
            let (start, end) = code_points(text, &mention.range);
            (text[mention.name].to_owned(), start, end)
        };
        mentions(text).into_iter().map(mention).collect()
    };
    agree(&all, "mentions_with_indices", indexed_names, indexed("screen_name"));
    agree(&all, "mentions_or_lists_with_indices", indexed_names, indexed("screen_name"));
    let lists = |text: &str| -> Vec<String> {
        mentions(text).into_iter().map(|mention| text[mention.list].to_owned()).collect()
    };
    let slugs = |yaml: &Yaml| -> Vec<String> {
        yaml.as_vec().unwrap().iter().map(|list| list["list_slug"].as_str().unwrap().to_owned()).collect()
    };
    agree(&all, "mentions_or_lists_with_indices", lists, slugs);
    agree(&all, "replies", |text| reply(text).map(str::to_owned), |yaml| yaml.as_str().map(str::to_owned));
}

#[test]
fn tags_are_found_as_x_finds_them() {
    let Some(all) = vectors("extract.yml") else { return };
    for group in ["hashtags", "hashtags_from_astral"] {
        agree(&all, group, |text| names(text, EntityKind::Hashtag), strings);
    }
    agree(&all, "hashtags_with_indices", |text| named(text, EntityKind::Hashtag), indexed("hashtag"));
    agree(&all, "cashtags", |text| names(text, EntityKind::Cashtag), strings);
    agree(&all, "cashtags_with_indices", |text| named(text, EntityKind::Cashtag), indexed("cashtag"));
}

#[test]
fn texts_weigh_what_x_says() {
    let Some(all) = vectors("validate.yml") else { return };
    let weighed = |rules: Rules| {
        move |text: &str| {
            let weighed = weigh(text, &rules);
            (
                (weighed.length, weighed.permillage, weighed.valid),
                (0, weighed.units.saturating_sub(1), 0, weighed.valid_units.saturating_sub(1)),
            )
        }
    };
    let expected = |yaml: &Yaml| {
        let number = |key: &str| usize::try_from(yaml[key].as_i64().unwrap()).unwrap();
        (
            (number("weightedLength"), number("permillage"), yaml["valid"].as_bool().unwrap()),
            (
                number("displayRangeStart"),
                number("displayRangeEnd"),
                number("validRangeStart"),
                number("validRangeEnd"),
            ),
        )
    };
    agree(&all, "WeightedTweetsCounterTest", weighed(Rules::V2), expected);
    agree(&all, "WeightedTweetsWithDiscountedEmojiCounterTest", weighed(Rules::V3), expected);
    agree(&all, "UnicodeDirectionalMarkerCounterTest", weighed(Rules::V3), expected);
    let valid = |yaml: &Yaml| yaml.as_bool().unwrap();
    agree(&all, "tweets", |text| weigh(text, &Rules::V1).valid, valid);
}

#[test]
fn what_is_one_name_tag_or_address_is_so_as_a_whole() {
    let Some(all) = vectors("validate.yml") else { return };
    let valid = |yaml: &Yaml| yaml.as_bool().unwrap();
    let whole = |text: &str, kind| entities_of(text, kind).first() == Some(&(0..text.len()));
    let list = |text: &str| mentions(text).first().is_some_and(|mention| !mention.list.is_empty());
    agree(&all, "usernames", |text| whole(text, EntityKind::Mention) && !list(text), valid);
    agree(&all, "lists", |text| whole(text, EntityKind::Mention) && list(text), valid);
    agree(&all, "hashtags", |text| whole(text, EntityKind::Hashtag), valid);
    agree(&all, "urls", is_valid_url, valid);
    agree(&all, "urls_without_protocol", |text| whole(text, EntityKind::Url), valid);
}

#[test]
fn long_texts_are_looked_through_at_once() {
    for piece in
        ["a.", "あ", "a_", "-", "_.", "http://", "a-.", "@", "#a", "$A ", "(", "x.com/(", "あ.com", "https"]
    {
        let text = piece.repeat(25_000 / piece.len());
        let begun = std::time::Instant::now();
        assert!(weighted_length(&text) > 0);
        assert!(begun.elapsed().as_secs() < 10, "{piece:?}");
    }
}
