//! The command line as scripts use it: output, status, and what an interruption leaves.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

fn mimus(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIMUS_")) {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    mimus(folder, arguments).output().unwrap()
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "mimus {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = run(folder, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// An unpacked archive of so many tweets, every tenth going on from the one before.
fn archive(folder: &Path, tweets: u64) {
    std::fs::create_dir_all(folder.join("data")).unwrap();
    let account = r#"window.YTD.account.part0 = [{"account":{"username":"old_town","accountId":"77","accountDisplayName":"Old Town","email":"nobody@example.org"}}]"#;
    std::fs::write(folder.join("data/account.js"), account).unwrap();
    let mut out = String::from("window.YTD.tweets.part0 = [");
    for n in 0..tweets {
        let id = 1_700_000_000_000_000_000 + n * 4_194_304_000;
        let reply = if n % 10 == 9 {
            format!(
                r#""in_reply_to_status_id_str":"{}","in_reply_to_user_id_str":"77","in_reply_to_screen_name":"old_town","#,
                id - 4_194_304_000
            )
        } else {
            String::new()
        };
        let comma = if n > 0 { "," } else { "" };
        write!(
            out,
            r##"{comma}{{"tweet":{{"id_str":"{id}","id":"{id}",{reply}"full_text":"Number {n} of the town &amp; its #history","created_at":"Fri Sep 08 04:26:{:02} +0000 2023","lang":"en","display_text_range":["0","40"],"entities":{{"hashtags":[],"symbols":[],"user_mentions":[],"urls":[]}}}}}}"##,
            n % 60
        )
        .unwrap();
    }
    out.push(']');
    std::fs::write(folder.join("data/tweets.js"), out).unwrap();
}

#[test]
fn an_import_that_is_killed_is_taken_up_and_one_that_is_repeated_adds_nothing() {
    const TWEETS: u64 = 12_000;
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("export");
    archive(&source, TWEETS);
    let location = format!("archive:{}", source.display());
    let add = ["mirror", "add", location.as_str(), "--json"];
    let mut killed = 0;
    let posts = || {
        let list = run(folder.path(), &["mirror", "list", "--json"]);
        let list: Value = serde_json::from_slice(&list.stdout).unwrap_or_default();
        list[0]["posts"].as_u64().unwrap_or(0)
    };
    for round in 1..=3_u64 {
        let mut child =
            mimus(folder.path(), &add).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        while child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(60) {
            if posts() > round * 1_000 {
                child.kill().unwrap();
                killed += 1;
                break;
            }
        }
        child.wait().unwrap();
    }
    let before = posts();
    assert!(killed > 0 && before < TWEETS, "the import was interrupted: {killed} times, {before} posts");
    let taken_up: Value = serde_json::from_str(&printed(folder.path(), &add)).unwrap();
    let reading = &taken_up["reading"];
    assert_eq!(reading["added"].as_u64().unwrap() + before, TWEETS, "{reading}");
    assert!(reading["seen"].as_u64().unwrap() < TWEETS, "it went on where it stopped: {reading}");
    assert_eq!(posts(), TWEETS);
    let again: Value = serde_json::from_str(&printed(folder.path(), &add)).unwrap();
    assert_eq!(again["reading"]["added"], 0, "{again}");
    let whole: Value = serde_json::from_str(&printed(
        folder.path(),
        &["mirror", "refresh", "old_town", "--whole", "--json"],
    ))
    .unwrap();
    assert_eq!((whole["added"].as_u64(), whole["unchanged"].as_u64()), (Some(0), Some(TWEETS)));
    assert_eq!(posts(), TWEETS);
}

#[test]
fn what_is_asked_wrongly_is_said_and_has_its_status() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    assert_eq!(refused(here, &["mirror", "add"]).0, 2, "usage");
    let (status, said) = refused(here, &["mirror", "add", "news.rss"]);
    assert!(status == 2 && said.contains("feed:URL-or-file"), "{said}");
    let (status, said) = refused(here, &["mirror", "show", "nobody"]);
    assert!(status == 1 && said.contains("there is no mirror @nobody"), "{said}");
    let (status, said) = refused(here, &["mirror", "add", "feed:missing.rss"]);
    assert!(status == 1 && said.contains("missing.rss"), "{said}");
    std::fs::write(here.join("mimus.toml"), "publc_url = 'https://a.example'\n").unwrap();
    let (status, said) = refused(here, &["mirror", "list"]);
    assert!(status == 1 && said.contains("did you mean \"public_url\"?"), "{said}");
    std::fs::write(here.join("mimus.toml"), "public_url = 'https://a.example'\n").unwrap();
    std::fs::write(
        here.join("f.rss"),
        "<rss version='2.0'><channel><title>T</title><item><title>One</title></item></channel></rss>",
    )
    .unwrap();
    assert!(
        printed(here, &["mirror", "add", "feed:f.rss", "--as", "town"])
            .starts_with("@town@a.example\nhttps://a.example/@town\n")
    );
    let (status, said) = refused(here, &["mirror", "remove", "town"]);
    assert!(status == 1 && said.contains("--yes"), "{said}");
    let (status, said) = refused(here, &["--public-url", "https://b.example", "mirror", "list"]);
    assert!(status == 1 && said.contains("were made under https://a.example/"), "{said}");
    assert!(printed(here, &["mirror", "pause", "town"]).contains("is paused"));
    assert!(printed(here, &["mirror", "list"]).starts_with("paused"));
    assert!(printed(here, &["backup", "all.zip"]).contains("private keys"));
    let (status, said) = refused(here, &["restore", "all.zip"]);
    assert!(status == 1 && said.contains("empty"), "{said}");
    assert!(printed(here, &["--data", "elsewhere", "restore", "all.zip"]).starts_with("restored"));
    assert!(printed(here, &["--data", "elsewhere", "mirror", "list"]).contains("@town@a.example"));
}

/// What `mimus convert` does with `input`.
fn convert(arguments: &[&str], input: &str) -> Output {
    use std::io::Write as _;
    let folder = tempfile::tempdir().unwrap();
    let mut command = mimus(folder.path(), arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "it writes nothing");
    output
}

const POST_OF_X: &str = r##"{
  "data": {
    "id": "2090000000000000100", "author_id": "7", "created_at": "2026-08-10T09:30:00.000Z", "lang": "en",
    "text": "CW: food\nCod &amp; chips with @bo_sails #Harbour https://t.co/aaaaaaaaaa",
    "possibly_sensitive": true,
    "attachments": {"media_keys": ["3_1"]},
    "entities": {
      "mentions": [{"start": 30, "end": 39, "username": "bo_sails", "id": "8"}],
      "hashtags": [{"start": 40, "end": 48, "tag": "Harbour"}],
      "urls": [{"start": 49, "end": 72, "url": "https://t.co/aaaaaaaaaa", "media_key": "3_1",
        "expanded_url": "https://x.com/harbour_news/status/2090000000000000100/photo/1"}]
    }
  },
  "includes": {
    "users": [{"id": "7", "username": "harbour_news", "name": "Harbour News"}],
    "media": [{"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/a.jpg", "alt_text": "A plate"}]
  }
}"##;

#[test]
fn convert_shows_what_would_be_published() {
    let output = convert(&["convert", "--from", "x", "--to", "mastodon"], POST_OF_X);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = serde_json::json!([{
        "to": "mastodon",
        "parts": [{
            "text": "Cod & chips with @bo_sails@x.com #Harbour",
            "content_html": shown[0]["parts"][0]["content_html"],
            "spoiler_text": "food",
            "sensitive": true,
            "language": "en",
            "visibility": "public",
            "media": [{"url": "https://pbs.twimg.com/media/a.jpg", "type": "image", "alt": "A plate"}],
            "poll": null,
            "quote": null,
            "in_reply_to": null,
            "length": 39,
            "limit": 500,
        }],
        "skipped": null,
        "warnings": [],
        "cost_usd": 0,
    }]);
    assert_eq!(shown, expected);
    let html = shown[0]["parts"][0]["content_html"].as_str().unwrap();
    assert!(
        html.contains(r#"<a href="https://x.com/bo_sails""#) && !html.contains("u-url mention"),
        "{html}"
    );
}

#[test]
fn convert_shows_every_target_and_what_it_costs() {
    let shown = |arguments: &[&str]| -> Value {
        let output =
            convert(&[&["convert", "--from", "x", "--to", "x,bluesky"], arguments].concat(), POST_OF_X);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let usual = shown(&[]);
    let (x, bluesky) = (&usual[0], &usual[1]);
    let address = "https://x.com/harbour_news/status/2090000000000000100";
    assert_eq!((&x["to"], &x["cost_usd"]), (&"x".into(), &0.2.into()), "a link to what is warned of: {x}");
    assert_eq!(x["parts"][0]["text"], format!("CW: food\n\n{address}"));
    assert_eq!((&x["parts"][0]["length"], &x["parts"][0]["media"]), (&33.into(), &serde_json::json!([])));
    let text = "CW: food\n\nCod & chips with @bo_sails@x.com #Harbour";
    assert_eq!(
        (&bluesky["to"], &bluesky["parts"][0]["text"]),
        (&"bluesky".into(), &text.into()),
        "{bluesky}"
    );
    let facets = serde_json::json!([
        {"byte_start": 27, "byte_end": 42, "is": "link", "uri": "https://x.com/bo_sails"},
        {"byte_start": 43, "byte_end": 51, "is": "tag", "tag": "Harbour"},
    ]);
    assert_eq!(bluesky["parts"][0]["facets"], facets);
    assert_eq!(bluesky["parts"][0]["labels"], serde_json::json!(["graphic-media"]));
    let flags = [
        "--content-warnings",
        "line",
        "--sensitive-media",
        "unmarked",
        "--same",
        "x:bo_sails=bluesky:bo.example",
    ];
    let otherwise = shown(&flags);
    assert_eq!(otherwise[0]["parts"][0]["text"], "CW: food\n\nCod & chips with @bo_sails #Harbour");
    assert_eq!(
        (&otherwise[0]["cost_usd"], &otherwise[0]["parts"][0]["media"][0]["alt"]),
        (&0.02.into(), &"A plate".into())
    );
    assert_eq!(otherwise[1]["parts"][0]["facets"][0]["handle"], "bo.example");
    let skipped = shown(&["--without", "cw"]);
    assert!(skipped[0]["skipped"].as_str().unwrap().contains("\"cw\"") && skipped[0]["cost_usd"] == 0);
}

#[test]
fn convert_checks_by_a_charter() {
    let folder = tempfile::tempdir().unwrap();
    let charter = folder.path().join("charter.toml");
    let path = charter.to_str().unwrap();
    let checked = |words: &str| {
        std::fs::write(&charter, words).unwrap();
        convert(&["convert", "--from", "x", "--to", "x,mastodon", "--charter", path], POST_OF_X)
    };
    let output = checked(
        "[rules]\nalt_text = 'block'\nlanguage = 'warn'\nlanguages = ['de']\nknown_mentions = 'warn'\n",
    );
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shown[0]["checks"], shown[1]["checks"]);
    let stand: Vec<_> =
        shown[0]["checks"].as_array().unwrap().iter().map(|c| (&c["rule"], &c["verdict"])).collect();
    let wished = [("alt_text", "passed"), ("known_mentions", "warns"), ("languages", "warns")];
    assert_eq!(
        stand,
        wished
            .map(|(rule, verdict)| (Value::from(rule), Value::from(verdict)))
            .iter()
            .map(|(a, b)| (a, b))
            .collect::<Vec<_>>()
    );
    let wrong = checked("[rules]\nalt_texts = 'block'\n");
    let why = String::from_utf8(wrong.stderr).unwrap();
    assert!(!wrong.status.success() && why.contains("alt_texts") && why.contains(path), "{why}");
}

#[test]
fn convert_says_what_it_cannot_do() {
    let said = |arguments: &[&str], input: &str| {
        let output = convert(arguments, input);
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, why) = said(&["convert", "--from", "x", "--to", "mastodon"], "no JSON");
    assert!(status == 1 && why.contains("no answer of X's API"), "{why}");
    let (status, why) = said(&["convert", "--from", "x", "--to", "feed"], POST_OF_X);
    assert!(status == 1 && why.contains("nothing is published to feed"), "{why}");
    let (status, why) = said(&["convert", "--from", "x", "--to", "x", "--same", "@ana=x:bo"], POST_OF_X);
    assert!(status == 2 && why.contains("@ana"), "{why}");
    let (status, why) = said(&["convert", "--from", "nowhere", "--to", "mastodon"], POST_OF_X);
    assert!(status == 2 && why.contains("nowhere"), "{why}");
    let empty = r#"{"errors": [{"title": "Not Found Error", "detail": "Could not find it.", "type": "x/resource-not-found"}]}"#;
    let (status, why) = said(&["convert", "--from", "x", "--to", "mastodon"], empty);
    assert!(status == 1 && why.contains("Could not find it."), "{why}");
}

#[test]
fn the_ledger_says_what_is_bounded_before_anything_is_metered() {
    let folder = tempfile::tempdir().unwrap();
    let unbound = printed(folder.path(), &["ledger"]);
    assert!(
        unbound.contains("none set") && unbound.contains("Nothing metered has been called yet."),
        "{unbound}"
    );
    let output = mimus(folder.path(), &["ledger", "--json"]).env("MIMUS_X_BUDGET", "12.50").output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["metered"], false);
    assert_eq!(report["month"]["budget_usd"], 12.5);
    assert_eq!((&report["month"]["left_usd"], &report["month"]["share"]), (&12.5.into(), &0.0.into()));
}
