//! Lists as files: CSV, part by part from the database to the browser, never the whole list in memory.

use std::collections::HashMap;
use std::future::Future;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::clock::{Millis, utc};
use crate::directory::guarded;
use crate::model::delivery::LeftOut;
use crate::model::ids::MailingId;
use crate::store::afterwards::{self, Tried};
use crate::store::lists::{self, After, Line, Wanted};
use crate::store::report::{self, MailingReport};
use crate::store::{Store, StoreError};

/// Rows read at a time.
const PART: i64 = 1_000;

/// A file that is made while it is sent. `part` gives the next rows after a place and where they end; `None`: no more.
fn download<P, F, R>(name: &str, head: &[&str], first: P, part: F) -> Response
where
    P: Send + 'static,
    F: Fn(P) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Option<(Vec<Vec<String>>, P)>, StoreError>> + Send,
{
    // The mark lets Excel read UTF-8.
    let mut head_line = "\u{FEFF}".as_bytes().to_vec();
    head_line.extend(lines(&[head.iter().map(|cell| (*cell).to_owned()).collect()]));
    let rows = stream::try_unfold((Some(first), part), |(place, part)| async move {
        let Some(place) = place else { return Ok(None) };
        match part(place).await? {
            Some((rows, next)) => Ok::<_, StoreError>(Some((Bytes::from(lines(&rows)), (Some(next), part)))),
            None => Ok(None),
        }
    });
    let all = futures_util::StreamExt::chain(stream::iter([Ok(Bytes::from(head_line))]), rows);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (headers, Body::from_stream(all)).into_response()
}

/// Rows as CSV: each on one line, no cell a formula.
fn lines(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| guarded(&one_line(cell)).into_owned());
        // Writing into memory does not fail.
        let _ = out.write_record(cells);
    }
    out.into_inner().unwrap_or_default()
}

/// A tab at the start stays for [`guarded`] to see; other control characters would break the line.
fn one_line(cell: &str) -> String {
    cell.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect()
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Everybody in a list.
pub(in crate::web::desk) fn people(store: &Store, wanted: Wanted, name: &str) -> Response {
    const HEAD: [&str; 13] = [
        "Mailing",
        "Delivery",
        "Name",
        "Address",
        "Outlet",
        "State",
        "Left out",
        "Tries",
        "Receiving service",
        "Relay",
        "Code",
        "Reply",
        "Settled",
    ];
    let store = store.clone();
    download(name, &HEAD, After::default(), move |after| {
        let (store, wanted) = (store.clone(), wanted.clone());
        async move {
            let page = lists::page(&store, &wanted, &after, 0, PART).await?;
            Ok(page.last().map(Line::place).map(|place| (page.iter().map(person).collect(), place)))
        }
    })
}

fn person(line: &Line) -> Vec<String> {
    vec![
        line.mailing.to_string(),
        line.delivery.to_string(),
        line.name.clone(),
        line.address.clone(),
        line.outlet.clone(),
        line.state.as_str().to_owned(),
        line.left_out.map_or("", LeftOut::as_str).to_owned(),
        line.tries.to_string(),
        line.lane.clone(),
        line.relay.clone(),
        text(line.code),
        line.reply.clone(),
        text(line.settled.map(utc)),
    ]
}

/// Where the file of events is: all tries first, then what happened afterwards.
enum Place {
    Tries(After),
    Events(i64),
}

/// Every try and every event of a mailing.
pub(super) fn events(store: &Store, mailing: MailingId) -> Response {
    const HEAD: [&str; 9] = ["At", "What", "Delivery", "Address", "Relay", "Phase", "Code", "Reply", "Detail"];
    let store = store.clone();
    download(&format!("mailing-{mailing}-events"), &HEAD, Place::Tries(After::default()), move |place| {
        let store = store.clone();
        async move { next_events(&store, mailing, place).await }
    })
}

async fn next_events(store: &Store, mailing: MailingId, place: Place) -> Result<Option<(Vec<Vec<String>>, Place)>, StoreError> {
    let after = match place {
        Place::Tries(after) => {
            let people = lists::page(store, &Wanted::of(mailing), &after, 0, PART).await?;
            let Some(last) = people.last() else { return Ok(Some((Vec::new(), Place::Events(0)))) };
            let ids: Vec<_> = people.iter().map(|line| line.delivery).collect();
            let addresses: HashMap<i64, &str> = people.iter().map(|line| (line.delivery.0, line.address.as_str())).collect();
            let tries = afterwards::tries(store, &ids).await?;
            let row = |one: &Tried| tried(one, addresses.get(&one.delivery_id).copied().unwrap_or_default());
            return Ok(Some((tries.iter().map(row).collect(), Place::Tries(last.place()))));
        }
        Place::Events(after) => after,
    };
    let events = afterwards::events(store, mailing, after, PART).await?;
    let next = events.last().map(|last| Place::Events(last.id));
    Ok(next.map(|next| (events.iter().map(happened).collect(), next)))
}

fn tried(tried: &Tried, address: &str) -> Vec<String> {
    vec![
        utc(tried.at_ms),
        tried.outcome.clone().unwrap_or_else(|| "under way".to_owned()),
        tried.delivery_id.to_string(),
        address.to_owned(),
        tried.relay.clone(),
        text(tried.phase.as_ref()),
        text(tried.code),
        text(tried.reply.as_ref()),
        String::new(),
    ]
}

fn happened(event: &afterwards::Happened) -> Vec<String> {
    let mut row = vec![utc(event.at_ms), event.kind.clone(), event.delivery_id.to_string(), event.address.clone()];
    row.extend(std::iter::repeat_n(String::new(), 4));
    row.push(event.detail.clone());
    row
}

/// The mailings of a period.
pub(in crate::web::desk) fn mailings(store: &Store, from: Millis, now: Millis) -> Response {
    const HEAD: [&str; 12] = [
        "Mailing", "Release", "Version", "Title", "State", "Approved", "Accepted", "Waiting", "Retrying", "Refused", "In doubt",
        "Left out",
    ];
    let store = store.clone();
    download("mailings", &HEAD, None, move |before| {
        let store = store.clone();
        async move {
            let page = report::list(&store, before, 100, now).await?;
            let next = page.last().map(|last| Some(last.id));
            let rows: Vec<_> = page.iter().filter(|one| super::counts(one, from)).map(mailing).collect();
            // Numbers follow time: nothing older comes before anything newer.
            Ok(next.filter(|_| !rows.is_empty()).map(|next| (rows, next)))
        }
    })
}

fn mailing(report: &MailingReport) -> Vec<String> {
    let ledger = &report.ledger;
    let mut row = vec![
        report.id.to_string(),
        report.release.to_string(),
        report.version.to_string(),
        report.title.clone(),
        report.state.as_str().to_owned(),
    ];
    let numbers =
        [ledger.approved, ledger.accepted, ledger.waiting, ledger.retrying, ledger.refused, ledger.in_doubt, ledger.left_out];
    row.extend(numbers.map(|n| n.to_string()));
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_and_no_cell_is_a_formula() {
        let row = ["=1+1", "+49", "-2", "@x", "\tx", "\r\nx", "a\nb", "ok, \"so\""].map(str::to_owned).to_vec();
        let text = String::from_utf8(lines(&[row])).unwrap();
        assert_eq!(text, "'=1+1,'+49,'-2,'@x,'\tx,  x,a b,\"ok, \"\"so\"\"\"\n");
    }
}
