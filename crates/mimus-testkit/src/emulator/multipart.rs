//! Bodies of several parts (RFC 7578), as far as uploads use them.

/// The parts of a body, each with its name and bytes.
pub(super) fn parts<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<(String, &'a [u8])>> {
    let boundary = content_type.strip_prefix("multipart/form-data")?.split_once("boundary=")?.1;
    let boundary = boundary.trim_matches('"');
    let (first, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = body.strip_prefix(first.as_bytes())?;
    let mut parts = Vec::new();
    while let Some(inner) = rest.strip_prefix(b"\r\n") {
        let end = find(inner, between.as_bytes())?;
        let part = &inner[..end];
        let head = find(part, b"\r\n\r\n")?;
        let name = std::str::from_utf8(&part[..head]).ok()?.split_once("name=\"")?.1.split('"').next()?;
        parts.push((name.to_owned(), &part[head + 4..]));
        rest = &inner[end + between.len()..];
    }
    rest.starts_with(b"--").then_some(parts)
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}
