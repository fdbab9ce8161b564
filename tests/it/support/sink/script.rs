//! The little language in which a test tells the sink what to do wrong:
//!
//! `on STEP [to TEXT] [after N] [times N] [every N] do ACTION [then ACTION]…`, one rule per line.
//!
//! Steps: connect ehlo helo starttls auth mail rcpt data body dot rset quit. Actions: `reply TEXT` (CRLF added; `\n`
//! is a further line, `\xNN` a byte), `raw TEXT` (nothing added), `usual` (what a good server says), `double` (the
//! usual, twice), `early TEXT` (the usual and TEXT in one go), `drop`, `rst`, `stall`, `dribble`, `endless`, `huge`,
//! `garbage`, `hold` (wait for the test). The first rule that fits a step acts; where none fits, all goes well.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Connect,
    Ehlo,
    Helo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Body,
    Dot,
    Rset,
    Quit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Say(Vec<u8>),
    Usual,
    Double,
    Early(Vec<u8>),
    Drop,
    Rst,
    Stall,
    Dribble,
    Endless,
    Huge,
    Hold,
}

#[derive(Debug)]
struct Rule {
    step: Step,
    to: String,
    after: usize,
    times: usize,
    every: usize,
    acts: Vec<Act>,
    seen: usize,
}

#[derive(Debug, Default)]
pub struct Script(Vec<Rule>);

impl Script {
    pub fn parse(text: &str) -> Self {
        Self(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(rule).collect())
    }

    /// What to do at this step, said of this address or command; empty = the usual.
    pub fn acts(&mut self, step: Step, about: &str) -> Vec<Act> {
        for rule in self.0.iter_mut().filter(|rule| rule.step == step && about.contains(&rule.to)) {
            rule.seen += 1;
            let turn = rule.seen.saturating_sub(rule.after);
            if turn > 0 && turn <= rule.times && turn.is_multiple_of(rule.every) {
                return rule.acts.clone();
            }
        }
        Vec::new()
    }
}

fn rule(line: &str) -> Rule {
    let (head, acts) = line.split_once(" do ").unwrap_or_else(|| panic!("no `do` in {line:?}"));
    let mut words = head.split_whitespace();
    assert_eq!(words.next(), Some("on"), "{line:?}");
    let step = step(words.next().unwrap_or_default());
    let mut rule = Rule { step, to: String::new(), after: 0, times: usize::MAX, every: 1, acts: Vec::new(), seen: 0 };
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} of what? {line:?}"));
        match word {
            "to" => rule.to = value.to_owned(),
            "after" => rule.after = value.parse().unwrap(),
            "times" => rule.times = value.parse().unwrap(),
            "every" => rule.every = value.parse().unwrap(),
            _ => panic!("{word}? {line:?}"),
        }
    }
    rule.acts = acts.split(" then ").map(|text| act(text.trim_start())).collect();
    rule
}

fn step(word: &str) -> Step {
    match word {
        "connect" => Step::Connect,
        "ehlo" => Step::Ehlo,
        "helo" => Step::Helo,
        "starttls" => Step::StartTls,
        "auth" => Step::Auth,
        "mail" => Step::Mail,
        "rcpt" => Step::Rcpt,
        "data" => Step::Data,
        "body" => Step::Body,
        "dot" => Step::Dot,
        "rset" => Step::Rset,
        "quit" => Step::Quit,
        _ => panic!("no step is called {word:?}"),
    }
}

fn act(text: &str) -> Act {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match word {
        "reply" => Act::Say(bytes(&format!("{rest}\\n"))),
        "raw" => Act::Say(bytes(rest)),
        "garbage" => Act::Say(b"%&/ what is this\r\n".to_vec()),
        "early" => Act::Early(bytes(&format!("{rest}\\n"))),
        "usual" => Act::Usual,
        "double" => Act::Double,
        "drop" => Act::Drop,
        "rst" => Act::Rst,
        "stall" => Act::Stall,
        "dribble" => Act::Dribble,
        "endless" => Act::Endless,
        "huge" => Act::Huge,
        "hold" => Act::Hold,
        _ => panic!("no action is called {word:?}"),
    }
}

fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at + 1..];
        if let Some(more) = rest.strip_prefix('n') {
            bytes.extend_from_slice(b"\r\n");
            rest = more;
        } else if let Some(more) = rest.strip_prefix('l') {
            bytes.push(b'\n');
            rest = more;
        } else {
            let hex = rest.strip_prefix('x').unwrap_or_else(|| panic!("bad escape in {text:?}"));
            bytes.push(u8::from_str_radix(&hex[..2], 16).unwrap());
            rest = &hex[2..];
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}
