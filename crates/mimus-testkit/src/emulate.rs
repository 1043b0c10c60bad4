//! The emulator of X for those who try it by hand.

use clap::Subcommand;
use mimus_testkit::emulator::{Emulator, Options};

use crate::say;

/// What is emulated.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum Emulate {
    /// X's API v2, as far as Mimus calls it
    X {
        /// The port; 0 takes a free one
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
}

impl Emulate {
    /// Runs until Ctrl-C.
    pub(crate) async fn run(self) -> Result<(), String> {
        let Self::X { port } = self;
        let options = Options { port, ..Options::default() };
        let x = Emulator::start_with(options).await.map_err(|e| format!("port {port} cannot be had: {e}"))?;
        let (base, token) = (x.base_url(), x.bearer());
        say(&format!("X is emulated at {base}, and takes the token {token}. To try it:"));
        say(&format!("curl {base}_emulator/users -d '{{\"handle\":\"alice\",\"name\":\"Alice\"}}'"));
        say(&format!(
            "curl {base}_emulator/posts -d '{{\"user\":\"alice\",\"text\":\"Hello, https://example.org/\"}}'"
        ));
        say(&format!(
            "curl -H 'Authorization: Bearer {token}' '{base}2/tweets/search/recent?query=from:alice'"
        ));
        say(&format!("curl {base}_emulator/connect -d '{{\"handle\":\"alice\"}}'"));
        say(&format!(
            "curl {base}2/tweets -H 'Authorization: Bearer ACCESS_TOKEN' -d '{{\"text\":\"Written by an app\"}}'"
        ));
        say(&format!("curl {base}_emulator/posts/alice"));
        say(&format!("curl {base}_emulator/bill"));
        tokio::signal::ctrl_c().await.map_err(|e| e.to_string())
    }
}
