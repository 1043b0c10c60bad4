//! Stored files.

use crate::place::{Place, hash};

#[tokio::test]
async fn a_file_is_sent_whole_or_in_part() {
    let place = Place::start().await;
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let name = place.store_file("https://source.example/v.mp4", "video/mp4", &hash(7), &bytes).await;
    let path = format!("/media/{name}");
    let whole = place.get(&path).await;
    assert_eq!(whole.status, 200);
    assert_eq!(whole.body, bytes);
    assert_eq!(whole.header("content-type"), "video/mp4");
    assert_eq!(whole.header("content-length"), "200000");
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    assert_eq!(whole.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(whole.header("cross-origin-resource-policy"), "cross-origin");
    for (range, status, part, content_range) in [
        ("bytes=0-1", 206, &bytes[0..2], "bytes 0-1/200000"),
        ("bytes=100000-", 206, &bytes[100_000..], "bytes 100000-199999/200000"),
        ("bytes=-5", 206, &bytes[199_995..], "bytes 199995-199999/200000"),
        ("bytes=199999-400000", 206, &bytes[199_999..], "bytes 199999-199999/200000"),
        ("bytes=200000-", 416, &[][..], "bytes */200000"),
        ("bytes=5-4", 200, &bytes[..], ""),
        ("bytes=0-1,5-6", 200, &bytes[..], ""),
    ] {
        let answer = place.ask("GET", &path, &[("Range", range)]).await;
        assert_eq!(answer.status, status, "{range}");
        assert_eq!(answer.body, part, "{range}");
        assert_eq!(answer.header("content-range"), content_range, "{range}");
    }
    let tag = whole.header("etag");
    let kept = place.ask("GET", &path, &[("If-None-Match", tag)]).await;
    assert_eq!((kept.status, kept.body.len()), (304, 0));
    let same = place.ask("GET", &path, &[("Range", "bytes=0-1"), ("If-Range", tag)]).await;
    assert_eq!(same.status, 206);
    let other = place.ask("GET", &path, &[("Range", "bytes=0-1"), ("If-Range", "\"other\"")]).await;
    assert_eq!((other.status, other.body.len()), (200, 200_000));
    let head = place.ask("HEAD", &path, &[]).await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "200000", 0));
}

#[tokio::test]
async fn nothing_but_stored_files_is_sent() {
    let place = Place::start().await;
    let name = place.store_file("https://source.example/a.png", "image/png", &hash(7), b"png").await;
    assert_eq!(place.get(&format!("/media/{name}")).await.status, 200);
    let secret = place.media_folder().parent().unwrap().join("secret.png");
    std::fs::write(&secret, "secret").unwrap();
    for path in [
        format!("/media/{}.png", hash(8)),
        format!("/media/{}.jpg", hash(7)),
        format!("/media/{}.svg", hash(7)),
        format!("/media/{}", hash(7)),
        "/media/../secret.png".into(),
        "/media/..%2Fsecret.png".into(),
        format!("/media/{}", secret.display().to_string().replace('/', "%2F")),
        "/media/".into(),
        "/media/%00".into(),
        "/media/%ff".into(),
    ] {
        let status = place.get(&path).await.status;
        assert!(status == 404 || status == 400, "{path}: {status}");
    }
}
