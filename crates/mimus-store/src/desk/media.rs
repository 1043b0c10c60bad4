//! Drafts that have media.

use jiff::Timestamp;

use super::DraftId;
use super::drafts::{COLUMNS, Draft, DraftFilter, draft, of_states_among};
use crate::db::{args, built};
use crate::relay::AccountId;
use crate::{Result, Store};

/// What `\` stands before in a pattern, so that it stands for itself.
fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl Store {
    /// Drafts with media, those that were changed last first: those that come after `after` in that order. With `words`, only
    /// those that have them anywhere. Of the filter, `account` and `author` are not gone by.
    pub async fn drafts_with_media(
        &self,
        filter: &DraftFilter,
        words: &str,
        after: Option<(Timestamp, DraftId)>,
        limit: u32,
    ) -> Result<Vec<Draft>> {
        let sql = built(format!(
            "SELECT {COLUMNS} FROM drafts d WHERE d.with_media = 1 AND {} \
             AND (d.updated_at < $1 OR (d.updated_at = $1 AND d.id < $2)) \
             AND ($3 = '' OR LOWER(d.content) LIKE $4 ESCAPE '\\') \
             ORDER BY d.updated_at DESC, d.id DESC LIMIT $5",
            of_states_among(filter)
        ));
        let (at, id) = after.map_or((i64::MAX, 0), |(at, id)| (at.as_millisecond(), id.0));
        let rows = self.db.rows(sql, &args![at, id, words, pattern(words), limit]).await?;
        let mut drafts = rows.iter().map(draft).collect::<Result<Vec<Draft>>>()?;
        if drafts.is_empty() {
            return Ok(drafts);
        }
        let ids: Vec<String> = drafts.iter().map(|draft| draft.id.to_string()).collect();
        let sql = built(format!(
            "SELECT draft_id, account_id FROM draft_accounts WHERE draft_id IN ({}) ORDER BY account_id",
            ids.join(", ")
        ));
        for row in self.db.rows(sql, &[]).await? {
            let id = DraftId(row.int(0)?);
            if let Some(draft) = drafts.iter_mut().find(|draft| draft.id == id) {
                draft.accounts.push(AccountId(row.int(1)?));
            }
        }
        Ok(drafts)
    }
}
