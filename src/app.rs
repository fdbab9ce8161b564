//! Builds the parts from the configuration. Below this, nobody sees a `Config`; each part gets the values it needs.

use anyhow::{Context as _, bail};

use crate::compose::{Office, OpensMode};
use crate::config::{self, Config};
use crate::model::address::EmailAddress;

/// The office as its mails need it. Fails with the names of the fields that are still empty.
pub fn office(config: &Config) -> anyhow::Result<Office> {
    let missing = config.missing_for_sending().into_iter().find(|problem| problem.field != "relay");
    if let Some(problem) = missing {
        return Err(config::ConfigError::from(problem).into());
    }
    let Some((from_name, from)) = config.sender.from_address() else { bail!("`sender.from` has no address in it") };
    let reply_to = match config.sender.reply_to.as_str() {
        "" => from.clone(),
        text => EmailAddress::parse(text).context("`sender.reply_to`")?,
    };
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Ok(Office {
        name: config.office.name.clone(),
        postal_address: config.office.postal_address.clone(),
        contact: config.office.contact.clone(),
        boilerplate: config.office.boilerplate.clone(),
        from_name: filled(&from_name).unwrap_or_else(|| config.office.name.clone()),
        from,
        reply_to,
        bounce_domain: filled(&config.sender.bounce_domain),
        public_url: config.web.public_url.clone(),
        opens: opens(config),
    })
}

/// What is counted of image loads.
pub fn opens(config: &Config) -> OpensMode {
    match config.opens.mode {
        config::OpensMode::Off => OpensMode::Off,
        config::OpensMode::Counted => OpensMode::Counted,
        config::OpensMode::Individual => OpensMode::Individual,
    }
}
