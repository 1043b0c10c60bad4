//! Which files of the media folder the Desk names: in drafts, in every state that they had, in templates, in what is published.

use std::collections::HashSet;

use crate::db::{args, built, placeholders};
use crate::{Result, Store};

/// Rows read at once.
const ROWS: u32 = 500;

/// Where names of files stand: table, two numbers by which its rows are in order (the same twice where one is enough), the
/// text, and which rows.
const PLACES: [(&str, &str, &str, &str, &str); 4] = [
    ("drafts", "id", "id", "content", "1 = 1"),
    ("draft_revisions", "draft_id", "number", "content", "1 = 1"),
    ("draft_templates", "id", "id", "content", "1 = 1"),
    ("publications", "id", "id", "post", "draft_id IS NOT NULL"),
];

impl Store {
    /// The names of files, `hash.extension`, that the Desk names anywhere.
    pub async fn files_of_desk(&self) -> Result<HashSet<String>> {
        let mut names = HashSet::new();
        for (table, one, two, text, which) in PLACES {
            let sql = format!(
                "SELECT {one}, {two}, {text} FROM {table} WHERE {which} \
                 AND ({one} > $1 OR ({one} = $1 AND {two} > $2)) ORDER BY {one}, {two} LIMIT $3"
            );
            let mut after = (0, 0);
            loop {
                let rows = self.db.rows(built(sql.clone()), &args![after.0, after.1, ROWS]).await?;
                for row in &rows {
                    after = (row.int(0)?, row.int(1)?);
                    names_in(&row.text(2)?, &mut names);
                }
                if rows.len() < ROWS as usize {
                    break;
                }
            }
        }
        Ok(names)
    }

    /// Whether the Desk names this file anywhere just now.
    pub async fn desk_names(&self, file: &str) -> Result<bool> {
        let pattern = format!("%{file}%");
        for (table, _, _, text, which) in PLACES {
            let sql = format!("SELECT 1 FROM {table} WHERE {which} AND {text} LIKE $1 LIMIT 1");
            if self.db.row(built(sql), &args![pattern.as_str()]).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Those of these hashes whose content a mirror shows.
    pub async fn contents_known(&self, hashes: &[String]) -> Result<HashSet<String>> {
        let mut known = HashSet::new();
        for some in hashes.chunks(200) {
            let sql = format!("SELECT sha256 FROM files WHERE sha256 IN ({})", placeholders(1, some.len()));
            let args: Vec<_> = some.iter().map(|hash| crate::db::Arg::from(hash.as_str())).collect();
            for row in self.db.rows(built(sql), &args).await? {
                known.insert(row.text(0)?);
            }
        }
        Ok(known)
    }
}

/// Everything in a text that reads like `hash.extension`.
fn names_in(text: &str, names: &mut HashSet<String>) {
    let hex = |b: &u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    for (dot, _) in text.match_indices('.') {
        let Some(hash) = dot.checked_sub(64).and_then(|at| text.get(at..dot)) else { continue };
        if !hash.bytes().all(|b| hex(&b)) {
            continue;
        }
        let extension: String =
            text[dot + 1..].chars().take_while(char::is_ascii_alphanumeric).take(4).collect();
        names.insert(format!("{hash}.{extension}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_text() {
        let (one, two) = ("a".repeat(64), "0123456789abcdef".repeat(4));
        let text =
            format!("{{\"file\":\"{one}.png\",\"u\":\"/x/{two}.webp\"}} end. ä.{one} {}.png", "g".repeat(64));
        let mut names = HashSet::new();
        names_in(&text, &mut names);
        let wanted: HashSet<String> = [format!("{one}.png"), format!("{two}.webp")].into();
        assert_eq!(names, wanted);
    }
}
