//! The way out for mail: one SMTP server that the operator names.

use std::fmt;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use url::{Host, Url};

/// How long a mail server may take for one step, and for all of a letter.
const STEP: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest address, in bytes (RFC 5321 §4.5.3.1.3).
pub const MAX_ADDRESS: usize = 254;

/// Why the settings for mail cannot be used. Says nothing of the address itself, which has a password.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// It is no address of a mail server.
    #[error(
        "smtp_url is no address of a mail server; write smtps://USER:PASSWORD@HOST:465 or smtp://USER:PASSWORD@HOST:587?starttls"
    )]
    Url,
    /// A password would go over the network for everybody to read.
    #[error(
        "smtp_url has a password and no encryption; write smtps:// where the server takes TLS, or ?starttls at its end"
    )]
    Plain,
    /// It is no address that mail can come from.
    #[error(
        "smtp_from is no mail address; write one such as desk@example.org, or Our Desk <desk@example.org>"
    )]
    From,
}

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address is none.
    #[error("{0:?} is no mail address; write one such as ana@example.org")]
    Address(String),
    /// The letter cannot be written.
    #[error("the letter cannot be written: {0}")]
    Letter(String),
    /// The mail server did not take it; another time it may.
    #[error("the mail server did not take it: {0}")]
    Server(String),
    /// It did not answer in time. The letter may be on its way all the same.
    #[error("the mail server has not answered for {} seconds", PATIENCE.as_secs())]
    Silent,
}

/// A letter in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom: an address alone.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says; lines end in `\n`.
    pub body: String,
    /// Its language, as in `de`.
    pub language: String,
    /// By what it is known when it comes twice: the first half of its Message-ID.
    pub id: String,
    /// Where one request makes an end of such letters (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// Sends letters. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// By what name this server greets, and what its Message-IDs end in.
    host: String,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer(…)")
    }
}

/// An address as somebody typed it, if it is one.
pub fn read_address(typed: &str) -> Result<String, MailError> {
    let typed = typed.trim();
    let no = || MailError::Address(typed.chars().take(100).collect());
    if typed.len() > MAX_ADDRESS || !typed.is_ascii() {
        return Err(no());
    }
    let address: Address = typed.parse().map_err(|_| no())?;
    Ok(address.to_string())
}

impl Mailer {
    /// A mailer for the server at `url`, whose letters come from `from`. `host` is this server's own name. Nothing is asked yet.
    pub fn new(url: &str, from: &str, host: &str) -> Result<Self, MailerError> {
        let mut url = Url::parse(url.trim()).map_err(|_| MailerError::Url)?;
        let starttls = match url.query() {
            None => false,
            Some("starttls") => true,
            Some(_) => return Err(MailerError::Url),
        };
        match (url.scheme(), starttls) {
            ("smtps", false) | ("smtp", true) => {}
            ("smtp", false) if url.password().is_none() || is_here(&url) => {}
            ("smtp", false) => return Err(MailerError::Plain),
            _ => return Err(MailerError::Url),
        }
        if starttls {
            url.set_query(Some("tls=required"));
        }
        let transport =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| MailerError::Url)?;
        let transport = transport.timeout(Some(STEP)).hello_name(ClientId::Domain(host.to_owned())).build();
        let from = from.trim().parse().map_err(|_| MailerError::From)?;
        Ok(Self { transport, from, host: host.to_owned() })
    }

    /// Sends a letter, and waits until the mail server has taken it.
    pub async fn send(&self, letter: &Letter, now: Timestamp) -> Result<(), MailError> {
        let message = self.message(letter, now)?;
        match tokio::time::timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(MailError::Server(error.to_string())),
            Err(_) => Err(MailError::Silent),
        }
    }

    fn message(&self, letter: &Letter, now: Timestamp) -> Result<Message, MailError> {
        let to: Address = letter.to.parse().map_err(|_| MailError::Address(letter.to.clone()))?;
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .date(SystemTime::from(now))
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            .subject(letter.subject.replace(['\r', '\n'], " "))
            .raw_header(raw("Content-Language", &letter.language))
            // No answering machine answers it (RFC 3834 §5).
            .raw_header(raw("Auto-Submitted", "auto-generated"))
            .header(ContentType::TEXT_PLAIN);
        if let Some(link) = &letter.unsubscribe {
            builder = builder
                .raw_header(raw("List-Unsubscribe", &format!("<{link}>")))
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        builder.body(letter.body.replace('\n', "\r\n")).map_err(|error| MailError::Letter(error.to_string()))
    }
}

/// A header that is ours to the last letter.
fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(name),
        value.to_owned(),
        value.to_owned(),
    )
}

/// Whether a mail server is on this machine, to which nobody listens on the way.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        // The host of a scheme that is not a browser's is kept as it was written.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn refused(url: &str, from: &str) -> String {
        Mailer::new(url, from, "example.org").err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_password_goes_nowhere_unencrypted_and_into_no_message() {
        for url in [
            "smtps://ana:hunter2@mail.example:465",
            "smtp://ana:hunter2@mail.example:587?starttls",
            "smtp://ana:hunter2@127.0.0.1:2525",
            "smtp://mail.example:25",
        ] {
            assert_eq!(refused(url, "desk@example.org"), "", "{url}");
            let mailer = Mailer::new(url, "Desk <desk@example.org>", "example.org").unwrap();
            assert!(!format!("{mailer:?}").contains("hunter2"));
        }
        for url in [
            "smtp://ana:hunter2@mail.example:25",
            "https://ana:hunter2@mail.example",
            "smtp://ana:hunter2@mail.example?tls=none",
            "hunter2",
        ] {
            let why = refused(url, "desk@example.org");
            assert!(why.starts_with("smtp_url") && !why.contains("hunter2"), "{url}: {why}");
        }
        assert!(refused("smtp://localhost", "nobody").starts_with("smtp_from"));
    }

    #[test]
    fn addresses_are_addresses() {
        assert_eq!(read_address(" ana@example.org ").unwrap(), "ana@example.org");
        let long = format!("{}@example.org", "a".repeat(300));
        for typed in ["", "ana", "ana@", "a b@example.org", "ana@example.org\r\nBcc: all@example.org", &long]
        {
            assert!(read_address(typed).is_err(), "{typed:?}");
        }
    }
}
