//! As many servers as wished, in one process: every loopback address is one, each takes any POST, answers 202 and
//! is counted. Nothing is checked or kept, so that it takes little of the machine from who is measured.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::process::Running;
use crate::say;

/// Longest head, in bytes.
const MAX_HEAD: u64 = 64 << 10;
/// Largest body, in bytes.
const MAX_BODY: u64 = 1 << 20;
/// Most servers: what fits into 127.16.0.0 and above.
pub(crate) const MAX_SERVERS: u32 = 0x00ef_0000;

/// What came in.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Requests that were answered 202.
    pub(crate) requests: u64,
    /// How many of them had a signature.
    pub(crate) signed: u64,
    /// Connections that were made.
    pub(crate) connections: u64,
    /// Bytes of their bodies.
    pub(crate) bytes: u64,
    /// Servers that were sent anything.
    pub(crate) servers: u64,
    /// The most and the least that one of those servers was sent.
    pub(crate) most: u64,
    pub(crate) least: u64,
    /// When the first and the last came, in seconds after the start.
    pub(crate) first: f64,
    pub(crate) last: f64,
}

#[derive(Default)]
struct Seen {
    counts: Counts,
    each: HashMap<Ipv4Addr, u32>,
    /// The first body.
    sample: Vec<u8>,
}

#[cfg(feature = "rival")]
/// The address of a server by its number, below [`MAX_SERVERS`].
pub(crate) fn address(server: u32) -> Ipv4Addr {
    Ipv4Addr::from(0x7f10_0000 + server)
}

/// Listens until it is ended; says its port in its first line.
pub(crate) async fn run() -> Result<(), String> {
    // All of 127.0.0.0/8 is this machine, and one listener hears all of it. Who comes from elsewhere is hung up on.
    let listener = TcpListener::bind("0.0.0.0:0").await.map_err(|e| e.to_string())?;
    say(&listener.local_addr().map_err(|e| e.to_string())?.port().to_string());
    let began = Instant::now();
    let seen = Arc::new(Mutex::new(Seen::default()));
    loop {
        // Out of file descriptors, or gone before it was taken.
        let Ok((stream, peer)) = listener.accept().await else { continue };
        if peer.ip().is_loopback() {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move { serve(stream, &seen, began).await });
        }
    }
}

async fn serve(stream: TcpStream, seen: &Mutex<Seen>, began: Instant) -> io::Result<()> {
    let IpAddr::V4(server) = stream.local_addr()?.ip() else { return Ok(()) };
    seen.lock().unwrap_or_else(PoisonError::into_inner).counts.connections += 1;
    let mut stream = BufReader::with_capacity(4 << 10, stream);
    let (mut head, mut body) = (Vec::new(), Vec::new());
    loop {
        let Some(request) = read_head(&mut stream, &mut head).await? else { return Ok(()) };
        body.clear();
        (&mut stream).take(request.length.min(MAX_BODY)).read_to_end(&mut body).await?;
        if request.asks {
            let told = match request.sample {
                true => seen.lock().unwrap_or_else(PoisonError::into_inner).sample.clone(),
                false => serde_json::to_vec(&told(seen))?,
            };
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", told.len());
            stream.write_all(&[head.as_bytes(), &told].concat()).await?;
            continue;
        }
        {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            let now = began.elapsed().as_secs_f64();
            if seen.counts.requests == 0 {
                seen.counts.first = now;
                seen.sample.clone_from(&body);
            }
            seen.counts.last = now;
            seen.counts.requests += 1;
            seen.counts.signed += u64::from(request.signed);
            seen.counts.bytes += request.length;
            *seen.each.entry(server).or_default() += 1;
        }
        stream.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n").await?;
    }
}

fn told(seen: &Mutex<Seen>) -> Counts {
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    let each = || seen.each.values().map(|n| u64::from(*n));
    Counts {
        servers: seen.each.len() as u64,
        most: each().max().unwrap_or(0),
        least: each().min().unwrap_or(0),
        ..seen.counts.clone()
    }
}

struct Head {
    /// Whether it is a GET, and asks for the counts.
    asks: bool,
    /// Whether it asks for the first body instead.
    sample: bool,
    signed: bool,
    length: u64,
}

/// Reads a request's head; none where the other side has closed.
async fn read_head(stream: &mut BufReader<TcpStream>, head: &mut Vec<u8>) -> io::Result<Option<Head>> {
    head.clear();
    let mut stream = stream.take(MAX_HEAD);
    let mut request = Head { asks: false, sample: false, signed: false, length: 0 };
    loop {
        let from = head.len();
        if stream.read_until(b'\n', head).await? == 0 {
            return Ok(None);
        }
        let line = head[from..].trim_ascii();
        if from == 0 {
            request.asks = line.starts_with(b"GET ");
            request.sample = line.starts_with(b"GET /sample ");
        } else if line.is_empty() {
            return Ok(Some(request));
        } else if let Some(colon) = line.iter().position(|b| *b == b':') {
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            request.signed |= name.eq_ignore_ascii_case(b"signature");
            if name.eq_ignore_ascii_case(b"content-length") {
                request.length = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok()).unwrap_or(0);
            }
        }
    }
}

/// The servers as a process of their own, which ends with this handle.
pub(crate) struct Inboxes {
    _process: Running,
    /// The port at which all of them listen.
    pub(crate) port: u16,
}

impl Inboxes {
    pub(crate) fn start() -> Result<Self, String> {
        let program: PathBuf = std::env::current_exe().map_err(|e| e.to_string())?;
        let mut process = Running(
            Command::new(program)
                .arg("inboxes")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .spawn()
                .map_err(|e| e.to_string())?,
        );
        let stdout = process.0.stdout.take().ok_or("the inboxes say nothing")?;
        let mut line = String::new();
        io::BufRead::read_line(&mut io::BufReader::new(stdout), &mut line).map_err(|e| e.to_string())?;
        let port = line.trim().parse().map_err(|_| "the inboxes do not say their port".to_owned())?;
        Ok(Self { _process: process, port })
    }

    /// What has come in so far.
    pub(crate) async fn counts(&self) -> Result<Counts, String> {
        serde_json::from_str(&self.ask("/").await?).map_err(|e| e.to_string())
    }

    /// The first document that came in.
    pub(crate) async fn sample(&self) -> Result<String, String> {
        self.ask("/sample").await
    }

    async fn ask(&self, path: &str) -> Result<String, String> {
        let failed = |e: io::Error| format!("the inboxes do not answer: {e}");
        let mut stream =
            TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], self.port))).await.map_err(failed)?;
        stream.write_all(format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes()).await.map_err(failed)?;
        stream.shutdown().await.map_err(failed)?;
        let mut answer = String::new();
        stream.take(MAX_BODY).read_to_string(&mut answer).await.map_err(failed)?;
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("the inboxes' answer is cut short")?;
        Ok(body.to_owned())
    }
}
