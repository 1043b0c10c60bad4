//! How an account is connected, and that it stays so.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::header;
use mimus_http::{Redirects, Request};
use mimus_networks::connector::BoxFuture;
use mimus_networks::x::{
    CallError, Endpoint, OAuth1Keys, RefreshLease, Refusal, Secret, SignIn, TokenKeeper, Tokens,
    UserCredentials,
};
use mimus_networks::{Failure, Publish};
use mimus_testkit::emulator::{FaultKind, Options};
use url::Url;

use crate::house::{HANDLE, House, Keeper, app_of, http, outgoing, part, publisher};

const HOURS: Duration = Duration::from_secs(3 * 60 * 60);

/// Goes to the page of consent as a browser would, and comes back with `state` and `code`.
async fn consent(sign_in: &SignIn) -> Result<BTreeMap<String, String>, String> {
    let request = Request::get(sign_in.url.clone()).redirects(Redirects::None);
    let answer = http().send(request).await.unwrap();
    let Some(back) = answer.headers.get(header::LOCATION) else {
        return Err(String::from_utf8(answer.body.to_vec()).unwrap());
    };
    let back = Url::parse(back.to_str().unwrap()).unwrap();
    assert_eq!(back.path(), "/connect/x");
    Ok(back.query_pairs().into_owned().collect())
}

fn calls(house: &House, endpoint: Endpoint) -> u64 {
    house.x.bill().requests.get(&endpoint).copied().unwrap_or_default()
}

fn token_refused(error: &CallError) -> bool {
    matches!(error, CallError::Refused { refusal: Refusal::Token(_), .. })
}

#[tokio::test]
async fn a_user_signs_in_and_the_app_posts_for_him() {
    for client_secret in [None, Some("a-secret".to_owned())] {
        let options = Options { client_secret, ..Options::default() };
        let house = House::with(options.clone(), None).await;
        house.x.sign_in_as("bo_sails");
        let sign_in = house.app.sign_in(false).unwrap();
        let back = consent(&sign_in).await.unwrap();
        assert_eq!(back["state"], sign_in.state.expose());
        let code = Secret::new(&back["code"]).unwrap();
        let tokens = house.app.exchange(&http(), &code, &sign_in.verifier, house.x.now()).await.unwrap();
        assert!(tokens.refresh.is_some() && tokens.scopes.contains(&"tweet.write".to_owned()));
        let keeper = Keeper::new(tokens);
        let credentials = UserCredentials::OAuth2 { app: house.app.clone(), keeper };
        let bo = publisher(&house.x, &house.ledger, credentials, false);
        assert_eq!(bo.account().await.unwrap().handle, "bo_sails");
        bo.publish(&outgoing(&part("Sails up"))).await.unwrap();
        assert_eq!(house.x.posts_of("bo_sails")[0].1.text, "Sails up");
        let again = house.app.exchange(&http(), &code, &sign_in.verifier, house.x.now()).await;
        assert!(token_refused(&again.unwrap_err()), "a code serves once");
    }
}

#[tokio::test]
async fn a_code_is_of_no_use_to_another_or_later() {
    let house = House::new().await;
    house.x.sign_in_as("bo_sails");
    let (one, other) = (house.app.sign_in(true).unwrap(), house.app.sign_in(false).unwrap());
    let code = Secret::new(&consent(&one).await.unwrap()["code"]).unwrap();
    let stolen = house.app.exchange(&http(), &code, &other.verifier, house.x.now()).await;
    assert!(token_refused(&stolen.unwrap_err()));
    let code = Secret::new(&consent(&one).await.unwrap()["code"]).unwrap();
    house.x.advance(Duration::from_secs(31));
    let late = house.app.exchange(&http(), &code, &one.verifier, house.x.now()).await;
    assert!(token_refused(&late.unwrap_err()));
    let mut wrong = app_of(&house.x, &Options::default());
    wrong.client_secret = Some(Secret::new("another").unwrap());
    let code = Secret::new(&consent(&one).await.unwrap()["code"]).unwrap();
    let error = wrong.exchange(&http(), &code, &one.verifier, house.x.now()).await.unwrap_err();
    let Failure::Rejected { why } = error.failure(house.x.now()) else { panic!("{error}") };
    assert!(why.contains("client id and secret"), "{why}");
    wrong.client_id = "nobody".into();
    let refused = consent(&wrong.sign_in(false).unwrap()).await.unwrap_err();
    assert!(refused.contains("client_id"), "{refused}");
}

#[tokio::test]
async fn tokens_are_renewed_in_time_and_kept_before_they_are_used() {
    let house = House::new().await;
    let before = house.keeper.tokens();
    house.publish("one").await.unwrap();
    assert_eq!(calls(&house, Endpoint::Token), 0);
    for (number, words) in [(1, "two"), (2, "three")] {
        house.x.advance(HOURS);
        house.publish(words).await.unwrap();
        assert_eq!(calls(&house, Endpoint::Token), number);
    }
    let after = house.keeper.tokens();
    assert_ne!((&before.access, &before.refresh), (&after.access, &after.refresh));
    let old = house.app.refresh(&http(), before.refresh.as_ref().unwrap(), house.x.now()).await;
    assert!(token_refused(&old.unwrap_err()), "X takes the old one no more");
    assert_eq!(house.words(), ["one", "two", "three"]);
    // No call was made in vain.
    assert_eq!(calls(&house, Endpoint::PostCreate), 3);
    house.assert_paid().await;
}

#[tokio::test]
async fn a_token_that_x_takes_no_more_is_renewed_once() {
    let house = House::new().await;
    house.publish("one").await.unwrap();
    house.x.expire_access(HANDLE);
    house.publish("two").await.unwrap();
    assert_eq!(house.words(), ["one", "two"]);
    assert_eq!(calls(&house, Endpoint::Token), 1);
    // X may refuse the new one as well; then it is not tried for ever.
    house.x.inject(Endpoint::PostCreate, FaultKind::Status(401), 5);
    let failure = house.publish("three").await.unwrap_err();
    assert!(matches!(failure, Failure::SignInAgain { .. }), "{failure:?}");
    assert_eq!(calls(&house, Endpoint::Token), 2);
    house.assert_paid().await;
}

#[tokio::test]
async fn who_dies_between_renewing_and_using_has_lost_nothing() {
    let house = House::new().await;
    house.x.advance(HOURS);
    // The caller is gone while X makes the new tokens.
    house.x.inject(Endpoint::Token, FaultKind::Delay(Duration::from_millis(300)), 1);
    let before = house.keeper.tokens();
    let hasty = tokio::time::timeout(Duration::from_millis(100), house.publish("hasty")).await;
    assert!(hasty.is_err());
    tokio::time::timeout(Duration::from_secs(5), async {
        while house.keeper.tokens() == before {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .unwrap();
    // And the process as well: another begins with what was kept.
    let reborn = house.another();
    reborn.publish(&outgoing(&part("patient"))).await.unwrap();
    assert_eq!(house.words(), ["patient"]);
    assert_eq!(calls(&house, Endpoint::Token), 1);
}

#[tokio::test]
async fn tokens_that_cannot_be_kept_are_not_used_and_not_lost() {
    let house = House::new().await;
    house.x.advance(HOURS);
    house.keeper.fails.store(2, Ordering::SeqCst);
    for _ in 0..2 {
        let failure = house.publish("words").await.unwrap_err();
        assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
        assert_eq!(calls(&house, Endpoint::PostCreate), 0);
    }
    house.publish("words").await.unwrap();
    assert_eq!(calls(&house, Endpoint::Token), 1);
    house.another().publish(&outgoing(&part("others"))).await.unwrap();
    assert_eq!(house.words(), ["words", "others"]);
}

#[tokio::test]
async fn of_many_nodes_one_renews() {
    let house = House::new().await;
    house.x.advance(HOURS);
    house.x.inject(Endpoint::Token, FaultKind::Delay(Duration::from_millis(50)), 1);
    let nodes: Vec<_> = (0..6).map(|_| house.another()).collect();
    let all = nodes.iter().enumerate().map(|(number, node)| async move {
        let words = part(&format!("from node {number}"));
        node.publish(&outgoing(&words)).await.map(drop)
    });
    let all: Vec<_> = futures_util::future::join_all(all).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!((calls(&house, Endpoint::Token), house.words().len()), (1, 6));
    house.assert_paid().await;
}

/// Shows old tokens for some looks, as where a lease ran out and another node renewed them meanwhile.
struct Late {
    keeper: Arc<Keeper>,
    old: Tokens,
    looks: AtomicU32,
}

impl TokenKeeper for Late {
    fn kept(&self) -> BoxFuture<'_, Result<Tokens, Failure>> {
        let left = self.looks.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        let shown = if left.is_ok() { self.old.clone() } else { self.keeper.tokens() };
        Box::pin(async { Ok(shown) })
    }

    fn keep<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), Failure>> {
        self.keeper.keep(tokens)
    }

    fn exclusive(&self) -> BoxFuture<'_, Result<Box<dyn RefreshLease>, Failure>> {
        self.keeper.exclusive()
    }
}

#[tokio::test]
async fn who_comes_second_takes_what_the_first_has_kept() {
    let house = House::new().await;
    let old = house.keeper.tokens();
    house.x.advance(HOURS);
    house.publish("first").await.unwrap();
    // It looks before it has the lease and after; then X says that the old ones are used up.
    let late = Arc::new(Late { keeper: Arc::clone(&house.keeper), old, looks: AtomicU32::new(2) });
    let credentials = UserCredentials::OAuth2 { app: house.app.clone(), keeper: late };
    let second = publisher(&house.x, &house.ledger, credentials, false);
    second.publish(&outgoing(&part("second"))).await.unwrap();
    assert_eq!((house.words().len(), calls(&house, Endpoint::Token)), (2, 2));
}

#[tokio::test]
async fn where_x_is_not_well_the_tokens_are_renewed_later() {
    let house = House::new().await;
    house.x.advance(HOURS);
    house.x.inject(Endpoint::Token, FaultKind::Status(503), 1);
    let failure = house.publish("words").await.unwrap_err();
    assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
    house.publish("words").await.unwrap();
    // Where X renewed them and nobody heard of it, they are lost.
    house.x.advance(HOURS);
    house.x.inject(Endpoint::Token, FaultKind::ActAndHang, 1);
    let failure = house.publish("more").await.unwrap_err();
    assert!(matches!(failure, Failure::Retry { .. }), "{failure:?}");
    let failure = house.publish("more").await.unwrap_err();
    assert!(matches!(failure, Failure::SignInAgain { .. }), "{failure:?}");
}

#[tokio::test]
async fn keys_of_oauth_1_sign_every_call() {
    let house = House::new().await;
    let keys = house.x.connect_user_oauth1(HANDLE);
    let of =
        |keys: OAuth1Keys| publisher(&house.x, &house.ledger, UserCredentials::OAuth1(Arc::new(keys)), false);
    let me = of(keys.clone());
    assert_eq!(me.account().await.unwrap().handle, HANDLE);
    let start = house.x.now();
    let words = part("Signed, über & out: 100% https://example.org/?a=b");
    let id = me.publish(&outgoing(&words)).await.unwrap().remote_id;
    assert_eq!(me.find(&outgoing(&words), start).await.unwrap().unwrap().remote_id, id);
    me.delete(&id).await.unwrap();
    let wrong = OAuth1Keys { token_secret: Secret::new("not-it").unwrap(), ..keys };
    let failure = of(wrong).publish(&outgoing(&words)).await.unwrap_err();
    assert!(matches!(failure, Failure::SignInAgain { .. }), "{failure:?}");
    house.assert_paid().await;
}

#[tokio::test]
async fn tokens_that_are_given_back_serve_nobody() {
    let house = House::new().await;
    let tokens = house.keeper.tokens();
    house.app.revoke(&http(), &tokens.access).await.unwrap();
    house.app.revoke(&http(), tokens.refresh.as_ref().unwrap()).await.unwrap();
    let failure = house.publish("words").await.unwrap_err();
    assert!(matches!(failure, Failure::SignInAgain { .. }), "{failure:?}");
}
