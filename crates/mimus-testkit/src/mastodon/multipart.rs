//! Forms of several parts, as RFC 7578 has them.

use axum::body::Bytes;

/// How many parts a form may have.
const MOST: usize = 64;

#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) is_file: bool,
    pub(super) content_type: Option<String>,
    pub(super) bytes: Bytes,
}

/// The parts of a body; none where it is broken or has too many.
pub(super) fn read(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = format!("--{}", parameter(content_type, "boundary")?);
    let mut at = find(body, boundary.as_bytes(), 0)? + boundary.len();
    // Each further boundary has the end of a line before it.
    let next = format!("\r\n{boundary}");
    let mut parts = Vec::new();
    loop {
        let rest = body.get(at..)?;
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        if !rest.starts_with(b"\r\n") || parts.len() == MOST {
            return None;
        }
        let head = find(body, b"\r\n\r\n", at)?;
        let content = head + 4;
        let end = find(body, next.as_bytes(), content)?;
        parts.push(part(body.get(at + 2..head)?, body.slice(content..end))?);
        at = end + next.len();
    }
}

fn part(head: &[u8], bytes: Bytes) -> Option<Part> {
    let mut disposition = None;
    let mut content_type = None;
    for line in String::from_utf8_lossy(head).split("\r\n") {
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-disposition" => disposition = Some(value.trim().to_owned()),
            "content-type" => content_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let disposition = disposition?;
    let is_file = parameter(&disposition, "filename").is_some();
    Some(Part { name: parameter(&disposition, "name")?, is_file, content_type, bytes })
}

/// A parameter of a header's value, bare or in quotes.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut parameters = value.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, given) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
    Some(given.trim().trim_matches('"').to_owned()).filter(|given| !given.is_empty())
}

fn find(body: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let (first, rest) = (*wanted.first()?, body.get(from..)?);
    let mut at = 0;
    while let Some(step) = rest.get(at..)?.iter().position(|byte| *byte == first) {
        at += step;
        if rest.get(at..)?.starts_with(wanted) {
            return Some(from + at);
        }
        at += 1;
    }
    None
}
