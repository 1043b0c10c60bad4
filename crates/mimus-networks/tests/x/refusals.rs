//! What X's refusals mean for what to do next.

use mimus_networks::Failure;
use mimus_networks::x::{Absence, Answer, Refusal, Users};
use serde_json::json;

fn kind(status: u16, body: &str) -> &'static str {
    match Refusal::read(status, body.as_bytes()) {
        Refusal::Wrong(_) => "wrong",
        Refusal::Token(_) => "token",
        Refusal::Credits(_) => "credits",
        Refusal::SpendCap { .. } => "spend cap",
        Refusal::MonthlyCap(_) => "monthly cap",
        Refusal::Forbidden(_) => "forbidden",
        Refusal::NotFound(_) => "not found",
        Refusal::NoRules(_) => "no rules",
        Refusal::Window(_) => "window",
        Refusal::Connected(_) => "connected",
        Refusal::Unwell(_) => "unwell",
    }
}

#[test]
fn each_kind_is_told_apart_whatever_the_shape() {
    let problem = |title: &str, detail: &str, kind: &str| {
        json!({"title": title, "detail": detail, "type": format!("https://api.x.com/2/problems/{kind}"), "account_id": 1_900_000_000_000_000_001_u64})
            .to_string()
    };
    let old = |code: u32, message: &str| json!({"errors": [{"code": code, "message": message}]}).to_string();
    for (status, body, expected) in [
        (400, problem("Invalid Request", "No.", "invalid-request"), "wrong"),
        (401, problem("Unauthorized", "Unauthorized", "about:blank"), "token"),
        (401, old(89, "Invalid or expired token"), "token"),
        (403, old(99, "Unable to verify your credentials"), "token"),
        (402, problem("CreditsDepleted", "Nothing left.", "credits"), "credits"),
        (402, String::new(), "credits"),
        (403, problem("Forbidden", "Your credits are used up.", "about:blank"), "credits"),
        (403, problem("SpendCapReached", "Cap.", "credits"), "spend cap"),
        (429, problem("UsageCapExceeded", "Month.", "usage-capped"), "monthly cap"),
        (403, problem("Client Forbidden", "Not enrolled.", "client-forbidden"), "forbidden"),
        (404, problem("Not Found Error", "None.", "resource-not-found"), "not found"),
        (409, String::new(), "no rules"),
        (429, problem("Too Many Requests", "Too Many Requests", "about:blank"), "window"),
        (429, old(88, "Rate limit exceeded"), "window"),
        (
            429,
            json!({"title": "ConnectionException", "connection_issue": "TooManyConnections"}).to_string(),
            "connected",
        ),
        (503, "<html>Over capacity</html>".into(), "unwell"),
        (500, String::new(), "unwell"),
    ] {
        assert_eq!(kind(status, &body), expected, "{status} {body}");
    }
}

#[test]
fn a_spending_limit_ends_on_the_day_that_x_names() {
    let body = json!({"title": "SpendCapReached", "detail": "Cap.", "reset_date": "2026-12-01"}).to_string();
    let now = "2026-11-23T12:00:00Z".parse().unwrap();
    let Failure::RateLimited { until, why } = Refusal::read(403, body.as_bytes()).failure(now) else {
        panic!()
    };
    assert_eq!(until.to_string(), "2026-12-01T00:00:00Z");
    assert!(why.contains("spending limit"), "{why}");
}

#[test]
fn what_is_missing_says_why() {
    let problem = |title: &str, detail: &str, kind: &str| {
        json!({"title": title, "detail": detail, "resource_type": "user", "resource_id": "7",
            "type": format!("https://api.twitter.com/2/problems/{kind}")})
    };
    let answer = json!({"errors": [
        problem("Not Found Error", "Could not find it.", "resource-not-found"),
        problem("Forbidden", "User has been suspended: [x].", "resource-not-found"),
        problem("Authorization Error", "Not for you.", "not-authorized-for-resource"),
    ]});
    let users = Users::parse(answer.to_string().as_bytes()).unwrap();
    let why: Vec<Absence> = users.problems.iter().map(mimus_networks::x::Problem::absence).collect();
    assert_eq!(why, [Absence::Gone, Absence::Suspended, Absence::Protected]);
    assert_eq!(users.problems[0].resource(), Some(("user", "7")));
    assert!(users.users.is_empty());
}

#[test]
fn what_is_no_answer_is_refused_in_words() {
    for (input, part) in
        [("", "no answer of X's API"), ("{\"data\": [1]}", "no answer"), ("nonsense", "no answer")]
    {
        let Err(Failure::Rejected { why }) = Answer::parse(input.as_bytes()) else { panic!("{input}") };
        assert!(why.contains(part), "{why}");
    }
}
