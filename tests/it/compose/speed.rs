//! What a letter and a copy cost; printed, since a busy machine proves nothing.

use std::time::Instant;

use dateline::secrets::Keyring;

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
