//! `dateline relay test [RELAY]`: each relay tried step by step as the desk's button does, without a message.

use anyhow::Context as _;
use serde_json::json;

use super::{Context, Exit};
use crate::app;
use crate::outbox::transport::{Deadlines, Heard, Target};

pub(super) async fn run(relay: Option<&str>, ctx: &Context) -> anyhow::Result<Exit> {
    let wanted: Vec<_> = ctx.config.relay.iter().filter(|(name, _)| relay.is_none_or(|wanted| wanted == name.as_str())).collect();
    if wanted.is_empty() {
        let known: Vec<_> = ctx.config.relay.keys().map(String::as_str).collect();
        match relay {
            Some(relay) => anyhow::bail!("there is no relay `{relay}` in the settings; there are: {}", known.join(", ")),
            None => anyhow::bail!("no relay is configured; `dateline config example` shows how"),
        }
    }
    let mut exit = Exit::Ok;
    for (name, relay) in wanted {
        let target = Target::parse(&relay.url).with_context(|| format!("`relay.{name}.url`"))?;
        let probed = target.probe(&app::hello(&ctx.config), Deadlines::impatient()).await;
        let step = |heard: &Heard, is_well: bool| json!({"step": heard.at.as_str(), "ok": is_well, "said": heard.said});
        if ctx.json {
            let steps: Vec<_> = probed.heard.iter().map(|heard| step(heard, true)).collect();
            let failed = probed.failed.as_ref().map(|heard| step(heard, false));
            println!("{}", json!({"relay": name, "ok": probed.is_well(), "steps": steps, "failed": failed}));
        } else {
            println!("{name} {target}: {}", if probed.is_well() { "works" } else { "does not work" });
            for heard in &probed.heard {
                println!("  ok      {:9} {}", heard.at.as_str(), heard.said);
            }
            if let Some(heard) = &probed.failed {
                println!("  failed  {:9} {}", heard.at.as_str(), heard.said);
            }
        }
        if !probed.is_well() {
            exit = Exit::ChecksFailed;
        }
    }
    Ok(exit)
}
