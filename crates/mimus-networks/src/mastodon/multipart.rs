//! A form with a file (RFC 7578).

use bytes::{BufMut, Bytes, BytesMut};

/// A body of `multipart/form-data`, and its media type.
pub(super) fn form(fields: &[(&str, &str)], file: (&str, &str, &str, &[u8])) -> (String, Bytes) {
    let (name, file_name, media_type, bytes) = file;
    let boundary = boundary(bytes);
    let mut body = BytesMut::with_capacity(bytes.len() + 1_024);
    for (name, value) in fields {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.put_slice(head.as_bytes());
        body.put_slice(value.as_bytes());
        body.put_slice(b"\r\n");
    }
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
         Content-Type: {media_type}\r\n\r\n"
    );
    body.put_slice(head.as_bytes());
    body.put_slice(bytes);
    body.put_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body.freeze())
}

/// A line that is not in the file: 128 bits of its digest.
fn boundary(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fields_come_before_the_file() {
        let (kind, body) =
            form(&[("description", "A bird")], ("file", "medium.png", "image/png", b"\x89PNG"));
        let boundary = kind.split_once("boundary=").unwrap().1.to_owned();
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!(body.starts_with(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nA bird"
        )));
        assert!(body.contains("filename=\"medium.png\"\r\nContent-Type: image/png\r\n\r\n"));
        assert!(body.ends_with(&format!("\r\n--{boundary}--\r\n")));
    }
}
