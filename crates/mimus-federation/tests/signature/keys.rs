//! Keys: made, stored, published and read.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mimus_federation::signature::{KeyError, KeyKind, SigningKey, VerifyingKey};

use super::peer::{Request, USUAL, With, ed25519_pair, ed25519_spki, pem, public, rsa, rsa_pair, stranger};

fn verifies(key: &VerifyingKey) -> bool {
    Request::post().cavage(With::Rsa, "", USUAL).check(key).is_ok()
}

#[test]
fn a_private_key_survives_storage() {
    let stored = rsa().to_pkcs8_der().unwrap();
    let again = SigningKey::from_pkcs8_der(stored.as_bytes()).unwrap();
    assert_eq!(again.public_key_pem(), rsa().public_key_pem());
    assert_eq!(again.to_pkcs8_der().unwrap().as_bytes(), stored.as_bytes());
    assert_ne!(rsa().public_key_pem(), stranger().public_key_pem());
}

#[test]
fn secrets_are_not_printed() {
    let der = rsa().to_pkcs8_der().unwrap();
    assert_eq!(format!("{der:?}"), "SecretDer(…)");
    assert_eq!(format!("{:?}", rsa()), "SigningKey(RSA-2048)");
    assert_eq!(format!("{:#?}", Some(rsa())), "Some(\n    SigningKey(RSA-2048),\n)");
}

#[test]
fn damaged_private_keys_are_refused() {
    let der = rsa().to_pkcs8_der().unwrap();
    let der = der.as_bytes();
    for bad in
        [&[][..], b"key", &der[..der.len() - 1], &der[1..], ed25519_pair().to_pkcs8().unwrap().as_ref()]
    {
        assert_eq!(SigningKey::from_pkcs8_der(bad).unwrap_err(), KeyError::BadPrivateKey);
    }
    assert!(matches!(SigningKey::from_pkcs8_der(&vec![0x30; 100_000]), Err(KeyError::TooLarge { .. })));
}

#[test]
fn the_published_key_is_pem_as_others_write_it() {
    let published = rsa().public_key_pem();
    let lines: Vec<&str> = published.lines().collect();
    assert_eq!(lines[0], "-----BEGIN PUBLIC KEY-----");
    assert_eq!(lines[lines.len() - 1], "-----END PUBLIC KEY-----");
    assert!(lines[1..lines.len() - 2].iter().all(|line| line.len() == 64));
    assert!(published.ends_with("-----\n"));
    // The mark of RSA with 2048 bits and the exponent 65537 in SPKI.
    assert!(lines[1].starts_with("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"));
    assert!(verifies(&VerifyingKey::from_pem(published).unwrap()));
}

#[test]
fn pem_is_read_however_it_is_broken_into_lines() {
    let published = rsa().public_key_pem();
    let inner: String = published.lines().filter(|line| !line.starts_with('-')).collect();
    for variant in [
        published.replace('\n', "\r\n"),
        published.trim_end().to_owned(),
        format!("\n\n  {published}\n\n"),
        published.lines().map(|line| format!("  {line}  \n")).collect(),
        format!("-----BEGIN PUBLIC KEY-----{inner}-----END PUBLIC KEY-----"),
        format!("-----BEGIN PUBLIC KEY----- {inner} -----END PUBLIC KEY-----"),
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----", inner.trim_end_matches('=')),
        format!("\u{feff}{published}"),
    ] {
        let key = VerifyingKey::from_pem(&variant).unwrap_or_else(|e| panic!("{e}: {variant}"));
        assert_eq!(key.kind(), KeyKind::Rsa);
        assert!(verifies(&key), "{variant}");
    }
}

#[test]
fn pkcs1_is_read() {
    let key = VerifyingKey::from_pem(&pem("RSA PUBLIC KEY", rsa_pair().public_key().as_ref())).unwrap();
    assert!(verifies(&key));
}

#[test]
fn ed25519_is_read() {
    let key = VerifyingKey::from_pem(&pem("PUBLIC KEY", &ed25519_spki())).unwrap();
    assert_eq!(key.kind(), KeyKind::Ed25519);
    assert_eq!(format!("{key:?}"), "VerifyingKey(Ed25519)");
}

#[test]
fn rsa_of_4096_bits_is_read() {
    let pair = RsaKeyPair::generate(KeySize::Rsa4096).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let key = SigningKey::from_pkcs8_der(der.as_ref()).unwrap();
    assert_eq!(public(&key).kind(), KeyKind::Rsa);
}

#[test]
fn what_is_no_key_is_refused() {
    let published = rsa().public_key_pem();
    let spki =
        STANDARD.decode(published.lines().filter(|line| !line.starts_with('-')).collect::<String>()).unwrap();
    for (text, expected) in [
        (String::new(), KeyError::NotPem),
        ("lark".to_owned(), KeyError::NotPem),
        ("-----BEGIN PUBLIC KEY-----".to_owned(), KeyError::NotPem),
        (published.replace("END PUBLIC", "END RSA PUBLIC"), KeyError::NotPem),
        (published.replace("PUBLIC", "PRIVATE"), KeyError::NotPem),
        (published.replace("MII", "M!I"), KeyError::NotPem),
        (pem("CERTIFICATE", &spki), KeyError::NotPem),
        (pem("PUBLIC KEY", b""), KeyError::UnknownKind),
        (pem("PUBLIC KEY", &[0; 32]), KeyError::UnknownKind),
        (pem("PUBLIC KEY", &[0; 44]), KeyError::UnknownKind),
        (pem("PUBLIC KEY", &spki[..spki.len() - 1]), KeyError::UnknownKind),
        (pem("PUBLIC KEY", rsa().to_pkcs8_der().unwrap().as_bytes()), KeyError::UnknownKind),
        (" ".repeat(9000), KeyError::TooLarge { limit: 8192 }),
    ] {
        assert_eq!(VerifyingKey::from_pem(&text).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn rsa_keys_that_can_be_broken_are_refused() {
    // The key of 1024 bits in appendix C of draft-cavage-http-signatures-12.
    let small = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----";
    assert_eq!(VerifyingKey::from_pem(small).unwrap_err(), KeyError::WrongSize { bits: 1024 });
}

#[test]
fn multikeys_are_read() {
    let encoded = |prefix: &[u8], key: &[u8]| format!("z{}", base58(&[prefix, key].concat()));
    let key = encoded(&[0xed, 0x01], ed25519_pair().public_key().as_ref());
    assert!(key.starts_with("z6Mk"), "as every Ed25519 multikey does: {key}");
    let key = VerifyingKey::from_multibase(&key).unwrap();
    let signed = Request::post().cavage(With::Ed25519, "", USUAL);
    signed.check(&key).unwrap();

    let key = encoded(&[0x85, 0x24], rsa_pair().public_key().as_ref());
    assert!(verifies(&VerifyingKey::from_multibase(&key).unwrap()));

    // The did:key method's own example of an Ed25519 key.
    VerifyingKey::from_multibase("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK").unwrap();

    for bad in [
        String::new(),
        "z".to_owned(),
        "z6Mk".to_owned(),
        "z0OIl".to_owned(),
        "u7QEmx".to_owned(),
        encoded(&[0xed, 0x01], &[7; 31]),
        encoded(&[0xed, 0x01], &[7; 33]),
        encoded(&[0xe7, 0x01], &[7; 33]),
        encoded(&[], &[]),
    ] {
        assert_eq!(VerifyingKey::from_multibase(&bad).unwrap_err(), KeyError::NotMultikey, "{bad}");
    }
    let long = format!("z{}", "2".repeat(3000));
    assert!(matches!(VerifyingKey::from_multibase(&long), Err(KeyError::TooLarge { .. })));
}

fn base58(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut number = bytes.to_vec();
    let mut text = Vec::new();
    while number.iter().any(|&byte| byte != 0) {
        let mut rest = 0u32;
        for byte in &mut number {
            let value = rest * 256 + u32::from(*byte);
            *byte = (value / 58) as u8;
            rest = value % 58;
        }
        text.push(ALPHABET[rest as usize]);
    }
    text.extend(bytes.iter().take_while(|&&byte| byte == 0).map(|_| b'1'));
    text.reverse();
    String::from_utf8(text).unwrap()
}
