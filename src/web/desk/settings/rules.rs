//! What the office has agreed with itself. Everybody reads it; admins change it, with a fresh proof. Only what something
//! enforces is asked: the policy, hold, cap, usual size and quiet hours, all of them by every review.

use axum::extract::State;
use jiff::civil::Time;
use serde::Serialize;

use super::tabs;
use crate::clock::SECOND;
use crate::model::hours::QuietHours;
use crate::review::rules::{LONGEST_HOLD, Quiet};
use crate::review::{Policy, Rules};
use crate::store::officers::Role;
use crate::store::{officers, rules};
use crate::web::desk::Desk;
use crate::web::desk::door::code;
use crate::web::desk::fields::Fields;
use crate::web::desk::messages::Arg;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Field, OptionsField, Said, SelectField, SettingsTab, Wrong};
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::route::{Right, Route, get, post};
use crate::web::desk::who::Who;
use crate::web::desk::zones;

const HOME: &str = "/settings/rules";
/// Holds to choose from, in seconds.
const HOLDS: [i64; 7] = [0, 30, 60, 120, 300, 600, LONGEST_HOLD];

pub fn routes() -> Vec<Route> {
    vec![get(HOME, Right::See, show), post(HOME, Right::Admin, save)]
}

#[derive(Serialize)]
struct Page {
    tabs: Vec<SettingsTab>,
    errors: Vec<Wrong>,
    form: Form,
    approvers: i64,
    /// May be changed by whoever looks.
    open: bool,
    changed: Option<Last>,
}

#[derive(Serialize)]
struct Form {
    action: &'static str,
    once: String,
    policy: OptionsField,
    over: Field,
    hold: SelectField,
    usual: Field,
    cap: Field,
    quiet_from: Field,
    quiet_to: Field,
    zone: String,
}

#[derive(Serialize)]
struct Last {
    who: String,
    when: String,
}

/// What stands in the form.
struct Typed {
    policy: String,
    over: String,
    hold: i64,
    usual: String,
    cap: String,
    from: String,
    to: String,
}

impl Typed {
    fn of(rules: &Rules) -> Self {
        let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        let (policy, over) = match rules.policy {
            Policy::Auto => ("auto", String::new()),
            Policy::Never => ("never", String::new()),
            Policy::Always => ("always", String::new()),
            Policy::Over(limit) => ("over", limit.to_string()),
        };
        let quiet = rules.quiet.as_ref().and_then(|quiet| quiet.hours.span());
        let (from, to) = quiet.map(|(from, to)| (shown(from), shown(to))).unwrap_or_default();
        Self {
            policy: policy.to_owned(),
            over,
            hold: rules.hold / SECOND,
            usual: number(rules.usual),
            cap: number(rules.cap),
            from,
            to,
        }
    }

    fn from(fields: &Fields) -> Self {
        Self {
            policy: fields.line("policy"),
            over: fields.line("over"),
            hold: fields.number("hold").unwrap_or(-1),
            usual: fields.line("usual"),
            cap: fields.line("cap"),
            from: fields.line("quiet_from"),
            to: fields.line("quiet_to"),
        }
    }

    /// The rules that were typed, or what is wrong with each field.
    fn read(&self, desk: &Desk) -> Result<Rules, Vec<Wrong>> {
        let mut errors = Vec::new();
        let mut number = |field: &str, text: &str| {
            let digits: String = text.chars().filter(|c| !matches!(c, ' ' | ',' | '.' | '\u{a0}' | '\u{202f}')).collect();
            match digits.parse::<u32>() {
                _ if digits.is_empty() => None,
                Ok(n) if n > 0 => Some(n),
                _ => {
                    errors.push(wrong(field, Said::key("error-whole-number")));
                    None
                }
            }
        };
        let (usual, cap) = (number("usual", &self.usual), number("cap", &self.cap));
        let over = if self.policy == "over" { number("over", &self.over) } else { None };
        let policy = match self.policy.as_str() {
            "auto" => Some(Policy::Auto),
            "never" => Some(Policy::Never),
            "always" => Some(Policy::Always),
            "over" => over.map(|over| Policy::Over(i64::from(over))),
            _ => {
                errors.push(wrong("policy", Said::key("error-choose")));
                None
            }
        };
        if self.policy == "over" && self.over.is_empty() {
            errors.push(wrong("over", Said::key("error-required")));
        }
        if !(0..=LONGEST_HOLD).contains(&self.hold) {
            errors.push(wrong("hold", Said::key("error-choose")));
        }
        let hours = if self.from.is_empty() && self.to.is_empty() {
            None
        } else {
            let typed = format!("{}-{}", clock(&self.from), clock(&self.to));
            QuietHours::parse(&typed).ok().or_else(|| {
                errors.push(wrong("quiet_from", Said::key("error-time")));
                None
            })
        };
        let quiet = hours.map(|hours| Quiet { hours, zone: desk.settings.zone.clone() });
        match policy {
            Some(policy) if errors.is_empty() => Ok(Rules { policy, hold: self.hold * SECOND, cap, usual, quiet }),
            _ => Err(errors),
        }
    }
}

fn shown(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// As people also write it: `21.00`, `9h30`.
fn clock(text: &str) -> String {
    let text = text.replace(['.', 'h', 'H'], ":");
    if text.find(':') == Some(1) { format!("0{text}") } else { text }
}

async fn show(State(desk): State<Desk>, who: Who) -> Answer {
    let rules = desk.rules().await?;
    page(&desk, &who, &Typed::of(&rules), &[]).await
}

async fn page(desk: &Desk, who: &Who, typed: &Typed, errors: &[Wrong]) -> Answer {
    let mut holds: Vec<i64> = HOLDS.to_vec();
    if (0..=LONGEST_HOLD).contains(&typed.hold) && !holds.contains(&typed.hold) {
        holds.push(typed.hold);
        holds.sort_unstable();
    }
    let holds = holds.into_iter().map(|seconds| {
        let (unit, n) = if seconds % 60 == 0 && seconds > 60 { ("minutes", seconds / 60) } else { ("seconds", seconds) };
        (seconds.to_string(), who.say("rules-hold-time", &[("unit", unit.into()), ("n", Arg::Number(n))]))
    });
    let answers = [
        ("never", "rules-policy-never", ""),
        ("auto", "rules-policy-auto", ""),
        ("over", "rules-policy-over", ""),
        ("always", "rules-policy-always", ""),
    ];
    let field = |name: &str, value: &str| Field::new(name, value).checked(errors);
    let approvers = officers::list(&desk.store).await?.iter().filter(|one| one.role.may_approve()).count();
    let last = rules::load(&desk.store).await?.into_iter().max_by_key(|kept| kept.changed_ms);
    let page = Page {
        tabs: tabs("rules"),
        errors: errors.to_vec(),
        form: Form {
            action: HOME,
            once: press::once(),
            policy: OptionsField::new("policy", "radio", &[&typed.policy], &answers).checked(errors),
            over: field("over", &typed.over),
            hold: SelectField::new("hold", &typed.hold.to_string(), holds).checked(errors),
            usual: field("usual", &typed.usual),
            cap: field("cap", &typed.cap),
            quiet_from: field("quiet_from", &typed.from),
            quiet_to: field("quiet_to", &typed.to),
            zone: zones::name(&desk.settings.zone),
        },
        approvers: i64::try_from(approvers).unwrap_or(i64::MAX),
        open: who.role == Role::Admin,
        changed: last.map(|kept| Last { who: kept.changed_by, when: who.moment(kept.changed_ms).text }),
    };
    let title = who.say("rules-title", &[]);
    View::new(desk, who, Noun::Settings, title).refused(errors.len()).show("settings_rules", &page).await
}

async fn save(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let press = press::begin(&desk, &who, &fields, HOME).await?;
    code::step_up(&desk, &who, HOME)?;
    let typed = Typed::from(&fields);
    let read = match typed.read(&desk) {
        Ok(read) => read,
        Err(errors) => {
            press.undone().await?;
            return page(&desk, &who, &typed, &errors).await;
        }
    };
    save_changed(&desk, &who, &read).await?;
    press.done(HOME, Some(Flash::done("flash-saved"))).await
}

/// Only what differs from what holds now: a rule nobody touched still follows the configuration.
async fn save_changed(desk: &Desk, who: &Who, read: &Rules) -> Result<(), Problem> {
    let now = desk.rules().await?.kept();
    let changed: Vec<(&str, String)> =
        read.kept().into_iter().zip(now).filter(|(new, old)| new != old).map(|(new, _)| new).collect();
    rules::save(&desk.store, &changed, &who.name, desk.now()).await?;
    Ok(())
}
