//! A mail server on loopback that keeps what it is sent: as much of SMTP (RFC 5321) as a client needs that only sends.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A letter as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// From whom, as the envelope says.
    pub from: String,
    /// To whom.
    pub to: Vec<String>,
    /// Head and body, lines ending in `\n`.
    pub text: String,
}

impl Received {
    /// The value of a header; empty where there is none. Lines that were folded are one again.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\n\n").next().unwrap_or_default().replace("\n ", " ");
        let wanted = format!("{}:", name.to_ascii_lowercase());
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&wanted));
        line.map(|line| line[wanted.len()..].trim().to_owned()).unwrap_or_default()
    }
}

#[derive(Default)]
struct Kept {
    letters: Vec<Received>,
    refusing: bool,
}

/// The server; it ends when this is dropped.
pub struct MailSink {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
    task: JoinHandle<()>,
}

impl MailSink {
    /// Starts one on a free port.
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let kept = Arc::new(Mutex::new(Kept::default()));
        let theirs = Arc::clone(&kept);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = Arc::clone(&theirs);
                tokio::spawn(async move {
                    // Who hangs up has said enough.
                    let _ = talk(stream, &kept).await;
                });
            }
        });
        Ok(Self { address, kept, task })
    }

    /// Where it is, as `smtp_url` says it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://desk:secret@{}", self.address)
    }

    /// From now on it takes nothing (451), or takes all again.
    pub fn refuse(&self, refusing: bool) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).refusing = refusing;
    }

    /// What has come.
    #[must_use]
    pub fn letters(&self) -> Vec<Received> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).letters.clone()
    }
}

impl Drop for MailSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: TcpStream, kept: &Mutex<Kept>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 sink\r\n").await?;
    let (mut from, mut to) = (String::new(), Vec::new());
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer: &str = match verb.as_str() {
            "EHLO" => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n",
            "AUTH" => "235 welcome\r\n",
            "MAIL" if kept.lock().unwrap_or_else(PoisonError::into_inner).refusing => "451 not now\r\n",
            "MAIL" => {
                (from, to) = (address(&line), Vec::new());
                "250 yes\r\n"
            }
            "RCPT" => {
                to.push(address(&line));
                "250 yes\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    // A dot that begins a line was doubled (RFC 5321 §4.5.2).
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let letter = Received { from: from.clone(), to: to.clone(), text };
                kept.lock().unwrap_or_else(PoisonError::into_inner).letters.push(letter);
                "250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            "NOOP" | "RSET" => "250 yes\r\n",
            _ => "502 what?\r\n",
        };
        write.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

/// What stands between `<` and `>`.
fn address(line: &str) -> String {
    let after = line.split_once('<').map_or("", |(_, after)| after);
    after.split('>').next().unwrap_or_default().to_owned()
}
