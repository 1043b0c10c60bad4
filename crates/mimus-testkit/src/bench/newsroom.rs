//! The Desk's pages over a newsroom of years: what was published, what is open, who works there.

mod seed;

use std::time::Instant;

use clap::Args;
use mimus_http::{ClientConfig, HttpClient, Redirects, Request};
use url::Url;

use super::{Figure, figure};
use crate::process;
use seed::Seeded;

/// What is there, and how often each page is asked for.
#[derive(Debug, Args)]
pub(crate) struct Newsroom {
    /// How many posts were published
    #[arg(long, default_value_t = 100_000)]
    posts: u32,
    /// How many drafts are open
    #[arg(long, default_value_t = 1_000)]
    drafts: u32,
    /// How many people work there
    #[arg(long, default_value_t = 200)]
    people: u32,
    /// For how many accounts
    #[arg(long, default_value_t = 10)]
    accounts: u32,
    /// How many requests per page and person
    #[arg(long, default_value_t = 200)]
    requests: u32,
    /// Only pages whose path has these words in it
    #[arg(long, default_value = "")]
    only: String,
}

/// Pages that are for those who have not signed in, or that go elsewhere at once.
const OUTSIDE: [&str; 5] = [
    "/desk/enter",
    "/desk/enter/with",
    "/desk/enter/back",
    "/desk/enter/fediverse/back",
    "/desk/enter/{token}",
];

impl Newsroom {
    pub(crate) async fn run(&self) -> Result<Vec<Figure>, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let began = Instant::now();
        let seeded = seed::seed(folder.path(), self).await.map_err(|e| e.to_string())?;
        let took = began.elapsed().as_secs_f64();
        let (server, base) = process::serve(folder.path(), "web").await?;
        let mut config = ClientConfig::new("mimus-testkit");
        config.allow_private_addresses = true;
        let http = HttpClient::new(config).map_err(|e| e.to_string())?;
        let ask = async |path: &str, token: &str| {
            let url = Url::parse(&format!("{base}{path}")).map_err(|e| e.to_string())?;
            let cookie = format!("mimus_desk={token}").parse().map_err(|_| "a header".to_owned())?;
            let request = Request::get(url).header(http::header::COOKIE, cookie).redirects(Redirects::None);
            http.send(request).await.map_err(|e| e.to_string())
        };
        let mut figures = vec![
            figure("posts published", self.posts.into(), ""),
            figure("drafts open", self.drafts.into(), ""),
            figure("people", self.people.into(), ""),
            figure("seeded in", took, "s"),
        ];
        let mut pages = vec![("bare: /healthz".to_owned(), "/healthz".to_owned())];
        for (page, _) in mimus_web::desk_pages().into_iter().filter(|(_, methods)| methods.contains(&"GET")) {
            if OUTSIDE.contains(&page) || !page.contains(&self.only) {
                continue;
            }
            pages.extend(seeded.addresses_of(page));
        }
        let (mut bare, mut slowest, mut slowest_p99) = (0.0, 0.0_f64, 0.0_f64);
        for (who, token) in [("keeper", Seeded::token(0)), ("publisher", Seeded::token(1))] {
            for (name, path) in &pages {
                let mut times = Vec::with_capacity(self.requests as usize);
                let mut weight = 0;
                for _ in 0..self.requests {
                    let began = Instant::now();
                    let answer = ask(path, &token).await?;
                    times.push(began.elapsed().as_secs_f64() * 1_000.0);
                    weight = answer.body.len();
                    match answer.status.as_u16() {
                        200 => {}
                        403 if who != "keeper" => break,
                        other => return Err(format!("{path} answers {other} to a {who}")),
                    }
                }
                if times.len() < self.requests as usize {
                    continue;
                }
                times.sort_by(f64::total_cmp);
                let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
                if bare == 0.0 {
                    bare = median;
                }
                (slowest, slowest_p99) = (slowest.max(median), slowest_p99.max(p99));
                figures.push(figure(format!("{who} {name}: median"), median, "ms"));
                figures.push(figure(format!("{who} {name}: p99"), p99, "ms"));
                figures.push(figure(format!("{who} {name}: over bare"), median / bare, "times"));
                figures.push(figure(format!("{who} {name}: weight"), weight as f64 / 1_024.0, "KiB"));
            }
        }
        figures.push(figure("slowest median", slowest, "ms"));
        figures.push(figure("slowest p99", slowest_p99, "ms"));
        let mib = |name| process::status_kib(server.0.id(), name).unwrap_or(0) as f64 / 1_024.0;
        figures.push(figure("resident after the pages", mib("VmRSS"), "MiB"));
        Ok(figures)
    }
}
