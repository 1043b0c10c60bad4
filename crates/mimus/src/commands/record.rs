//! `mimus record …`: the open record, exported and verified.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use mimus_core::desk::{Entry, GENESIS};
use mimus_store::verify;

use crate::cli::RecordCommand;
use crate::config::Config;
use crate::{node, say};

/// Entries read at once.
const ENTRIES: u32 = 500;

/// Does what was asked.
pub(crate) async fn run(config: &Config, command: RecordCommand) -> Result<(), String> {
    match command {
        RecordCommand::Export { file } => export(config, file).await,
        RecordCommand::Verify { file: Some(file) } => verify_file(&file),
        RecordCommand::Verify { file: None } => {
            let store = node::engine(config).await?.store;
            let found = store.verify_record().await.map_err(|e| e.to_string())?;
            let (entries, last) = found.map_err(|fault| fault.to_string())?;
            whole(entries, &last);
            Ok(())
        }
    }
}

fn whole(entries: i64, last: &str) {
    say::line(&format!("{entries} entries, none changed, taken out or put in; the last has the hash {last}"));
}

async fn export(config: &Config, file: Option<PathBuf>) -> Result<(), String> {
    let store = node::engine(config).await?.store;
    let mut out: Box<dyn Write> = match &file {
        Some(path) => {
            let made =
                File::create_new(path).map_err(|e| format!("{} cannot be made: {e}", path.display()))?;
            Box::new(BufWriter::new(made))
        }
        None => Box::new(std::io::stdout().lock()),
    };
    let mut seq = 0;
    loop {
        let entries = store.record_after(seq, ENTRIES).await.map_err(|e| e.to_string())?;
        let Some(last) = entries.last() else { break };
        seq = last.seq;
        for entry in &entries {
            let line = serde_json::to_string(entry).map_err(|e| e.to_string())?;
            writeln!(out, "{line}").map_err(|e| format!("the record could not be written: {e}"))?;
        }
    }
    out.flush().map_err(|e| format!("the record could not be written: {e}"))?;
    if let Some(path) = file {
        say::note(&format!("{seq} entries are in {}", path.display()));
    }
    Ok(())
}

fn verify_file(path: &Path) -> Result<(), String> {
    let unread = |error: &dyn std::fmt::Display| format!("{} cannot be read: {error}", path.display());
    let file = File::open(path).map_err(|error| unread(&error))?;
    let (mut seq, mut previous) = (0, GENESIS.to_owned());
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let line = line.map_err(|error| unread(&error))?;
        let entry: Entry = serde_json::from_str(&line)
            .map_err(|error| format!("line {number} of {} is no entry: {error}", path.display()))?;
        verify(&[entry], &mut seq, &mut previous).map_err(|fault| format!("line {number}: {fault}"))?;
    }
    whole(seq, &previous);
    Ok(())
}
