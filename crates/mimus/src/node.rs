//! Wiring: from a configuration to the parts that work together.

use std::env;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use mimus_core::CredentialName;
use mimus_engine::desk::oidc::Issuer;
use mimus_engine::ledger::{LedgerOptions, XMeter};
use mimus_engine::mail::Mailer;
use mimus_engine::wake::Worker;
use mimus_engine::x::Activity;
use mimus_engine::{AskLimits, Clock, Engine, Ledger, Limits, MediaFolder, Node, Secrets, Wake};
use mimus_federation::signature::SigningKey;
use mimus_federation::{Addresses, Inbox, Remote};
use mimus_http::{ClientConfig, HttpClient};
use mimus_networks::account::XMeters;
use mimus_networks::x::{BearerToken, Meter, MeteredX, OAuth2App, Secret, XClient};
use mimus_networks::{Connectors, Failure, XAccounts};
use mimus_store::{Store, StoreOptions};
use mimus_web::{Site, SiteInfo, SiteParts};

use crate::cli::Settings;
use crate::config::{Config, Sources};

/// The version that is told to others.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Reads the configuration from wherever it is given.
pub(crate) fn configure(settings: &Settings, roles: Option<String>) -> Result<Config, String> {
    let mut sources = Sources::default();
    let default = Path::new("mimus.toml");
    let file = settings.config.as_deref().or_else(|| default.exists().then_some(default));
    if let Some(path) = file {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        sources = sources.file(path, &text).map_err(|e| e.to_string())?;
    }
    let variables = env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    let sources = sources.environment(variables).map_err(|e| e.to_string())?.command_line([
        ("public_url", settings.public_url.clone()),
        ("listen", settings.listen.clone()),
        ("data", settings.data.clone()),
        ("database_url", settings.database_url.clone()),
        ("allow_private_addresses", settings.allow_private_addresses.then(|| "true".to_owned())),
        ("roles", roles),
        ("log", settings.log.clone()),
        ("log_format", settings.log_format.clone()),
    ]);
    Config::from_sources(&sources).map_err(|e| e.to_string())
}

/// Opens the folder, the database and the way out, and makes the engine of them.
pub(crate) async fn engine(config: &Config) -> Result<Engine, String> {
    engine_for(config, "a command").await
}

/// The same for a process that does what `roles` says, as others are told.
pub(crate) async fn engine_for(config: &Config, roles: &str) -> Result<Engine, String> {
    let folder = |e: std::io::Error| format!("the data folder {} cannot be used: {e}", config.data.display());
    fs::create_dir_all(&config.data).map_err(folder)?;
    let media = MediaFolder::open(&config.media_folder()).map_err(folder)?;
    let options = StoreOptions { url: config.database_url.expose().to_owned(), connections: 8 };
    let store = Store::open(&options).await.map_err(|e| e.to_string())?;
    let addresses = Addresses::new(&config.public_url);
    let mut client = ClientConfig::new(format!("Mimus/{VERSION} (+{})", addresses.about()));
    client.allow_private_addresses = config.allow_private_addresses;
    let http = HttpClient::new(client).map_err(|e| e.to_string())?;
    let clock = Clock::system();
    let metering = LedgerOptions {
        budget: config.x_budget,
        warn_at: config.x_budget_warn,
        database_time: true,
        ..LedgerOptions::default()
    };
    let node = Node::new(store.clone(), roles);
    keep_address(&store, config).await?;
    let ledger = Ledger::new(store.clone(), clock.clone(), metering);
    let activity = activity(config, &addresses)?;
    let secrets = Secrets::open(&config.secret_key_file).map_err(|e| e.to_string())?;
    let mail = mail(config, &addresses)?;
    Ok(Engine {
        mail,
        activity,
        secrets,
        connectors: Connectors {
            http: http.clone(),
            x: x(config, &ledger)?,
            x_accounts: x_accounts(config, &ledger)?,
        },
        ledger,
        store,
        http,
        addresses,
        media,
        clock,
        limits: Limits {
            media_budget: config.media_budget,
            media_file: config.media_file,
            rest_unfollowed: (config.x_unfollowed_days > 0)
                .then(|| Duration::from_secs(u64::from(config.x_unfollowed_days) * 86_400)),
            x_lists: config.x_lists,
            asks: AskLimits {
                mode: config.x_mirrors,
                per_day: config.x_open_per_day,
                per_server: config.x_open_per_server,
            },
            ..Limits::default()
        },
        operator: config.operator.clone(),
        node,
        wake: Wake::default(),
    })
}

/// The mail server, where one is named; both settings or none.
fn mail(config: &Config, addresses: &Addresses) -> Result<Option<Mailer>, String> {
    match (&config.smtp_url, &config.smtp_from) {
        (Some(url), Some(from)) => {
            let host = addresses.base_url().host_str().unwrap_or("localhost").to_owned();
            Mailer::new(url.expose(), from, &host).map(Some).map_err(|error| error.to_string())
        }
        (None, None) => Ok(None),
        (Some(_), None) => {
            Err("smtp_url is set and smtp_from is not; set it to the address that mail comes from".into())
        }
        (None, Some(_)) => {
            Err("smtp_from is set and smtp_url is not; set it to the address of your mail server".into())
        }
    }
}

/// X's API, where there is a token for it. Plain HTTP leads to an emulator on this machine or network.
fn x(config: &Config, ledger: &Ledger) -> Result<Option<MeteredX>, String> {
    let Some(token) = &config.x_bearer_token else { return Ok(None) };
    let token = BearerToken::new(token.expose()).map_err(|e| e.to_string())?;
    let http = way_to_x(config)?;
    let credential = CredentialName::app(mimus_engine::ledger::APP).map_err(|e| e.to_string())?;
    let meter = XMeter::new(ledger.clone(), credential);
    Ok(Some(MeteredX::new(XClient::new(http, config.x_base_url.clone(), token), Arc::new(meter))))
}

/// Where people sign in at X.
const X_AUTHORIZE: &str = "https://x.com/i/oauth2/authorize";

fn way_to_x(config: &Config) -> Result<HttpClient, String> {
    let mut client = ClientConfig::new(format!("Mimus/{VERSION}"));
    client.allow_private_addresses = config.allow_private_addresses || config.x_base_url.scheme() == "http";
    HttpClient::new(client).map_err(|e| e.to_string())
}

/// With what connected accounts on X are opened.
fn x_accounts(config: &Config, ledger: &Ledger) -> Result<XAccounts, String> {
    let secret = |words: &str| Secret::new(words).map_err(|e| format!("x_client_secret: {e}"));
    let client_secret = config.x_client_secret.as_ref().map(|kept| secret(kept.expose())).transpose()?;
    let base = &config.x_base_url;
    let app = config.x_client_id.clone().map(|client_id| -> Result<OAuth2App, String> {
        // An emulator signs people in where its API is.
        let authorize =
            if base.scheme() == "http" { base.join("/i/oauth2/authorize") } else { X_AUTHORIZE.parse() };
        let redirect = config.public_url.join("/x/connected");
        Ok(OAuth2App {
            client_id,
            client_secret: client_secret.clone(),
            redirect: redirect.map_err(|e| e.to_string())?,
            authorize: authorize.map_err(|e| e.to_string())?,
            api: base.clone(),
        })
    });
    let (ledger, owner) = (ledger.clone(), config.x_owner.clone());
    let meters: XMeters = Arc::new(move |name: &str| {
        let credential =
            CredentialName::user(name).map_err(|error| Failure::Rejected { why: error.to_string() })?;
        let meter = XMeter::new(ledger.clone(), credential);
        let owns_app = owner.as_deref() == Some(name);
        Ok(Arc::new(if owns_app { meter.of_owner() } else { meter }) as Arc<dyn Meter>)
    });
    let owner = config.x_owner.clone();
    Ok(XAccounts { http: way_to_x(config)?, api: base.clone(), app: app.transpose()?, meters, owner })
}

/// Where X is to send events, if it is to send any.
fn activity(config: &Config, addresses: &Addresses) -> Result<Activity, String> {
    if !config.roles.poller || config.x_bearer_token.is_none() {
        return Ok(Activity::default());
    }
    if !config.x_activity {
        // Who has the secret may have subscribed before.
        return Ok(if config.x_consumer_secret.is_some() { Activity::ended() } else { Activity::default() });
    }
    let needs = |what: &str| Err(format!("x_activity = true needs {what}; or set it to false"));
    if config.x_consumer_secret.is_none() {
        return needs("x_consumer_secret, the consumer secret of the app in X's developer console");
    }
    if !config.roles.web {
        return needs("the roles web and poller on the same node, as it takes events only where X is read");
    }
    // Plain HTTP leads from an emulator on this machine or network.
    let emulated = config.x_base_url.scheme() == "http";
    if !emulated && (config.public_url.scheme() != "https" || config.public_url.port().is_some()) {
        return needs("a public_url that begins with https:// and has no port, where X can reach it");
    }
    let webhook = format!("{}/x/webhook", addresses.base());
    Ok(Activity::at(webhook.parse().map_err(|e| format!("{webhook}: {e}"))?))
}

/// The address is part of every actor's name: once there are mirrors it must stay.
async fn keep_address(store: &Store, config: &Config) -> Result<(), String> {
    const SETTING: &str = "public_url";
    let ours = config.public_url.as_str();
    let kept = store.setting_or(SETTING, ours).await.map_err(|e| e.to_string())?;
    if kept == ours {
        return Ok(());
    }
    let (mirrors, _) = store.mirror_totals().await.map_err(|e| e.to_string())?;
    if mirrors == 0 {
        return store.set_setting(SETTING, ours).await.map_err(|e| e.to_string());
    }
    Err(format!(
        "the mirrors here were made under {kept}, and public_url is {ours}: other servers know them by the old address and \
         would take these for others. Set public_url back to {kept}, or use another data folder"
    ))
}

/// The server's own key, made at the first start.
pub(crate) async fn instance_key(store: &Store) -> Result<SigningKey, String> {
    const SETTING: &str = "instance_key";
    let kept = match store.setting(SETTING).await.map_err(|e| e.to_string())? {
        Some(kept) => kept,
        None => {
            let key = SigningKey::generate().map_err(|e| e.to_string())?;
            let der = key.to_pkcs8_der().map_err(|e| e.to_string())?;
            let hex: String = der.as_bytes().iter().map(|b| format!("{b:02x}")).collect();
            store.setting_or(SETTING, &hex).await.map_err(|e| e.to_string())?
        }
    };
    let bytes: Option<Vec<u8>> = kept
        .as_bytes()
        .chunks(2)
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok())
        .collect();
    let unreadable = "the server's own key in the database cannot be read; restore a backup";
    SigningKey::from_pkcs8_der(&bytes.ok_or(unreadable)?).map_err(|_| unreadable.to_owned())
}

/// Starts to count for `/metrics`.
pub(crate) fn metrics() -> Result<PrometheusHandle, String> {
    PrometheusBuilder::new().install_recorder().map_err(|e| e.to_string())
}

/// Bytes of a file with an issuer's secret.
const MAX_SECRET_FILE: u64 = 4_096;

/// Another server by which people sign in at the Desk, where one is set.
fn issuer(config: &Config) -> Result<Option<Issuer>, String> {
    let Some(address) = &config.oidc_issuer else { return Ok(None) };
    let needs = |key: &str| format!("oidc_issuer needs {key}, too; or leave oidc_issuer out");
    let client_id = config.oidc_client_id.as_deref().ok_or_else(|| needs("oidc_client_id"))?;
    let path = config.oidc_client_secret_file.as_deref().ok_or_else(|| needs("oidc_client_secret_file"))?;
    let failed = |e: String| format!("oidc_client_secret_file: {}: {e}", path.display());
    let mut secret = String::new();
    let file = fs::File::open(path).map_err(|e| failed(e.to_string()))?;
    file.take(MAX_SECRET_FILE).read_to_string(&mut secret).map_err(|e| failed(e.to_string()))?;
    let secret = secret.trim();
    if secret.is_empty() {
        return Err(failed("it is empty; write the client secret into it".to_owned()));
    }
    let issuer = Issuer::new(config.oidc_kind, address, &config.oidc_name, client_id, secret);
    issuer.map(Some).map_err(|e| format!("oidc_issuer = {address:?} will not do: {e}"))
}

/// The pages and addresses of a server.
pub(crate) async fn site(
    config: &Config,
    engine: &Engine,
    ready: Arc<AtomicBool>,
    metrics: Option<PrometheusHandle>,
) -> Result<Site, String> {
    let wake = engine.wake.clone();
    let key = instance_key(&engine.store).await?;
    let remote =
        Remote::new(engine.addresses.clone(), engine.store.clone(), engine.http.clone(), key.clone());
    let site = Site::new(SiteParts {
        store: engine.store.clone(),
        inbox: Inbox::new(engine.addresses.clone(), engine.store.clone(), remote.clone())
            .with_rate(config.inbox_rate),
        remote,
        addresses: engine.addresses.clone(),
        instance_key: Arc::new(key),
        media_folder: config.media_folder(),
        info: SiteInfo {
            name: config.name.clone(),
            operator: config.operator.clone(),
            operator_url: config.operator_url.clone(),
            contact: config.contact.clone(),
            description: config.description.clone(),
            version: VERSION.to_owned(),
            source_code: config.source_code.clone(),
        },
        metrics,
        on_received: Arc::new(move || wake.ring(Worker::Courier)),
        ready: Arc::new(move || ready.load(Ordering::Relaxed)),
        authorized_fetch: config.authorized_fetch,
    })
    .with_ledger(engine.ledger.clone())
    .with_asking(engine.clone())
    .with_settings(config.told.clone());
    let site = match issuer(config)? {
        Some(issuer) => site.with_issuer(issuer),
        None => site,
    };
    let Some(secret) = &config.x_consumer_secret else { return Ok(site) };
    let activity = engine.activity.clone();
    Ok(site.with_x_webhook(secret.expose(), Arc::new(move |event| activity.deliver(event))))
}
