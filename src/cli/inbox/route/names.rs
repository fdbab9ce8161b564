//! Rules in a file name things as people do; stored they have numbers. Where a name stands depends on its key alone.

use anyhow::bail;
use serde_json::Value;

use crate::model::duty::Duty;
use crate::model::routing::Ruleset;
use crate::model::vocabulary::Vocabulary;
use crate::store::outlets::Outlet;
use crate::store::{Store, outlets, segments};

/// Everything a rule may name.
pub(super) struct Names<'a> {
    duty: &'a Duty,
    words: &'a Vocabulary,
    outlets: Vec<Outlet>,
    segments: Vec<(i64, String)>,
}

/// What stands for a name, or for a number, in the place of the other; `None` leaves it.
type Put<'a> = &'a dyn Fn(&Names, &str, &Value) -> anyhow::Result<Option<Value>>;

impl<'a> Names<'a> {
    pub(super) async fn load(store: &Store, duty: &'a Duty, words: &'a Vocabulary) -> anyhow::Result<Self> {
        let segments = segments::list(store).await?.into_iter().map(|one| (one.id.0, one.name)).collect();
        Ok(Self { duty, words, outlets: outlets::list(store).await?, segments })
    }

    /// The rules of a text. Numbers are taken as they are.
    pub(super) fn read(&self, text: &str) -> anyhow::Result<Ruleset> {
        let mut value: Value = serde_json::from_str(text)?;
        self.walk(&mut value, "", &|names, key, name| match name {
            Value::String(text) => names.number(key, text),
            _ => Ok(None),
        })?;
        Ok(serde_json::from_value(value)?)
    }

    /// The rules as a file has them.
    pub(super) fn write(&self, rules: &Ruleset) -> anyhow::Result<Value> {
        let mut value = serde_json::to_value(rules)?;
        self.walk(&mut value, "", &|names, key, number| Ok(number.as_i64().and_then(|id| names.name(key, id)).map(Value::from)))?;
        Ok(value)
    }

    /// Puts what `put` says in the place of everything that names something.
    fn walk(&self, value: &mut Value, key: &str, put: Put<'_>) -> anyhow::Result<()> {
        match value {
            Value::Object(fields) => fields.iter_mut().try_for_each(|(key, inner)| self.walk(inner, key, put)),
            Value::Array(items) => items.iter_mut().try_for_each(|inner| self.walk(inner, key, put)),
            leaf => {
                if let Some(new) = put(self, key, leaf)? {
                    *leaf = new;
                }
                Ok(())
            }
        }
    }

    fn number(&self, key: &str, name: &str) -> anyhow::Result<Option<Value>> {
        let wanted = name.trim().to_lowercase();
        let same = |one: &str| one.to_lowercase() == wanted;
        let found = match key {
            "desk" => self.duty.desks.iter().find(|one| same(&one.name)).map(|one| one.id.0),
            "rota" => self.duty.rotas.iter().find(|one| same(&one.name)).map(|one| one.id.0),
            "officer" | "watchers" | "fallback" => self.duty.officers.iter().find(|(_, one)| same(one)).map(|(id, _)| id.0),
            "region" => self.words.region(name).map(|id| id.0),
            "issue" => self.words.issue(name).map(|id| id.0),
            "outlet" => self.outlets.iter().find(|one| same(&one.name)).map(|one| one.id),
            "segment" => self.segments.iter().find(|(_, one)| same(one)).map(|(id, _)| *id),
            _ => return Ok(None),
        };
        let what = if matches!(key, "watchers" | "fallback") { "officer" } else { key };
        match found {
            Some(id) => Ok(Some(Value::from(id))),
            None => bail!("there is no {what} `{name}`"),
        }
    }

    fn name(&self, key: &str, id: i64) -> Option<String> {
        match key {
            "desk" => self.duty.desks.iter().find(|one| one.id.0 == id).map(|one| one.name.clone()),
            "rota" => self.duty.rotas.iter().find(|one| one.id.0 == id).map(|one| one.name.clone()),
            "officer" | "watchers" | "fallback" => {
                self.duty.officers.iter().find(|(one, _)| one.0 == id).map(|(_, name)| name.clone())
            }
            "region" => self.words.regions.get(id).map(|one| one.name.clone()),
            "issue" => self.words.issues.get(id).map(|one| one.name.clone()),
            "outlet" => self.outlets.iter().find(|one| one.id == id).map(|one| one.name.clone()),
            "segment" => self.segments.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone()),
            _ => None,
        }
    }
}
