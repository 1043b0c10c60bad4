//! Lists on X: made, filled and read as the user to whom they belong (facts/x-api.md §2.6).

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::answer::Answer;
use super::client::{CallError, Called, PageOf, XClient};
use super::lenient;
use super::write::json_request;
use super::{Endpoint, Problem};
use crate::connector::Failure;
use mimus_http::Request;

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    data: Made,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Made {
    #[serde(deserialize_with = "lenient::number")]
    id: Option<u64>,
}

fn made(body: &[u8]) -> Result<u64, Failure> {
    let id = serde_json::from_slice::<Envelope>(body).ok().and_then(|answer| answer.data.id);
    id.filter(|id| *id > 0).ok_or_else(|| Failure::Rejected { why: "X's answer names no list".into() })
}

/// Whether an answer says that the list itself is not there.
#[must_use]
pub fn list_is_gone(problems: &[Problem]) -> bool {
    problems.iter().filter_map(Problem::resource).any(|(kind, _)| kind == "list")
}

impl XClient {
    /// Makes a list that only its owner sees; a name has 1 to 25 characters. Gives its number.
    pub async fn create_list(&self, name: &str) -> Result<Called<u64>, CallError> {
        let body = json!({"name": name, "private": true}).to_string();
        self.call(Endpoint::ListCreate, json_request(self.url("/2/lists", &[], false), body), made).await
    }

    /// Adds an account to a list. One that is there already stays.
    pub async fn add_to_list(&self, list: u64, account: u64) -> Result<Called<()>, CallError> {
        let url = self.url(&format!("/2/lists/{list}/members"), &[], false);
        let body = json!({"user_id": account.to_string()}).to_string();
        self.call(Endpoint::ListMembers, json_request(url, body), |_| Ok(())).await
    }

    /// Takes an account off a list.
    pub async fn take_off_list(&self, list: u64, account: u64) -> Result<Called<()>, CallError> {
        let url = self.url(&format!("/2/lists/{list}/members/{account}"), &[], false);
        let mut request = Request::get(url);
        request.method = Method::DELETE;
        self.call(Endpoint::ListMembers, request, |_| Ok(())).await
    }

    /// Posts of a list's members, newest first; 1 to 100 a page. There is no asking for those after one.
    pub async fn list_tweets(&self, list: u64, page: &PageOf) -> Result<Called<Answer>, CallError> {
        let page = PageOf { since: None, from: None, ..page.clone() };
        let path = format!("/2/lists/{list}/tweets");
        self.posts(Endpoint::ListTweets, &path, &page, (1, 100), "pagination_token", &[]).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_known_by_its_number_or_not_at_all() {
        assert_eq!(made(br#"{"data":{"id":"17","name":"mimus 1"}}"#).unwrap(), 17);
        for wrong in ["", "[]", "{}", r#"{"data":{"id":"0"}}"#, "<html>"] {
            assert!(made(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
