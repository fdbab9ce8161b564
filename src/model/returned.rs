//! What a report of a mail system says became of a copy, once it is judged.

/// What became of it, and what that says of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The mailbox does not exist: nothing more goes there.
    Dead,
    /// This mail was not taken; the address may live.
    NotTaken,
    /// Not now: a full mailbox, a server that was not reached. Counted.
    Soft,
    /// They do not want it from us: about our standing, not about the reader.
    Policy,
    /// It is still being tried.
    Waiting,
    Arrived,
}

impl Verdict {
    /// The copy did not arrive and will not.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Dead | Self::NotTaken | Self::Soft | Self::Policy)
    }
}
