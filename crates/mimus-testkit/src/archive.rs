//! An archive in X's format, made up: as many tweets as wished, of the size and kinds that real ones have.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Words in several scripts, so that offsets are not bytes.
const PHRASES: [&str; 6] = [
    "The reading room opens at nine &amp; closes when the last reader leaves",
    "図書館は九時に開きます。どうぞお入りください",
    "تفتح قاعة المطالعة أبوابها في الساعة التاسعة",
    "Читальный зал открыт с девяти часов утра",
    "वाचनालय सुबह नौ बजे खुलता है",
    "Two finches 🐦🐦 and a family 👨‍👩‍👧‍👦 at the window",
];

/// Writes a zip with so many tweets.
pub(crate) fn write(path: &Path, tweets: u64) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("data/account.js", options)?;
    zip.write_all(br#"window.YTD.account.part0 = [{"account":{"username":"bench_town","accountId":"77","accountDisplayName":"Bench Town"}}]"#)?;
    zip.start_file("data/tweets.js", options)?;
    zip.write_all(b"window.YTD.tweets.part0 = [ ")?;
    for n in 0..tweets {
        let separator = if n > 0 { ",\n" } else { "" };
        zip.write_all(separator.as_bytes())?;
        zip.write_all(tweet(n).as_bytes())?;
    }
    zip.write_all(b" ]")?;
    zip.finish()?.flush()
}

fn id(n: u64) -> u64 {
    // Snowflake time, 40 minutes apart, from 2018 on.
    950_000_000_000_000_000 + n * 2_400_000 * 4_194_304 / 1_000
}

fn tweet(n: u64) -> String {
    let id_ = id(n);
    let phrase = PHRASES[usize::try_from(n % 6).unwrap_or(0)];
    let tag_from = phrase.chars().count() + 1;
    let tag = format!("#Town{}", n % 50);
    let url_from = tag_from + tag.len() + 1;
    let text = format!("{phrase} {tag} https://t.co/{n:010}");
    let (url_to, tag_to) = (url_from + 13 + 10, tag_from + tag.len());
    let seconds = (((id_ >> 22) + 1_288_834_974_657) / 1_000) % 60;
    let mut out = String::with_capacity(1_300);
    let _ = write!(
        out,
        r##"{{"tweet":{{"edit_info":{{"initial":{{"editTweetIds":["{id_}"],"editableUntil":"2023-02-18T13:03:11.000Z","editsRemaining":"5","isEditEligible":true}}}},"retweeted":false,"source":"<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>","entities":{{"hashtags":[{{"text":"{}","indices":["{tag_from}","{tag_to}"]}}],"symbols":[],"user_mentions":[],"urls":[{{"url":"https://t.co/{n:010}","expanded_url":"https://example.org/town/{n}?id={n}","display_url":"example.org/town/{n}","indices":["{url_from}","{url_to}"]}}]}},"display_text_range":["0","{url_to}"],"favorite_count":"{}","id_str":"{id_}","truncated":false,"retweet_count":"{}","id":"{id_}","possibly_sensitive":false,"created_at":"Sat Feb 18 12:33:{seconds:02} +0000 2023","favorited":false,"full_text":"{text}","lang":"en""##,
        &tag[1..],
        n % 90,
        n % 30
    );
    if n % 10 >= 7 {
        let parent = id(n - 1);
        let _ = write!(
            out,
            r#","in_reply_to_status_id_str":"{parent}","in_reply_to_status_id":"{parent}","in_reply_to_user_id_str":"77","in_reply_to_user_id":"77","in_reply_to_screen_name":"bench_town""#
        );
    }
    out.push_str("}}");
    out
}
