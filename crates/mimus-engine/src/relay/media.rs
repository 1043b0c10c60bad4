//! Media on their way from one network to another.

use bytes::Bytes;
use mimus_core::{Media, MediaSource};
use mimus_http::{HttpError, Redirects, Request};
use mimus_networks::{Failure, Publish, Upload, UploadedMedia};

use crate::Engine;
use crate::media::inspect;

/// Uploads media with their alt texts, in order. One that cannot be had holds up its post, and no other.
pub(super) async fn upload(
    engine: &Engine,
    network: &dyn Publish,
    media: &[Media],
) -> Result<Vec<UploadedMedia>, Failure> {
    let mut uploaded = Vec::with_capacity(media.len());
    for (n, medium) in media.iter().enumerate() {
        let upload = fetch(engine, n + 1, medium).await?;
        uploaded.push(match network.upload(&upload).await {
            // What is uploaded and not used is forgotten there.
            Err(Failure::Unknown { why }) => return Err(Failure::Retry { why }),
            other => other?,
        });
    }
    Ok(uploaded)
}

async fn fetch(engine: &Engine, number: usize, medium: &Media) -> Result<Upload, Failure> {
    let MediaSource::Url(url) = &medium.source else {
        return Err(rejected(number, "it is not on the web"));
    };
    let request =
        Request::get(url.as_url().clone()).max_body(engine.limits.media_file).redirects(Redirects::Follow);
    let response = match engine.http.send(request).await {
        Ok(response) => response,
        Err(HttpError::TooLarge { .. }) => return Err(rejected(number, "it is too large")),
        Err(error) => {
            return Err(Failure::Retry { why: format!("medium {number} could not be fetched: {error}") });
        }
    };
    let status = response.status;
    if status.is_server_error() || status.as_u16() == 429 {
        return Err(Failure::Retry { why: format!("medium {number} could not be fetched: HTTP {status}") });
    }
    if !status.is_success() {
        return Err(rejected(number, &format!("its server answers {status}")));
    }
    let media_type = sniffed(engine, response.body.clone())
        .await
        .ok_or_else(|| rejected(number, "it is of no type that is carried"))?;
    Ok(Upload {
        kind: medium.kind,
        media_type,
        bytes: response.body,
        alt: medium.alt_text().map(str::to_owned),
        focal_point: medium.focal_point,
    })
}

fn rejected(number: usize, why: &str) -> Failure {
    Failure::Rejected { why: format!("medium {number} cannot be carried: {why}") }
}

/// What the bytes are, whatever headers say.
async fn sniffed(engine: &Engine, bytes: Bytes) -> Option<&'static str> {
    let incoming = engine.media.incoming().ok()?;
    let looked = tokio::task::spawn_blocking(move || {
        std::fs::write(incoming.path(), &bytes).ok()?;
        inspect(incoming.path()).ok().map(|seen| seen.mime)
    });
    looked.await.ok().flatten()
}
