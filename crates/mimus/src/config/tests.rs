use std::path::Path;

use mimus_web::SettingOrigin;

use super::*;

fn env(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>().into_iter()
}

#[test]
fn the_command_line_counts_over_the_environment_over_the_file_over_the_default() {
    let file = Path::new("mimus.toml");
    let text = "listen = '127.0.0.1:1'\npublic_url = 'https://file.example'\nname = 'From the file'\nmedia_budget_mib = 5\n";
    let sources = Sources::default()
        .file(file, text)
        .and_then(|s| {
            s.environment(env(&[
                ("MIMUS_LISTEN", "127.0.0.1:2"),
                ("MIMUS_PUBLIC_URL", "https://env.example"),
                ("HOME", "/x"),
                ("MIMUS_TEST_X", "y"),
            ]))
        })
        .map(|s| s.command_line([("listen", Some("127.0.0.1:3".to_owned())), ("data", None)]))
        .expect("known keys");
    let config = Config::from_sources(&sources).expect("good values");
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.public_url.as_str(), "https://env.example/");
    assert_eq!((config.name.as_str(), config.media_budget), ("From the file", 5 << 20));
    assert_eq!(config.data, Path::new("mimus-data"));
    assert_eq!(config.database_url.expose(), "sqlite:mimus-data/mimus.db");
}

#[test]
fn an_unknown_key_names_the_nearest() {
    let said = |result: Result<Sources, ConfigError>| result.expect_err("unknown").to_string();
    let file = Sources::default().file(Path::new("mimus.toml"), "publc_url = 'x'");
    assert_eq!(said(file), r#"mimus.toml: there is no setting "publc_url"; did you mean "public_url"?"#);
    let environment = Sources::default().environment(env(&[("MIMUS_LISTEN_ON", "x")]));
    assert_eq!(
        said(environment),
        r#"the environment: there is no setting "MIMUS_LISTEN_ON"; did you mean "listen"?"#
    );
    let nothing = Sources::default().file(Path::new("m.toml"), "zzzzqqq = 1");
    assert_eq!(said(nothing), r#"m.toml: there is no setting "zzzzqqq""#);
}

#[test]
fn a_wrong_value_is_said_with_its_place_and_its_remedy() {
    let said = |key: &'static str, value: &str| {
        let sources = Sources::default().command_line([(key, Some(value.to_owned()))]);
        Config::from_sources(&sources).expect_err("wrong").to_string()
    };
    assert_eq!(
        said("listen", "8420"),
        r#"--listen: listen = "8420" will not do: write an address and port such as 127.0.0.1:8420"#
    );
    assert!(said("public_url", "https://a.example/path").contains("scheme and host alone"));
    assert!(said("log_format", "xml").contains("text or json"));
    assert!(said("media_budget_mib", "0").contains("1 or more"));
    assert!(said("x_budget", "ten").contains("write it like 5, 12.50 or 0.005"));
    assert!(said("x_budget_warn", "101").contains("1 to 100"));
}

#[test]
fn the_example_documents_every_key_and_is_good() {
    let example = include_str!("../../../../mimus.example.toml");
    for key in KEYS {
        let line = format!("# {} = ", key.name);
        assert!(example.lines().any(|l| l.starts_with(&line)), "{} is not in mimus.example.toml", key.name);
        if let Some(default) = key.default {
            let shown =
                example.lines().find_map(|l| l.strip_prefix(&line)).unwrap_or_default().trim_matches('"');
            assert_eq!(shown, default, "the default of {}", key.name);
        }
    }
    let all: String = example
        .lines()
        .filter_map(|l| l.strip_prefix("# "))
        .filter(|l| KEYS.iter().any(|k| l.starts_with(&format!("{} = ", k.name))))
        .map(|l| format!("{l}\n"))
        .collect();
    let sources = Sources::default().file(Path::new("mimus.example.toml"), &all).expect("known keys");
    assert!(Config::from_sources(&sources).is_ok());
}

#[test]
fn secrets_are_not_printed() {
    let sources = Sources::default().command_line([
        ("x_bearer_token", Some("hunter2".to_owned())),
        ("x_consumer_secret", Some("hunter2".to_owned())),
        ("x_client_secret", Some("hunter2".to_owned())),
        ("smtp_url", Some("smtps://desk:hunter2@mail.example".to_owned())),
        ("database_url", Some("postgres://u:hunter2@h/d".to_owned())),
    ]);
    let config = Config::from_sources(&sources).expect("good values");
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn money_is_written_as_people_write_it() {
    let budget = |value: &str| {
        let file = Sources::default()
            .file(Path::new("m.toml"), &format!("x_budget = {value}"))
            .expect("a known key");
        Config::from_sources(&file).expect("money").x_budget.map(|money| money.to_string())
    };
    for (value, money) in [("25", "$25.00"), ("12.5", "$12.50"), ("'12.50'", "$12.50"), ("'$3'", "$3.00")] {
        assert_eq!(budget(value).as_deref(), Some(money));
    }
    assert_eq!(Config::from_sources(&Sources::default()).expect("defaults").x_budget, None);
}

#[test]
fn keepers_are_told_where_everything_comes_from_and_nothing_that_is_secret() {
    let given = Sources::default()
        .file(
            Path::new("mimus.toml"),
            "name = 'Town'\nx_bearer_token = 'hunter2'\noidc_issuer = 'https://u:hunter2@id.example/'",
        )
        .and_then(|s| {
            s.environment(env(&[
                ("MIMUS_SMTP_URL", "smtps://desk:hunter2@mail.example:465"),
                ("MIMUS_DATABASE_URL", "postgres://u:hunter2@db.example/town?password=hunter2"),
                ("MIMUS_X_CLIENT_SECRET", "hunter2"),
                ("MIMUS_X_CONSUMER_SECRET", "hunter2"),
            ]))
        })
        .map(|s| s.command_line([("listen", Some("127.0.0.1:3".to_owned()))]))
        .expect("known keys");
    let told = Config::from_sources(&given).expect("good values").told;
    assert_eq!(told.len(), KEYS.len());
    assert!(!format!("{told:?}").contains("hunter2"), "{told:?}");
    let of = |key: &str| {
        let setting = told.iter().find(|setting| setting.key == key).expect("a key");
        (setting.value.as_deref(), setting.is_set, setting.origin.clone())
    };
    assert_eq!(of("name"), (Some("Town"), true, SettingOrigin::File("mimus.toml".into())));
    assert_eq!(of("listen"), (Some("127.0.0.1:3"), true, SettingOrigin::CommandLine("--listen".into())));
    let database = SettingOrigin::Environment("MIMUS_DATABASE_URL".into());
    assert_eq!(of("database_url"), (Some("PostgreSQL: db.example/town"), true, database));
    assert_eq!(of("smtp_url").0, Some("smtps://mail.example:465"));
    assert_eq!(of("oidc_issuer").0, Some("https://id.example/"));
    assert_eq!((of("x_bearer_token").0, of("x_bearer_token").1), (None, true));
    assert_eq!(of("contact"), (None, false, SettingOrigin::Default));
    let plain = Config::from_sources(&Sources::default()).expect("defaults").told;
    let database = plain.iter().find(|setting| setting.key == "database_url").expect("a key");
    assert_eq!(database.value.as_deref(), Some("SQLite: mimus-data/mimus.db"));
    // Each is told in words.
    let words = include_str!("../../../mimus-web/messages/en.ftl");
    for key in KEYS {
        let id = format!("setting-{} = ", key.name.replace('_', "-"));
        assert!(words.lines().any(|line| line.starts_with(&id)), "{id}is not in en.ftl");
    }
    // A key that sounds like a secret is one, unless it names a file.
    for key in KEYS.iter().filter(|key| !key.name.ends_with("_file")) {
        let sounds = ["secret", "token", "password"].iter().any(|word| key.name.contains(word));
        assert_eq!(sounds, key.shows == keys::Shows::Nothing, "{}", key.name);
    }
}
