//! The client against peers on loopback: what it reaches, what it refuses, where it stops.

#![allow(clippy::unwrap_used)]

mod addresses;
mod bodies;
mod certificates;
mod connections;
mod outcome;
mod redirects;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use mimus_http::{ClientConfig, HttpClient, Resolve, Resolving};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

fn client(change: impl FnOnce(&mut ClientConfig)) -> HttpClient {
    let mut config = ClientConfig::new("Mimus-test/1");
    change(&mut config);
    HttpClient::new(config).unwrap()
}

fn open() -> HttpClient {
    client(|config| config.allow_private_addresses = true)
}

async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

fn url(address: SocketAddr, path: &str) -> Url {
    Url::parse(&format!("http://{address}{path}")).unwrap()
}

/// A peer that answers every connection with `bytes`, one each `pause`.
async fn raw(bytes: &'static [u8], pause: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = [0; 1024];
                let _ = peer.read(&mut head).await;
                for byte in bytes.chunks(if pause.is_zero() { 4096 } else { 1 }) {
                    if peer.write_all(byte).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(pause).await;
                }
            });
        }
    });
    address
}

type Lookup = dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync;

struct Names(Box<Lookup>);

impl Names {
    fn from(answer: impl Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync + 'static) -> Arc<dyn Resolve> {
        Arc::new(Self(Box::new(answer)))
    }
}

impl Resolve for Names {
    fn resolve(&self, host: String) -> Resolving {
        let found = (self.0)(&host);
        Box::pin(async move { found })
    }
}
