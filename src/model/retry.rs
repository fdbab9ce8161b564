//! When a deferred delivery is due again. The schedule is data; the jitter comes from the delivery itself, so it is
//! the same whoever computes it.

use crate::clock::{HOUR, MINUTE, Millis, SECOND};

/// 5 m, 15 m, 30 m, 1 h, 2 h, then every 3 h (RFC 5321 §4.5.4.1 asks for two tries in the first hour).
pub const SCHEDULE: [Millis; 6] = [5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR];

/// A release is news for this long; nothing of it goes out afterwards.
pub const USEFUL_FOR: Millis = 72 * HOUR;

/// The wait after the `tries`-th try (1 = the first), ±20 %.
pub fn wait_after(tries: i64, delivery: i64) -> Millis {
    let step = usize::try_from(tries.max(1) - 1).unwrap_or(usize::MAX).min(SCHEDULE.len() - 1);
    let base = SCHEDULE[step];
    // Spread by a multiplicative hash of (delivery, try): even over a list, and reproducible.
    let mixed = delivery.wrapping_add(tries.wrapping_mul(7_919)).wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed());
    let percent = (mixed.cast_unsigned() >> 40) % 41;
    base * (80 + percent.cast_signed()) / 100
}

/// The wait after trouble that was the relay's and not the recipient's: half a minute to a minute, not counted.
pub fn wait_for_relay(delivery: i64) -> Millis {
    30 * SECOND + wait_after(1, delivery) % (30 * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_follow_the_schedule_within_a_fifth() {
        for tries in 1..12 {
            let step = usize::try_from(tries - 1).unwrap_or(0).min(SCHEDULE.len() - 1);
            for delivery in 0..500 {
                let wait = wait_after(tries, delivery);
                assert!(wait >= SCHEDULE[step] * 8 / 10 && wait <= SCHEDULE[step] * 12 / 10);
            }
        }
    }

    #[test]
    fn a_list_deferred_together_does_not_come_back_together() {
        let waits: std::collections::HashSet<_> = (0..100).map(|delivery| wait_after(1, delivery)).collect();
        assert!(waits.len() > 20);
    }
}
