//! `mimus serve` as a process that is ended in all ways.

use std::cell::Cell;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) struct Process {
    child: Child,
    frozen: Cell<bool>,
}

impl Process {
    /// A courier, which answers nobody.
    pub(crate) fn start(folder: &Path, database: &str) -> Self {
        Self::serve(folder, database, "courier", "127.0.0.1:0")
    }

    pub(crate) fn serve(folder: &Path, database: &str, roles: &str, listen: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mimus"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIMUS_")) {
            command.env_remove(name);
        }
        let child = command
            .args(["serve", "--roles", roles, "--listen", listen, "--allow-private-addresses"])
            .args(["--public-url", "http://town.example", "--log", "off"])
            .args(["--database-url", database])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, frozen: Cell::new(false) }
    }

    /// What it holds in memory, in MiB.
    pub(crate) fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success(), "kill {name} failed");
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
        self.frozen.set(true);
    }

    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
        self.frozen.set(false);
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen.get()
    }

    /// Asks it to stop, as an operator would, and waits for it.
    pub(crate) fn stop(mut self) {
        self.signal("-TERM");
        assert!(self.child.wait().unwrap().success(), "it did not stop in peace");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
