//! Media: kept for a draft, which names the file that is answered.

use mimus_core::desk::Scope;
use mimus_engine::desk::media::MAX_UPLOAD;
use serde_json::json;

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::table::Verb::Post;
use super::table::{Gives, Operation, Run, Takes};

/// Largest file that is taken, in bytes.
pub(super) const MAX_FILE: usize = MAX_UPLOAD as usize;

pub(super) const OPERATIONS: &[Operation] = &[Operation::new(
    Post,
    "/api/v1/media",
    "keepMedium",
    "Keeps a picture, a film or sound of at most 40 MiB for a draft: the bytes as they are, which say what it is. What is answered goes \
     into the draft's media, with an alt text.",
    Run::Known(Some(Scope::Write), |call| Box::pin(keep(call))),
)
.takes(Takes::File)
.gives(Gives::Json("Medium"))
.problems(&[Kind::MayNot, Kind::Media])];

async fn keep(call: Call) -> Result<Reply, Problem> {
    let kept = call.engine.keep_upload(&call.user.person, call.body).await?;
    Ok(Reply::ok(json!(kept)))
}
