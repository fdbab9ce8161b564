//! `dateline inbox route list`.

use super::names::Names;
use crate::cli::{Context, Exit};
use crate::store::routings;

pub(super) async fn run(ctx: &Context) -> anyhow::Result<Exit> {
    let room = super::room(ctx).await?;
    let (version, rules) = routings::current(&room.store).await?;
    let written = Names::load(&room.store, &room.duty, &room.words).await?.write(&rules)?;
    if ctx.json {
        println!("{}", serde_json::to_string_pretty(&written)?);
        return Ok(Exit::Ok);
    }
    ctx.say(format!("version {version}; the first line that fits decides"));
    println!("a\t(built in)\tthe inquiry's own owner");
    println!("b\t(built in)\tthe officer this reporter always goes to");
    let lines = written.get("lines").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    for (at, (line, shown)) in rules.lines.iter().zip(&lines).enumerate() {
        let of = |key: &str| shown.get(key).map(ToString::to_string).unwrap_or_default();
        let off = if line.enabled { "" } else { " (off)" };
        println!("{}\t{}{off}\t{} -> {}", at + 1, line.name, of("when"), of("target"));
    }
    println!("d\t(built in)\tthe press contact named on the release");
    println!(
        "e\t(built in)\tthe desk of the language: {}",
        written.get("languages").map(ToString::to_string).unwrap_or_default()
    );
    println!("f\t(built in)\tthe fallback: {}", written.get("fallback").map(ToString::to_string).unwrap_or_default());
    Ok(Exit::Ok)
}
