//! `mimus demo`: the main job on sample content, with a follower, told as it happens.

mod content;
mod newsroom;
mod pictures;
mod story;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use mimus_core::LocalHandle;
use mimus_engine::Engine;
use mimus_engine::desk::Token;
use mimus_http::{ClientConfig, HttpClient};
use mimus_web::demo::{Follower, Town};
use tokio::net::TcpListener;
use tokio::sync::watch;

use self::content::Content;
use self::newsroom::Entrance;
use super::serve;
use crate::cli::Settings;
use crate::config::{Config, Sources};
use crate::{logging, node, say};

/// Runs the demo until it is told to stop. `keep` keeps its folder.
pub(crate) async fn run(port: u16, keep: bool, settings: &Settings) -> Result<(), String> {
    let listener = listen(port).await?;
    let port = listener.local_addr().map_err(|e| e.to_string())?.port();
    let folder = tempfile::Builder::new().prefix("mimus-demo-").tempdir();
    let mut folder = folder.map_err(|e| format!("no folder for the demo can be made: {e}"))?;
    folder.disable_cleanup(keep);
    let config = configure(port, folder.path(), settings)?;
    logging::start(&config, true)?;
    say::line(&format!(
        "Mimus {}, a demonstration. Nothing leaves this machine{}.\n",
        node::VERSION,
        if keep {
            format!("; everything is kept in {}", folder.path().display())
        } else {
            ", and nothing stays".into()
        }
    ));
    let mut stop = stop()?;
    let prepared = tokio::select! {
        prepared = prepare(&config, folder.path()) => prepared?,
        _ = stop.wait_for(|stop| *stop) => return Ok(()),
    };
    prepared.run(&config, listener, stop).await?;
    if keep {
        say::line(&format!("The demo's folder is {}", folder.path().display()));
    }
    Ok(())
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => format!(
            "port {port} is taken by another program; choose another with --port, or any that is free with --port 0"
        ),
        _ => format!("cannot listen on port {port}: {e}; choose another with --port"),
    })
}

/// The demo's own configuration: no file and no environment has a say in it, the command line only in its log.
fn configure(port: u16, folder: &Path, settings: &Settings) -> Result<Config, String> {
    let data = folder.join("data");
    let sources = Sources::default().command_line([
        ("public_url", Some(format!("http://localhost:{port}"))),
        ("listen", Some(format!("127.0.0.1:{port}"))),
        ("data", Some(data.to_str().ok_or("the temporary folder's path is not Unicode")?.to_owned())),
        ("allow_private_addresses", Some("true".to_owned())),
        ("name", Some("A Mimus demonstration".to_owned())),
        ("description", Some("Three sources, made up, and what Mimus makes of them.".to_owned())),
        ("operator", Some("the demo".to_owned())),
        ("log", Some(settings.log.clone().unwrap_or_else(|| "warn".to_owned()))),
        ("log_format", settings.log_format.clone()),
    ]);
    Config::from_sources(&sources).map_err(|e| e.to_string())
}

/// True from the moment when Ctrl-C is pressed or SIGTERM comes.
fn stop() -> Result<watch::Receiver<bool>, String> {
    let (sender, receiver) = watch::channel(false);
    let told = serve::told_to_stop()?;
    tokio::spawn(async move {
        told.await;
        sender.send_replace(true);
    });
    Ok(receiver)
}

/// Mirrors that are made, before anybody can see them.
struct Prepared {
    engine: Engine,
    content: Content,
    handles: Vec<LocalHandle>,
    town: Town,
    entrances: Vec<Entrance>,
}

async fn prepare(config: &Config, folder: &Path) -> Result<Prepared, String> {
    let engine = node::engine(config).await?;
    let content = Content::new(folder.join("sources"), pictures::serve().await?, engine.clock.now());
    content.write().map_err(|e| format!("the sample content cannot be written: {e}"))?;
    let handles = story::make_mirrors(&engine, &content).await?;
    say::line("   A newsroom, with people, drafts and an account to publish to\n");
    let token = Token::random().map_err(|e| e.to_string())?;
    let town = Town::start(token.expose().to_owned()).await;
    let town = town.map_err(|e| format!("the demo's other server cannot listen: {e}"))?;
    let entrances = newsroom::open(&engine, &town, token.expose()).await?;
    say::line("");
    Ok(Prepared { engine, content, handles, town, entrances })
}

impl Prepared {
    async fn run(
        self,
        config: &Config,
        listener: TcpListener,
        mut stop: watch::Receiver<bool>,
    ) -> Result<(), String> {
        let mut client = ClientConfig::new("Mimus demo follower");
        client.allow_private_addresses = true;
        let http = HttpClient::new(client).map_err(|e| e.to_string())?;
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let follower = Follower::start(anywhere, http.clone()).await.map_err(|e| e.to_string())?;
        let site = node::site(config, &self.engine, Arc::new(AtomicBool::new(true)), None).await?;
        let router = mimus_web::router(site.with_demo(follower.clone()));
        let told = async move {
            // Fails only when the sender is gone, and with it all that could say stop.
            let _ = stop.wait_for(|stop| *stop).await;
        };
        let mut serving =
            tokio::spawn(serve::serve(self.engine.clone(), config.roles, router, listener, told));
        let ended = |ended: Result<Result<(), String>, tokio::task::JoinError>| match ended {
            Ok(result) => result,
            Err(error) => Err(format!("the server stopped: {error}")),
        };
        let base = self.engine.addresses.base().to_owned();
        say::line(&format!("2. The server is up at {base}\n"));
        let telling = async {
            story::follow(&self.engine, &follower, &http, &self.handles).await?;
            let handle = self.handles.first().ok_or("there is no mirror")?;
            story::change(&self.engine, &follower, &self.content, handle).await?;
            say::line("5. The Desk has work in it: enter as whom you like, each link is good once\n");
            for entrance in &self.entrances {
                say::line(&format!("   {}: {base}{}", entrance.who, entrance.path));
            }
            say::line(&format!("   What is published stands at {}\n", self.town.page()));
            say::line(&format!("Open {base}/demo to see what happened. Stop with Ctrl-C."));
            Ok::<(), String>(())
        };
        tokio::select! {
            told = telling => {
                if told.is_err() {
                    self.engine.wake.stop();
                }
                let served = ended(serving.await);
                told.and(served)
            }
            served = &mut serving => ended(served),
        }
    }
}
