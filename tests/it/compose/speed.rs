//! What a letter, a copy and a signature cost; printed, since a busy machine proves nothing. In earnest:
//! `cargo test --release --test it compose::speed -- --nocapture --test-threads 1`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use dateline::compose::dkim::Signing;
use dateline::compose::letter::compile;
use dateline::model::release::Release;
use dateline::secrets::Keyring;
use serde_json::json;

use super::dkim::{signing_frame, signing_keys};
use super::samples::*;

#[test]
fn a_copy_costs_far_less_than_a_letter() {
    let keys = Keyring::for_tests();
    for (name, release) in [("quoted-printable", english()), ("base64", arabic())] {
        let start = Instant::now();
        let letter = letter(&release);
        let compiled = start.elapsed();
        let start = Instant::now();
        let copies = 200;
        let size: usize = (0..copies).map(|_| letter.copy(&keys, &slots()).unwrap().bytes.len()).sum();
        println!("{name}: letter {compiled:?}, copy {:?} of {} bytes", start.elapsed() / copies, size / 200);
        assert!(size > 0);
    }
}

#[test]
fn a_signature_costs_little_more_than_rsa_itself() {
    let keys = signing_keys();
    let both = signing_frame().signing.unwrap();
    let raw = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let rsa = || {
        let mut signature = vec![0; raw.public_modulus_len()];
        raw.sign_digest(&RSA_PKCS1_SHA256, &digest(&SHA256, b"x"), &mut signature).unwrap();
        signature
    };
    let raw_ed25519 = Ed25519KeyPair::generate().unwrap();
    let floor = median(|| raw_ed25519.sign(digest(&SHA256, b"x").as_ref()));
    println!("raw RSA-2048 {:?}, raw Ed25519 {floor:?}", median(rsa));
    let long = english().body.repeat(6);
    for release in [english(), Release { body: long.clone(), ..english() }, Release { body: arabic().body.repeat(3), ..arabic() }]
    {
        let letter = compile(&office(), &shipped(), &release, &release.language, &frame()).unwrap();
        let mail = letter.copy(keys, &slots()).unwrap().bytes;
        let blanks = mail.windows(2).filter(|two| two == b"  ").count();
        let sign = |signing: &Signing| median(|| keys.dkim().sign(mail.clone(), Some(signing)).unwrap());
        let (one, other, all) = (sign(&only(&both, "rsa")), sign(&only(&both, "ed25519")), sign(&both));
        println!(
            "{} bytes, {blanks} double blanks: compose {:?}, SHA-256 {:?}, sign rsa {one:?}, ed25519 {other:?}, both {all:?}; \
             all but the operation itself {:?}",
            mail.len(),
            median(|| letter.copy(keys, &slots()).unwrap()),
            median(|| digest(&SHA256, &mail)),
            // Told by the quicker kind: RSA varies by more than all the rest takes.
            other.saturating_sub(floor),
        );
        assert!(all > Duration::ZERO);
    }
}

fn only(signing: &Signing, algorithm: &str) -> Signing {
    let mut value = serde_json::to_value(signing).unwrap();
    value["selectors"].as_array_mut().unwrap().retain(|selector| selector["algorithm"] == json!(algorithm));
    serde_json::from_value(value).unwrap()
}

fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let rounds = if cfg!(debug_assertions) { 21 } else { 501 };
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}
