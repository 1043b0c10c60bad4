//! Media on their way from one network to another: fetched, fitted to what the destination takes, uploaded.

mod fit;

use bytes::Bytes;
use mimus_core::render::FileLimits;
use mimus_core::{Media, MediaSource, WebUrl};
use mimus_http::{HttpError, Redirects, Request};
use mimus_networks::{Failure, Publish, Upload, UploadedMedia};

use crate::Engine;

/// What was uploaded for a publication in this turn. What is uploaded and not used is forgotten by the network.
#[derive(Default)]
pub(super) struct Uploads {
    done: Vec<(Media, UploadedMedia)>,
}

/// Why a medium is not on the destination.
#[derive(Debug)]
pub(super) enum NotUploaded {
    /// The destination does not take it, or nobody has it: in words that go on "medium 2 ".
    Unfit(String),
    /// It may be had, or taken, later.
    Later(Failure),
}

impl From<Failure> for NotUploaded {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Rejected { why }
            | Failure::RejectedAs { why, .. }
            | Failure::Unsupported { what: why } => Self::Unfit(format!("was refused: {why}")),
            // A second upload does no harm.
            Failure::Unknown { why } => Self::Later(Failure::Retry { why }),
            other => Self::Later(other),
        }
    }
}

impl Uploads {
    /// Uploads a medium with its alt text, unless it is there.
    pub(super) async fn bring(
        &mut self,
        engine: &Engine,
        network: &dyn Publish,
        takes: FileLimits,
        medium: &Media,
    ) -> Result<(), NotUploaded> {
        if self.id(medium).is_none() {
            let upload = fetch(engine, takes, medium).await?;
            let id = network.upload(&upload).await?;
            self.done.push((medium.clone(), id));
        }
        Ok(())
    }

    /// The ids of those of these media that are there, in their order.
    pub(super) fn ids(&self, media: &[Media]) -> Vec<UploadedMedia> {
        media.iter().filter_map(|medium| self.id(medium).cloned()).collect()
    }

    fn id(&self, medium: &Media) -> Option<&UploadedMedia> {
        self.done.iter().find(|(known, _)| known == medium).map(|(_, id)| id)
    }
}

async fn fetch(engine: &Engine, takes: FileLimits, medium: &Media) -> Result<Upload, NotUploaded> {
    let unfit = |why: &str| NotUploaded::Unfit(why.to_owned());
    let body = match &medium.source {
        MediaSource::Url(url) => from_the_web(engine, url).await?,
        MediaSource::Entry(name) => from_here(engine, name).await?,
    };
    let fitted = tokio::task::spawn_blocking(move || fit::fit(body, &takes)).await;
    let fitted = fitted.map_err(|_| unfit("cannot be read"))?;
    let fitted = fitted.map_err(|why| NotUploaded::Unfit(why.to_string()))?;
    Ok(Upload {
        kind: medium.kind,
        media_type: fitted.media_type,
        bytes: fitted.bytes,
        alt: medium.alt_text().map(str::to_owned),
        focal_point: medium.focal_point,
    })
}

/// A file that was uploaded at the Desk.
async fn from_here(engine: &Engine, name: &str) -> Result<Bytes, NotUploaded> {
    let unfit = |why: &str| NotUploaded::Unfit(why.to_owned());
    let path = engine.media.file(name).ok_or_else(|| unfit("is not on the web"))?;
    match tokio::fs::read(&path).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(unfit("is not in the media folder any more"))
        }
        Err(error) => {
            Err(NotUploaded::Later(Failure::Retry { why: format!("a medium cannot be read: {error}") }))
        }
    }
}

async fn from_the_web(engine: &Engine, url: &WebUrl) -> Result<Bytes, NotUploaded> {
    let later = |why: String| {
        NotUploaded::Later(Failure::Retry { why: format!("a medium could not be fetched: {why}") })
    };
    let request =
        Request::get(url.as_url().clone()).max_body(engine.limits.media_file).redirects(Redirects::Follow);
    let response = match engine.http.send(request).await {
        Ok(response) => response,
        Err(HttpError::TooLarge { .. }) => {
            let most = engine.limits.media_file >> 20;
            return Err(NotUploaded::Unfit(format!("is larger than the {most} MiB that are fetched")));
        }
        Err(error) if error.is_transient() => return Err(later(error.to_string())),
        Err(error) => return Err(NotUploaded::Unfit(format!("cannot be fetched: {error}"))),
    };
    let status = response.status;
    if status.is_server_error() || status.as_u16() == 429 {
        return Err(later(format!("HTTP {status}")));
    }
    if !status.is_success() {
        return Err(NotUploaded::Unfit(format!("cannot be fetched: its server answers {status}")));
    }
    Ok(response.body)
}
