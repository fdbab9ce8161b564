//! One last look before a thing that is not sending: what will happen, what cannot be undone, one button that names it.

use serde::Serialize;

use super::Desk;
use super::page::{Noun, View};
use super::parts::{Field, Hidden, Said, Wrong};
use super::press;
use super::problem::Answer;
use super::who::Who;

/// A page `confirm`. Its form posts to `action` with `once` and the hidden fields.
#[derive(Clone, Debug, Serialize)]
pub struct Confirm {
    /// Which act: the messages `confirm-…` are chosen by it.
    pub of: &'static str,
    pub name: String,
    pub n: i64,
    /// In red: it cannot be undone.
    #[serde(rename = "final")]
    pub is_final: bool,
    pub facts: Vec<Said>,
    pub form: Form,
    pub back: String,
    pub errors: Vec<Wrong>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Form {
    pub action: String,
    pub once: String,
    pub fields: Vec<Hidden>,
    /// The number or name to type, where one is asked for (R12).
    pub typed: Option<Field>,
}

impl Confirm {
    pub fn new(of: &'static str, name: impl Into<String>, action: impl Into<String>, back: impl Into<String>) -> Self {
        let form = Form { action: action.into(), once: press::once(), fields: Vec::new(), typed: None };
        Self { of, name: name.into(), n: 0, is_final: false, facts: Vec::new(), form, back: back.into(), errors: Vec::new() }
    }

    pub async fn show(&self, desk: &Desk, who: &Who, noun: Noun) -> Answer {
        let title = who.say("confirm-title", &[("of", self.of.into()), ("what", (&self.name).into()), ("n", self.n.into())]);
        View::new(desk, who, noun, title).refused(self.errors.len()).show("confirm", self).await
    }
}
