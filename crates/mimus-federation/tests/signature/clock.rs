//! How old, and how new, a signature may be.

use jiff::{SignedDuration, Timestamp};
use mimus_federation::signature::{SignatureError, SignedParts};

use super::peer::{NOW, Request, USUAL, With, ago, http_date, now, public, rsa};

#[derive(Debug, PartialEq)]
enum Outcome {
    Accepted,
    Stale,
    Future,
    Expired,
}
use Outcome::{Accepted, Expired, Future, Stale};

// Minutes since signing; minutes until the signer's own limit; what is made of it.
const TABLE: &[(i64, Option<i64>, Outcome)] = &[
    (0, None, Accepted),
    (50, None, Accepted),
    (-50, None, Accepted),
    (-60, None, Accepted),
    (-61, None, Future),
    (-600, None, Future),
    (180, None, Accepted),
    (12 * 60, None, Accepted),
    (12 * 60 + 1, None, Stale),
    (13 * 60, None, Stale),
    (60 * 24 * 365, None, Stale),
    (0, Some(5), Accepted),
    (30, Some(-1), Accepted),
    (180, Some(-60), Accepted),
    (180, Some(-61), Expired),
    (180, Some(-120), Expired),
    (13 * 60, Some(60), Stale),
];

fn outcome(result: Result<impl std::ops::Deref<Target = SignedParts>, SignatureError>) -> Outcome {
    match result {
        Ok(_) => Accepted,
        Err(SignatureError::Stale { .. }) => Stale,
        Err(SignatureError::Future { .. }) => Future,
        Err(SignatureError::Expired { .. }) => Expired,
        Err(other) => panic!("refused for another reason: {other}"),
    }
}

#[test]
fn by_date() {
    for (age, expires, expected) in TABLE {
        let mut request = Request::post();
        request.set("date", &http_date(ago(*age)));
        let params = expires.map_or_else(String::new, |left| format!("expires={},", NOW + left * 60));
        let request = request.cavage(With::Rsa, &params, USUAL);
        assert_eq!(outcome(request.check(&public(rsa()))), *expected, "{age} {expires:?}");
    }
}

#[test]
fn by_created() {
    for (age, expires, expected) in TABLE {
        let created = (NOW - age * 60).to_string();
        let mut params = format!("created={created},");
        if let Some(left) = expires {
            params.push_str(&format!("expires=\"{}\",", NOW + left * 60));
        }
        let components =
            [("(request-target)", ""), ("(created)", created.as_str()), ("host", ""), ("digest", "")];
        let request = Request::post().cavage(With::Rsa, &params, &components);
        assert_eq!(outcome(request.check(&public(rsa()))), *expected, "{age} {expires:?}");
    }
}

#[test]
fn by_rfc_9421() {
    for (age, expires, expected) in TABLE {
        let mut params = format!(";created={};keyid=\"k\"", NOW - age * 60);
        if let Some(left) = expires {
            params.push_str(&format!(";expires={}", NOW + left * 60));
        }
        let request = Request::post().rfc9421(
            With::Rsa,
            &[
                ("@method", "POST"),
                ("@target-uri", "https://mimus.example/users/lark/inbox"),
                ("content-digest", ""),
            ],
            &params,
        );
        assert_eq!(outcome(request.check(&public(rsa()))), *expected, "{age} {expires:?}");
    }
}

#[test]
fn a_signed_date_counts_beside_a_newer_created() {
    let mut request = Request::post();
    request.set("date", &http_date(ago(60 * 24)));
    let created = NOW.to_string();
    let request = request.cavage(
        With::Rsa,
        &format!("created={created},"),
        &[("(request-target)", ""), ("(created)", &created), ("host", ""), ("date", ""), ("digest", "")],
    );
    assert_eq!(outcome(request.check(&public(rsa()))), Stale);
}

#[test]
fn created_counts_only_where_it_is_signed() {
    let request = Request::post().cavage(
        With::Rsa,
        &format!("created={NOW},"),
        &[("(request-target)", ""), ("host", ""), ("digest", "")],
    );
    assert_eq!(request.check(&public(rsa())).unwrap_err(), SignatureError::NotCovered { component: "date" });
}

#[test]
fn the_message_says_by_how_much() {
    let mut request = Request::post();
    request.set("date", &http_date(ago(13 * 60)));
    let fault = request.cavage(With::Rsa, "", USUAL).parse_at(now()).unwrap_err();
    assert_eq!(fault, SignatureError::Stale { by: SignedDuration::from_hours(1) });
    assert!(fault.to_string().contains("1h"), "{fault}");
}

#[test]
fn times_at_the_edge_of_what_can_be_told_are_answered() {
    for created in
        ["-9999999999999", "253402207200", "9223372036854775807", "99999999999999999999", "1e9", ""]
    {
        let request = Request::post().cavage(
            With::Rsa,
            &format!("created=\"{created}\",expires=\"{created}\","),
            &[("(request-target)", ""), ("(created)", "0"), ("host", ""), ("digest", "")],
        );
        assert!(request.parse_at(now()).is_err(), "{created}");
        // By a clock at the end of time some are right; what matters is that there is an answer.
        for at in [Timestamp::MIN, Timestamp::MAX] {
            let _answer = request.parse_at(at);
        }
    }
}
