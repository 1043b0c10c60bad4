//! The same document to the same inboxes by the activitypub_federation crate, in a process of its own.
//!
//! Its queue refuses loopback addresses and ports outside its debug mode, and its debug mode bypasses the queue. So
//! the bench takes what its documentation gives for those who bring a queue of their own: tasks are prepared
//! by the crate, and signed and sent by it, as many at once as Mimus serves servers. What its own queue would add is
//! not counted.

use std::convert::Infallible;
use std::fmt;
use std::io::{self, BufRead as _, Write as _};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use activitypub_federation::activity_sending::SendActivityTask;
use activitypub_federation::config::{Data, FederationConfig};
use activitypub_federation::http_signatures::generate_actor_keypair;
use activitypub_federation::traits::{ActivityHandler, Actor, Object};
use async_trait::async_trait;
use reqwest_rival::dns::{Addrs, Name, Resolve, Resolving};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

use super::Cell;
use super::courier::Delivered;
use crate::inboxes::{self, Inboxes};
use crate::process::{self, Running};
use crate::say;

/// Sent at once: what `mimus serve` does by default.
const AT_ONCE: usize = 64;

/// Runs it as a process of its own, and measures that.
pub(crate) async fn measure(cell: &Cell, document: &str) -> Result<Delivered, String> {
    let inboxes = Inboxes::start()?;
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut command = Command::new(program);
    command.arg("rival").args([
        inboxes.port.to_string(),
        cell.servers.to_string(),
        cell.activities.to_string(),
        cell.inboxes().to_string(),
    ]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = Running(command.spawn().map_err(|e| e.to_string())?);
    let (stdin, stdout) = (child.0.stdin.take(), child.0.stdout.take());
    let mut stdin = stdin.ok_or("the rival hears nothing")?;
    let mut lines = io::BufReader::new(stdout.ok_or("the rival says nothing")?).lines();
    let mut next = || lines.next().and_then(Result::ok).ok_or("the rival has failed".to_owned());
    let cpu = || process::cpu_seconds(child.0.id()).ok_or("the rival is gone".to_owned());
    next()?;
    let before = cpu()?;
    // It begins when its input ends.
    stdin.write_all(document.as_bytes()).map_err(|e| e.to_string())?;
    drop(stdin);
    let began = Instant::now();
    next()?;
    let (cpu, took) = (cpu()? - before, began.elapsed());
    let peak = process::status_kib(child.0.id(), "VmHWM").unwrap_or(0) as f64 / 1_024.0;
    let counts = inboxes.counts().await?;
    let all = cell.deliveries();
    if counts.requests != all || counts.signed != all || counts.servers != u64::from(cell.servers) {
        return Err(format!("the rival delivered {} of {all}", counts.requests));
    }
    Ok(Delivered {
        deliveries: all,
        seconds: took.as_secs_f64(),
        cpu,
        peak,
        document: document.to_owned(),
        complete: true,
        counts,
    })
}

/// What the process does: says a line when it is ready, delivers when its input ends, says a line when it is done,
/// and waits to be ended. The document is its input.
pub(crate) async fn run(port: u16, servers: u32, activities: u32, inboxes: u32) -> Result<(), String> {
    let client = reqwest_rival::Client::builder()
        .redirect(reqwest_rival::redirect::Policy::none())
        .timeout(Duration::from_secs(10))
        .connect_timeout(Duration::from_secs(10))
        .dns_resolver(Arc::new(Loopback))
        .build()
        .map_err(|e| e.to_string())?;
    let config = FederationConfig::builder()
        .domain("127.0.0.1:8420")
        .app_data(())
        .client(client.into())
        .debug(true)
        .http_signature_compat(true)
        .build()
        .await
        .map_err(|e| e.to_string())?;
    let data = Arc::new(config.to_request_data());
    let author = author()?;
    let urls: Vec<Url> = (0..servers)
        .flat_map(|n| (0..inboxes).map(move |i| (n, i)))
        .map(|(n, i)| Url::parse(&format!("http://s{n}.localhost:{port}/users/reader_{i}/inbox")))
        .collect::<Result<_, _>>()
        .map_err(|e| e.to_string())?;
    say("ready");
    let document: Value = serde_json::from_reader(io::stdin()).map_err(|e| e.to_string())?;
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let mut sending = JoinSet::new();
    for _ in 0..activities {
        let tasks = SendActivityTask::prepare(&activity(&document)?, &author, urls.clone(), &data)
            .await
            .map_err(|e| e.to_string())?;
        for task in tasks {
            let slot = Arc::clone(&slots).acquire_owned().await.map_err(|e| e.to_string())?;
            let data = Arc::clone(&data);
            sending.spawn(async move {
                let sent = task.sign_and_send(&data).await.map_err(|e| e.to_string());
                drop(slot);
                sent
            });
            while let Some(sent) = sending.try_join_next() {
                sent.map_err(|e| e.to_string())??;
            }
        }
    }
    while let Some(sent) = sending.join_next().await {
        sent.map_err(|e| e.to_string())??;
    }
    say("done");
    std::future::pending().await
}

/// `s7.localhost` is the seventh server: it takes names only.
struct Loopback;

impl Resolve for Loopback {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let number =
                name.as_str().strip_prefix('s').and_then(|name| name.split('.').next()?.parse().ok());
            let number: u32 = number.ok_or("no such server")?;
            Ok(Box::new(std::iter::once(SocketAddr::from((inboxes::address(number), 0)))) as Addrs)
        })
    }
}

const AUTHOR: &str = "http://127.0.0.1:8420/users/bench";

#[derive(Debug, Serialize)]
struct Activity {
    #[serde(skip)]
    actor: Url,
    #[serde(skip)]
    id: Url,
    #[serde(flatten)]
    document: Value,
}

fn activity(document: &Value) -> Result<Activity, String> {
    let url = |name: &str| {
        Url::parse(document[name].as_str().unwrap_or_default())
            .map_err(|e| format!("the document's {name}: {e}"))
    };
    Ok(Activity { actor: url("actor")?, id: url("id")?, document: document.clone() })
}

#[async_trait]
impl ActivityHandler for Activity {
    type DataType = ();
    type Error = Infallible;

    fn id(&self) -> &Url {
        &self.id
    }
    fn actor(&self) -> &Url {
        &self.actor
    }
    async fn verify(&self, _: &Data<()>) -> Result<(), Infallible> {
        Ok(())
    }
    async fn receive(self, _: &Data<()>) -> Result<(), Infallible> {
        Ok(())
    }
}

struct Author {
    id: Url,
    public_key: String,
    private_key: String,
}

impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Author({})", self.id)
    }
}

fn author() -> Result<Author, String> {
    let pair = generate_actor_keypair().map_err(|e| e.to_string())?;
    let id = Url::parse(AUTHOR).map_err(|e| e.to_string())?;
    Ok(Author { id, public_key: pair.public_key, private_key: pair.private_key })
}

#[async_trait]
impl Object for Author {
    type DataType = ();
    type Kind = Value;
    type Error = Infallible;

    async fn read_from_id(_: Url, _: &Data<()>) -> Result<Option<Self>, Infallible> {
        Ok(None)
    }
    async fn into_json(self, _: &Data<()>) -> Result<Value, Infallible> {
        Ok(json!({"id": self.id}))
    }
    async fn verify(_: &Value, _: &Url, _: &Data<()>) -> Result<(), Infallible> {
        Ok(())
    }
    async fn from_json(_: Value, _: &Data<()>) -> Result<Self, Infallible> {
        // Nothing is received here.
        std::future::pending().await
    }
}

impl Actor for Author {
    fn id(&self) -> Url {
        self.id.clone()
    }
    fn public_key_pem(&self) -> &str {
        &self.public_key
    }
    fn private_key_pem(&self) -> Option<String> {
        Some(self.private_key.clone())
    }
    fn inbox(&self) -> Url {
        self.id.clone()
    }
}
