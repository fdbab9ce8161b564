//! A Maildir that some other program delivers into: what is in `new` is kept, and only then moved to `cur`. Nothing is ever
//! removed from it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::Pulse;
use crate::inbox::head::header_of;
use crate::inbox::keep::{Arrival, Keeper, Kept, Key};
use crate::model::ids::SourceId;
use crate::model::inbound::Envelope;
use crate::store::StoreError;

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Debug, thiserror::Error)]
pub enum MaildirError {
    #[error("the Maildir {} cannot be read", .0.display())]
    Folder(PathBuf, #[source] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A folder that is watched.
#[derive(Clone, Debug)]
pub struct Maildir {
    pub keeper: Keeper,
    pub source: SourceId,
    pub path: PathBuf,
}

/// A file that was read: whole, or its header and its size.
pub(super) struct Found {
    pub body: Vec<u8>,
    pub too_large: Option<u64>,
}

impl Maildir {
    pub async fn run(self, stop: CancellationToken) {
        let mut pulse = Pulse::new(self.keeper.store.clone(), self.keeper.clock.clone(), self.source);
        while !stop.is_cancelled() {
            match self.look(&stop).await {
                Ok(_) => pulse.well().await,
                Err(problem) => {
                    let said = chain(&problem);
                    warn!(problem = said, "a Maildir could not be read; tried again");
                    pulse.failing(&said).await;
                }
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Takes everything that is in `new`, in the order of the names. Returns how many were not known before.
    pub async fn look(&self, stop: &CancellationToken) -> Result<usize, MaildirError> {
        let folder = |error| MaildirError::Folder(self.path.clone(), error);
        let names = apart({
            let new = self.path.join("new");
            move || names(&new)
        })
        .await
        .map_err(folder)?;
        let (mut new, mut unreadable) = (0, None);
        for name in names {
            if stop.is_cancelled() {
                break;
            }
            let from = self.path.join("new").join(&name);
            let found = match apart({
                let (from, limit) = (from.clone(), self.keeper.limit);
                move || read(&from, limit)
            })
            .await
            {
                Ok(Some(found)) => found,
                Ok(None) => continue,
                // Others took it, or nobody may read it: the next one is not to wait for it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => {
                    unreadable = Some(error);
                    continue;
                }
            };
            let key = Key::Named(unique(&name).to_owned());
            let mut arrival = Arrival::new(self.source, key, Envelope::default(), found.body);
            arrival.too_large = found.too_large;
            if let Kept::New(_) = self.keeper.keep(arrival).await? {
                new += 1;
            }
            crate::failpoint!("inbox.before_move");
            let to = self.path.join("cur").join(format!("{}:2,", unique(&name)));
            apart(move || fs::rename(&from, &to)).await.map_err(folder)?;
        }
        unreadable.map_or(Ok(new), |error| Err(folder(error)))
    }
}

/// What a name keeps when flags are added to it.
fn unique(name: &str) -> &str {
    name.split_once(":2,").map_or(name, |(unique, _)| unique)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        if let Ok(name) = entry?.file_name().into_string()
            && !name.starts_with('.')
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Files may be slow: on a thread of their own.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|ended| Err(io::Error::other(ended)))
}

/// `None`: not a file.
pub(super) fn read(path: &Path, limit: usize) -> io::Result<Option<Found>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Ok(None);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut body = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut body)?;
    if body.len() <= limit {
        return Ok(Some(Found { body, too_large: None }));
    }
    let head = header_of(&body).to_vec();
    Ok(Some(Found { body: head, too_large: Some(size) }))
}

/// An error and its causes, in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !said.contains(&text) {
            said.push_str(": ");
            said.push_str(&text);
        }
        cause = error.source();
    }
    said
}
