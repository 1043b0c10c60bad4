//! The sources' own web server: it has nothing but pictures.

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use super::content::picture;

/// Serves the pictures on a free port of this machine until the process ends, and returns the address before their
/// names.
pub(super) async fn serve() -> Result<String, String> {
    let failed = |e: std::io::Error| format!("the pictures' server cannot start: {e}");
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let router = Router::new().route("/pictures/{name}", get(one));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "the pictures' server has stopped");
        }
    });
    Ok(format!("http://{address}/pictures"))
}

async fn one(Path(name): Path<String>) -> Response {
    match picture(&name) {
        Some(bytes) => ([(header::CONTENT_TYPE, "image/png")], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
