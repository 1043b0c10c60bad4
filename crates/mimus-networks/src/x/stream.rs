//! The filtered stream: one JSON object a line, and empty lines to say that it lives.

use bytes::BytesMut;
use mimus_http::{Flow, HttpError};

use super::answer::Answer;
use super::problem::Problem;

/// Longest line, in bytes.
const MAX_LINE: usize = 4 << 20;

/// The stream while it is open.
pub struct PostStream {
    flow: Flow,
    buffer: BytesMut,
    /// How much of the buffer is known to hold no end of a line.
    searched: usize,
}

/// Why the stream is over.
#[derive(Debug, thiserror::Error)]
pub enum StreamEnd {
    /// The connection broke, or was silent for too long.
    #[error("the stream broke off: {0}")]
    Broken(String),
    /// X ended it.
    #[error("X ended the stream{}", if .0.is_empty() { String::new() } else { format!(": {}", .0) })]
    Ended(String),
    /// A line has no end.
    #[error("a line of the stream is longer than {MAX_LINE} bytes")]
    LongLine,
}

impl PostStream {
    pub(super) fn new(flow: Flow) -> Self {
        Self { flow, buffer: BytesMut::new(), searched: 0 }
    }

    /// The next line with posts. A line that cannot be read is left out and logged, for the stream goes on behind it.
    pub async fn next(&mut self) -> Result<Answer, StreamEnd> {
        loop {
            while let Some(line) = self.line()? {
                if line.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                match Answer::parse(&line) {
                    Ok(answer) if !answer.tweets.is_empty() => return Ok(answer),
                    Ok(answer) => {
                        if let Some(problem) = answer.problems.iter().find(|problem| problem.ends_stream()) {
                            return Err(StreamEnd::Ended(Problem::words(problem)));
                        }
                    }
                    Err(error) => tracing::warn!(%error, "a line of X's stream cannot be read"),
                }
            }
            match self.flow.next().await {
                Ok(Some(chunk)) => self.buffer.extend_from_slice(&chunk),
                Ok(None) => return Err(StreamEnd::Ended(String::new())),
                Err(HttpError::Timeout { .. }) => {
                    return Err(StreamEnd::Broken("nothing came for too long".into()));
                }
                Err(error) => return Err(StreamEnd::Broken(error.to_string())),
            }
        }
    }

    fn line(&mut self) -> Result<Option<BytesMut>, StreamEnd> {
        if let Some(at) = self.buffer[self.searched..].iter().position(|byte| *byte == b'\n') {
            let line = self.buffer.split_to(self.searched + at + 1);
            self.searched = 0;
            return Ok(Some(line));
        }
        self.searched = self.buffer.len();
        if self.buffer.len() > MAX_LINE {
            return Err(StreamEnd::LongLine);
        }
        Ok(None)
    }
}
