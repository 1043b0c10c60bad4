//! Real data, where they are at hand (`MIMUS_SHARED`), and what may be said of them here: they are other people's.

use std::path::{Path, PathBuf};

use mimus_core::SpanKind;
use mimus_networks::OnePost;
use serde_json::Value;

/// The folder with data of that kind; says so where there is none.
pub(crate) fn folder(kind: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("MIMUS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("data").join(kind);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no real data at {}", folder.display());
    None
}

/// The files of a folder, by their names.
pub(crate) fn files(folder: &Path) -> Vec<(String, Value)> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
    };
    files.into_iter().map(read).collect()
}

/// FNV-1a: the same on every machine and in every version.
pub(crate) fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What became of a post, without a word of it.
pub(crate) fn line(name: &str, one: &OnePost) -> String {
    let post = match &one.post {
        Ok(post) => post.clone(),
        Err(why) => return format!("{name}: {why}"),
    };
    let whole = digest(&serde_json::to_string(&post).unwrap());
    let own = one.is_own_reply;
    let kind = match (&post.repost_of, &post.reply_to, &post.quote) {
        (Some(_), ..) => "repost",
        (_, Some(_), Some(_)) => "reply with quote",
        (_, Some(_), None) if own => "thread",
        (_, Some(_), None) => "reply",
        (_, _, Some(_)) => "quote",
        _ => "post",
    };
    let spans = |wanted: fn(&SpanKind) -> bool| post.text.spans().iter().filter(|s| wanted(&s.kind)).count();
    let counts = [
        ("links", spans(|k| matches!(k, SpanKind::Link { .. }))),
        ("mentions", spans(|k| matches!(k, SpanKind::Mention { .. }))),
        ("hashtags", spans(|k| matches!(k, SpanKind::Hashtag { .. }))),
        ("media", post.media.len()),
        ("poll options", post.poll.as_ref().map_or(0, |poll| poll.options.len())),
        ("losses", one.warnings.len()),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{n} {what}")).collect();
    let chars = post.text.as_str().chars().count();
    format!("{name}: {kind}, {chars} characters, {} {whole:016x}", counts.join(", "))
}
