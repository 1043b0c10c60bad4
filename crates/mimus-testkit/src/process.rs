//! Running the built binary, and what the system says of it.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The `mimus` beside this program, or the one that `MIMUS_BIN` names.
pub(crate) fn binary() -> Result<PathBuf, String> {
    let path = match std::env::var_os("MIMUS_BIN") {
        Some(path) => PathBuf::from(path),
        None => std::env::current_exe().map_err(|e| e.to_string())?.with_file_name("mimus"),
    };
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{} is not there; build it first: cargo build --release", path.display()))
    }
}

/// A command of the binary on a data folder, with no settings from around it.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Result<Command, String> {
    let mut command = Command::new(binary()?);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MIMUS_")) {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .args(["--data", "data", "--log", "warn"])
        .args(arguments)
        .stdin(Stdio::null());
    Ok(command)
}

/// A process that ends with this handle.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Longest wait for a start.
const PATIENCE: Duration = Duration::from_secs(120);

/// Starts `mimus serve` in those roles, and waits until it listens. With its base address.
pub(crate) async fn serve(folder: &Path, roles: &str) -> Result<(Running, String), String> {
    serve_with(folder, roles, &[]).await
}

/// The same with settings in its environment.
pub(crate) async fn serve_with(
    folder: &Path,
    roles: &str,
    settings: &[(&str, String)],
) -> Result<(Running, String), String> {
    let listen =
        TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?.to_string();
    let base = format!("http://{listen}");
    let arguments =
        ["--public-url", &base, "--listen", &listen, "--allow-private-addresses", "serve", "--roles", roles];
    let mut command = command(folder, &arguments)?;
    command.envs(settings.iter().map(|(name, value)| (*name, value.as_str())));
    let mut server = Running(command.stderr(Stdio::null()).spawn().map_err(|e| e.to_string())?);
    let began = Instant::now();
    while tokio::net::TcpStream::connect(&listen).await.is_err() {
        if let Ok(Some(status)) = server.0.try_wait() {
            return Err(format!("mimus serve ended with {status}"));
        }
        if began.elapsed() > PATIENCE {
            return Err("mimus serve does not come up".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok((server, base))
}

/// A line of `/proc/PID/status` in KiB.
pub(crate) fn status_kib(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':')?.split_whitespace().next()?.parse().ok())
}

/// CPU time of a process in seconds, user and system.
pub(crate) fn cpu_seconds(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// Runs a command to its end; returns how long it took and the most memory it held, in MiB.
pub(crate) fn measure(mut command: Command) -> Result<(Duration, f64), String> {
    let began = Instant::now();
    let mut child = Running(command.stdout(Stdio::null()).spawn().map_err(|e| e.to_string())?);
    let mut peak = 0;
    loop {
        peak = peak.max(status_kib(child.0.id(), "VmHWM").unwrap_or(0));
        if let Some(status) = child.0.try_wait().map_err(|e| e.to_string())? {
            if !status.success() {
                return Err(format!("the command ended with {status}"));
            }
            return Ok((began.elapsed(), peak as f64 / 1_024.0));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
