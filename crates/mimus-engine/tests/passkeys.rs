//! What the verifier of passkeys takes and what it refuses, of a passkey in software that can do everything wrongly.

#![allow(clippy::unwrap_used)]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mimus_engine::desk::passkeys::verify::{Challenge, MadePasskey, Party, Refusal, Signed, made};
use mimus_testkit::passkey::{Ceremony, Kind, SoftKey};
use serde_json::{Value, json};

const ORIGIN: &str = "https://mimus.example";
const CHALLENGE: Challenge = Challenge([7; 32]);

fn party() -> Party {
    Party::of(&ORIGIN.parse().unwrap()).unwrap()
}

fn to_make() -> Value {
    json!({
        "rp": {"id": "mimus.example"}, "user": {"id": URL_SAFE_NO_PAD.encode("ana")},
        "challenge": URL_SAFE_NO_PAD.encode(CHALLENGE.0),
    })
}

fn to_sign() -> Value {
    json!({"rpId": "mimus.example", "challenge": URL_SAFE_NO_PAD.encode(CHALLENGE.0)})
}

fn register(key: &mut SoftKey, ceremony: &Ceremony) -> Result<MadePasskey, Refusal> {
    made(&party(), &CHALLENGE, &key.register(&to_make(), ceremony).to_string())
}

fn good_making() -> Ceremony {
    Ceremony::of(&to_make(), ORIGIN)
}

fn good_signing() -> Ceremony {
    Ceremony::of(&to_sign(), ORIGIN)
}

fn check(answer: &Value, public_key: &[u8], counter: u32, must_verify: bool) -> Result<u32, Refusal> {
    Signed::read(&answer.to_string())?.check(&party(), &CHALLENGE, public_key, counter, must_verify)
}

#[test]
fn keys_of_all_three_kinds_are_made_and_sign() {
    for kind in [Kind::Es256, Kind::EdDsa, Kind::Rs256] {
        let mut key = SoftKey::new(kind);
        let kept = register(&mut key, &good_making()).unwrap();
        assert_eq!(kept.credential, URL_SAFE_NO_PAD.encode(&key.credential));
        assert_eq!(kept.public_key, key.public_key());
        let answer = key.assert(&good_signing());
        let signed = Signed::read(&answer.to_string()).unwrap();
        assert_eq!(signed.credential, kept.credential);
        assert_eq!(signed.handle.as_deref(), to_make()["user"]["id"].as_str());
        assert_eq!(check(&answer, &kept.public_key, 0, true), Ok(0), "{kind:?}");

        let self_attested = Ceremony { format: "packed".into(), ..good_making() };
        assert!(register(&mut key, &self_attested).is_ok(), "{kind:?}: signed by the key itself");
        let another = SoftKey::new(kind);
        assert_eq!(check(&answer, &another.public_key(), 0, true), Err(Refusal::Signature));
    }
}

#[test]
fn a_key_of_one_kind_does_not_pass_for_one_of_another() {
    let kinds = [Kind::Es256, Kind::EdDsa, Kind::Rs256].map(SoftKey::new);
    for signing in &kinds {
        for kept in &kinds {
            let outcome = check(&signing.assert(&good_signing()), &kept.public_key(), 0, true);
            assert_eq!(outcome.is_ok(), std::ptr::eq(signing, kept), "{outcome:?}");
        }
    }
}

#[test]
fn what_was_asked_by_another_or_answers_another_is_refused() {
    let good = good_making();
    let other_origins = [
        "https://evil.example",
        "http://mimus.example",
        "https://mimus.example:444",
        "https://mimus.example/",
        "https://sub.mimus.example",
    ];
    let mut wrong: Vec<(Ceremony, Refusal)> = other_origins
        .iter()
        .map(|origin| (Ceremony { origin: (*origin).into(), ..good.clone() }, Refusal::OtherSite))
        .collect();
    let other = URL_SAFE_NO_PAD.encode([8; 32]);
    wrong.extend([
        (Ceremony { site: "evil.example".into(), ..good.clone() }, Refusal::OtherSite),
        (Ceremony { cross_origin: true, ..good.clone() }, Refusal::OtherSite),
        (Ceremony { challenge: other, ..good.clone() }, Refusal::OtherChallenge),
        (Ceremony { challenge: String::new(), ..good.clone() }, Refusal::OtherChallenge),
        (Ceremony { present: false, ..good.clone() }, Refusal::Nobody),
        (Ceremony { verified: false, ..good.clone() }, Refusal::NotVerified),
        (Ceremony { after: vec![0], ..good.clone() }, Refusal::Unreadable),
        // It says that it has extensions, and has none; that it is backed up, and cannot be.
        (Ceremony { flags: 1 << 7, ..good.clone() }, Refusal::Unreadable),
        (Ceremony { flags: 1 << 4, ..good.clone() }, Refusal::Unreadable),
    ]);
    let mut key = SoftKey::new(Kind::Es256);
    register(&mut key, &good).unwrap();
    let public_key = key.public_key();
    for (making, refusal) in wrong {
        assert_eq!(register(&mut key, &making), Err(refusal), "{making:?}");
        let signing = Ceremony { deed: "webauthn.get".into(), ..making };
        assert_eq!(check(&key.assert(&signing), &public_key, 0, true), Err(refusal), "{signing:?}");
    }
    let swapped = Ceremony { deed: "webauthn.get".into(), ..good.clone() };
    assert_eq!(register(&mut key, &swapped), Err(Refusal::OtherDeed));
    assert_eq!(check(&key.assert(&good), &public_key, 0, true), Err(Refusal::OtherDeed));
    let extended = Ceremony { flags: 1 << 7, after: vec![0xa0], ..good.clone() };
    assert!(register(&mut key, &extended).is_ok(), "extensions are read over");
    let backed_up = Ceremony { flags: 3 << 3, ..good };
    assert!(register(&mut key, &backed_up).is_ok());
}

#[test]
fn after_a_password_it_is_enough_that_somebody_was_there() {
    let key = SoftKey::new(Kind::EdDsa);
    let unverified = Ceremony { verified: false, ..good_signing() };
    assert_eq!(check(&key.assert(&unverified), &key.public_key(), 0, false), Ok(0));
    let nobody = Ceremony { present: false, ..unverified };
    assert_eq!(check(&key.assert(&nobody), &key.public_key(), 0, false), Err(Refusal::Nobody));
}

#[test]
fn a_counter_goes_on_or_is_not_there() {
    let mut key = SoftKey::new(Kind::Es256);
    let public_key = key.public_key();
    for (before, now, good) in
        [(0, 0, true), (0, 1, true), (1, 2, true), (1, 1, false), (2, 1, false), (1, 0, false)]
    {
        key.counter = now;
        let outcome = check(&key.assert(&good_signing()), &public_key, before, true);
        assert_eq!(outcome, if good { Ok(now) } else { Err(Refusal::CountedBack) }, "{before} {now}");
    }
}

#[test]
fn what_was_changed_on_the_way_is_refused() {
    let key = SoftKey::new(Kind::Es256);
    let (public_key, good) = (key.public_key(), key.assert(&good_signing()));
    for part in ["authenticatorData", "clientDataJSON", "signature"] {
        let bytes = URL_SAFE_NO_PAD.decode(good["response"][part].as_str().unwrap()).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            for bytes in [&changed[..], &bytes[..at]] {
                let mut answer = good.clone();
                answer["response"][part] = json!(URL_SAFE_NO_PAD.encode(bytes));
                assert!(check(&answer, &public_key, 0, true).is_err(), "{part} at {at}");
            }
        }
    }
}

#[test]
fn attestations_that_are_cut_changed_or_not_asked_for_are_refused() {
    let mut key = SoftKey::new(Kind::EdDsa);
    let good = key.register(&to_make(), &Ceremony { format: "packed".into(), ..good_making() });
    let object = URL_SAFE_NO_PAD.decode(good["response"]["attestationObject"].as_str().unwrap()).unwrap();
    let with = |bytes: &[u8]| {
        let mut answer = good.clone();
        answer["response"]["attestationObject"] = json!(URL_SAFE_NO_PAD.encode(bytes));
        made(&party(), &CHALLENGE, &answer.to_string())
    };
    assert!(with(&object).is_ok());
    assert_eq!(with(&[&object[..], &[0]].concat()), Err(Refusal::Unreadable), "something comes after");
    for at in 0..object.len() {
        assert_eq!(with(&object[..at]), Err(Refusal::Unreadable), "cut at {at}");
        let mut changed = object.clone();
        changed[at] ^= 1;
        assert!(with(&changed).is_err(), "changed at {at}");
    }
    for format in ["tpm", "fido-u2f", "apple", ""] {
        let other = Ceremony { format: format.into(), ..good_making() };
        assert_eq!(register(&mut key, &other), Err(Refusal::Attestation), "{format}");
    }
}

#[test]
fn ids_are_long_enough_and_not_too_long_and_the_same_everywhere() {
    let mut key = SoftKey::new(Kind::EdDsa);
    for (length, good) in [(0, false), (15, false), (16, true), (1_023, true), (1_024, false)] {
        key.credential = vec![1; length];
        assert_eq!(register(&mut key, &good_making()).is_ok(), good, "{length}");
        assert_eq!(check(&key.assert(&good_signing()), &key.public_key(), 0, true).is_ok(), good, "{length}");
    }
    key.credential = vec![1; 32];
    let mut answer = key.register(&to_make(), &good_making());
    answer["rawId"] = json!(URL_SAFE_NO_PAD.encode([2; 32]));
    assert_eq!(made(&party(), &CHALLENGE, &answer.to_string()), Err(Refusal::Unreadable));
    let mut long = key.assert(&good_signing());
    long["response"]["userHandle"] = json!(URL_SAFE_NO_PAD.encode([1; 65]));
    assert_eq!(Signed::read(&long.to_string()).err(), Some(Refusal::Unreadable));
    long["response"]["userHandle"] = json!(null);
    long["padding"] = json!("x".repeat(20_000));
    assert_eq!(Signed::read(&long.to_string()).err(), Some(Refusal::Unreadable));
}

#[test]
fn keys_that_are_none_are_refused() {
    let answer = SoftKey::new(Kind::Es256).assert(&good_signing());
    let point_off_the_curve =
        [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], &[1; 32], &[0x22, 0x58, 32], &[1; 32]].concat();
    let ed448 = [&[0xa4, 1, 1, 3, 0x27, 0x20, 7, 0x21, 0x58, 32][..], &[1; 32]].concat();
    let short_rsa =
        [&[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x58, 128][..], &[0xff; 128], &[0x21, 0x43, 1, 0, 1]].concat();
    let mut sha1 = SoftKey::new(Kind::Rs256).public_key();
    sha1[4..7].copy_from_slice(&[0x39, 0xff, 0xfe]);
    for (what, key) in [
        ("off the curve", &point_off_the_curve),
        ("Ed448", &ed448),
        ("RSA of 1,024 bits", &short_rsa),
        ("RS1", &sha1),
        ("nothing", &vec![0xa0]),
        ("no CBOR", &vec![]),
    ] {
        assert_eq!(check(&answer, key, 0, true), Err(Refusal::Key), "{what}");
    }
}
