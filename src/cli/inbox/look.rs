//! Looking at mail that came in, and having it read again.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::super::release::words;
use super::{Context, Exit};
use crate::clock::utc;
use crate::inbox::health;
use crate::inbox::sources::files;
use crate::model::ids::InboundId;
use crate::store::inbound::{self, Line};
use crate::store::sources::{self as kept, Source};
use crate::store::{Store, alerts};

fn json_of(line: &Line) -> Value {
    let evidence: Value = serde_json::from_str(&line.evidence).unwrap_or_default();
    json!({
        "message": line.id(), "source": line.source, "received": utc(line.received_ms), "size": line.size, "sha256": line.sha256,
        "state": line.state, "tries": line.tries, "class": line.class, "evidence": evidence, "return_path": line.return_path,
        "recipients": line.recipients(), "misspelt": line.misspelt(), "message_id": line.message_id, "from": line.from_line,
        "subject": line.subject, "peer": line.peer, "helo": line.helo, "trouble": line.trouble, "header_only": line.partial,
        "decided": line.decided_ms.map(utc),
    })
}

pub(super) async fn parked(ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let (mut after, mut any) = (InboundId(0), false);
    loop {
        let page = inbound::parked(&store, after).await?;
        let Some(last) = page.last() else { break };
        (after, any) = (last.id(), true);
        for line in &page {
            if ctx.json {
                println!("{}", json_of(line));
            } else {
                let (from, subject) = (or(&line.from_line, "unknown sender"), or(&line.subject, "no subject"));
                println!("{}  {}  {from}: {subject}\n  {}", line.id(), utc(line.received_ms), line.trouble);
            }
        }
    }
    ctx.say(match any {
        true => "`dateline inbox message ID --raw` gives the message, `dateline inbox retry ID` has it read again",
        false => "every message that came in could be read",
    });
    Ok(if any { Exit::Partial } else { Exit::Ok })
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

pub(super) async fn again(id: InboundId, decided: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    if !inbound::again(&store, id, decided, &ctx.actor, ctx.clock.now()).await? {
        let state = if decided { "decided" } else { "parked" };
        eprintln!(
            "dateline: message {id} is not {state}, or its body is not kept any more; `dateline inbox message {id}` says more"
        );
        return Ok(Exit::Failed);
    }
    crate::store::wake::announce_mail(&store).await;
    ctx.say(format_args!("message {id} is read again by `dateline serve`"));
    Ok(Exit::Ok)
}

pub(super) async fn show(id: InboundId, raw: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let Some(line) = inbound::find(&store, id).await? else {
        eprintln!("dateline: there is no message {id}");
        return Ok(Exit::Failed);
    };
    if raw {
        let Some(body) = inbound::body(&store, id).await? else {
            eprintln!("dateline: the body of message {id} is not kept any more");
            return Ok(Exit::Failed);
        };
        std::io::stdout().lock().write_all(&body).context("writing the message")?;
        return Ok(Exit::Ok);
    }
    if ctx.json {
        println!("{}", json_of(&line));
        return Ok(Exit::Ok);
    }
    println!("message {id}, from {} at {}", line.source, utc(line.received_ms));
    let recipients = line.recipients().join(", ");
    let size = if line.partial {
        format!("{} bytes, of which only the header was taken", line.size)
    } else {
        format!("{} bytes", line.size)
    };
    for (name, value) in [
        ("From", line.from_line.as_str()),
        ("Subject", &line.subject),
        ("Message-ID", &line.message_id),
        ("Return path", or(&line.return_path, "none")),
        ("Recipients", &recipients),
        ("Misspelt", &line.misspelt().join(", ")),
        ("Handed over by", &line.peer),
        ("Size", &size),
        ("SHA-256", &line.sha256),
        ("State", &line.state),
        ("Found to be", line.class.as_deref().unwrap_or_default()),
        ("Because", &because(&line)),
        ("Trouble", &line.trouble),
    ] {
        if !value.is_empty() {
            println!("  {name}: {value}");
        }
    }
    Ok(Exit::Ok)
}

fn because(line: &Line) -> String {
    let signs: Vec<crate::model::inbound::Sign> = serde_json::from_str(&line.evidence).unwrap_or_default();
    signs.into_iter().map(|sign| sign.sign).collect::<Vec<_>>().join("; ")
}

pub(super) async fn export(folder: &Path, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let (mut after, mut written, mut without) = (InboundId(0), 0_u64, 0_u64);
    loop {
        let page = inbound::page(&store, after).await?;
        let Some(last) = page.last() else { break };
        after = last.id();
        for line in &page {
            match inbound::body(&store, line.id()).await? {
                Some(body) => {
                    files::export(folder, line, &body)?;
                    written += 1;
                }
                None => without += 1,
            }
        }
    }
    if ctx.json {
        println!("{}", json!({"written": written, "without_body": without}));
    }
    ctx.say(format_args!("{written} messages written to {}; of {without} the body is not kept any more", folder.display()));
    Ok(Exit::Ok)
}

pub(super) async fn sources(ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let all = kept::list(&store).await?;
    let failing = all.iter().any(|one| one.failing_ms.is_some());
    let mut table = words::table(&["Source", "State", "Kept", "Well", "Cursor", "Trouble"], &[2]);
    for one in &all {
        let well = if one.well_ms == 0 { String::new() } else { utc(one.well_ms) };
        let cursor = if one.uid_validity == 0 { String::new() } else { format!("{}:{}", one.uid_validity, one.last_uid) };
        if ctx.json {
            println!(
                "{}",
                json!({
                    "source": one.name, "kind": one.kind, "state": state(one), "kept": one.kept,
                    "well": (one.well_ms != 0).then(|| utc(one.well_ms)), "failing": one.failing_ms.map(utc), "trouble": one.trouble,
                    "uid_validity": one.uid_validity, "last_uid": one.last_uid,
                })
            );
        }
        table.add_row([one.name.clone(), state(one).to_owned(), one.kept.to_string(), well, cursor, one.trouble.clone()]);
    }
    if all.is_empty() {
        ctx.say("no mail has come in yet; `inbox` in the settings says where it may come from");
    } else if !ctx.json {
        println!("{table}");
    }
    Ok(if failing { Exit::Partial } else { Exit::Ok })
}

fn state(source: &Source) -> &'static str {
    match (source.failing_ms, source.well_ms) {
        (Some(_), _) => "failing",
        (None, 0) if source.kind != "command" => "new",
        _ => "well",
    }
}

pub(super) async fn check(accept: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let mut exit = Exit::Ok;
    for source in kept::list(&store).await? {
        let is_well = one(&store, &source, accept, ctx).await?;
        if !is_well {
            exit = Exit::ChecksFailed;
        }
    }
    ctx.say(if exit == Exit::Ok {
        "everything that was kept is there"
    } else {
        "messages are missing: `dateline alert list` says which"
    });
    Ok(exit)
}

async fn one(store: &Store, source: &Source, accept: bool, ctx: &Context) -> anyhow::Result<bool> {
    let now = ctx.clock.now();
    if accept {
        kept::accept_count(store, source.id(), &ctx.actor, now).await?;
        alerts::clear(store, &health::missing(&source.name), &ctx.actor, now).await?;
        return Ok(true);
    }
    let count = kept::count(store, source.id(), now).await?;
    if ctx.json {
        println!(
            "{}",
            json!({
                "source": source.name, "kept": count.kept, "rows": count.rows, "decided": count.decided, "ready": count.ready,
                "parked": count.parked, "agrees": count.agrees(),
            })
        );
    }
    Ok(health::reconcile(store, source, now).await?)
}
