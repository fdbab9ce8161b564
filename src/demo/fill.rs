//! What a demo starts from: the sample office or the user's own feed and spreadsheet, brought in by the same functions
//! as in earnest.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::civil::Date;

use super::office;
use crate::clock::Millis;
use crate::directory::{self, Event, Options, Outcome};
use crate::model::ids::{ALL_ISSUES, WORLD};
use crate::model::release::Release;
use crate::model::segment::Rule;
use crate::model::vocabulary::{Place, Synonym, Vocabulary, term_key};
use crate::newsroom::{feed, fetch, import, markdown, proposal};
use crate::store::releases::{self, OnChange};
use crate::store::vocabulary::Origin;
use crate::store::{Store, issues, segments, vocabulary};

/// What came in from the newsroom.
#[derive(Clone, Debug, Default)]
pub struct Newsroom {
    pub imported: usize,
    pub kinds: BTreeMap<&'static str, usize>,
    /// Items that could not be read, by their position and why.
    pub problems: Vec<String>,
}

/// The sample office's issues with what else they are called; saying it twice changes nothing.
pub async fn issues(store: &Store, now: Millis) -> anyhow::Result<()> {
    let mut synonyms = Vec::new();
    for issue in office::issues() {
        let known = vocabulary::load(store).await?;
        let parent = known.issue(issue.parent).unwrap_or(ALL_ISSUES);
        let (id, _) = issues::insert(store, issue.name, parent, None, now).await?;
        synonyms.extend(issue.synonyms.iter().map(|term| Synonym { term_key: term_key(term), what: Place::Issue(id) }));
    }
    vocabulary::settle(store, &synonyms, Origin::Office).await?;
    Ok(())
}

pub async fn segments(store: &Store, now: Millis) -> anyhow::Result<()> {
    let known = vocabulary::load(store).await?;
    for segment in office::segments() {
        let regions = segment.regions.iter().map(|name| known.region(name).unwrap_or(WORLD).0).collect();
        let issues = segment.issues.iter().map(|name| known.issue(name).unwrap_or(ALL_ISSUES).0).collect();
        let languages = segment.languages.iter().map(|&tag| tag.to_owned()).collect();
        let rule = Rule { regions, issues, languages, down: true, ..Rule::default() };
        segments::insert(store, segment.name, &rule, now).await?;
    }
    Ok(())
}

/// The spreadsheet, or the sample one. Issues it names that the office lacks are created.
pub async fn contacts(
    store: &Store,
    file: Option<&Path>,
    now: Millis,
    said: &mut (dyn FnMut(&str) + Send),
) -> anyhow::Result<Outcome> {
    match file {
        Some(path) => {
            let opened = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
            rows(store, opened, now, said).await.with_context(|| format!("importing {}", path.display()))
        }
        None => rows(store, Cursor::new(office::CONTACTS), now, said).await,
    }
}

async fn rows(
    store: &Store,
    file: impl Read + Seek + Send,
    now: Millis,
    said: &mut (dyn FnMut(&str) + Send),
) -> anyhow::Result<Outcome> {
    let options = Options { create_issues: true, ..Options::default() };
    let mut on = |event: Event<'_>| {
        if let Event::Problem(problem) = event {
            said(&format!("row {}: {}", problem.row, problem.code.as_str()));
        }
    };
    Ok(directory::import(store, file, options, now, &mut on).await?)
}

/// The feed, or the sample office's releases; contacts come first, since their issues are what a text is searched for.
pub async fn newsroom(store: &Store, from: Option<&str>, today: Date, now: Millis) -> anyhow::Result<Newsroom> {
    let words = vocabulary::load(store).await?;
    let mut found = Newsroom::default();
    match from {
        Some(place) => {
            let fetched = fetch::typed(place).await.with_context(|| format!("reading {place}"))?;
            let feed = feed::read(&fetched).with_context(|| place.to_owned())?;
            for item in import::run(store, &feed, &words, OnChange::Keep, today, now).await? {
                match &item.outcome {
                    Ok((_, release)) => found.count(release),
                    Err(problem) => found.problems.push(format!("item {} ({}): {problem}", item.position, item.title)),
                }
            }
            if found.imported == 0 {
                bail!("{place} has no item that could be read");
            }
        }
        None => {
            for sample in &office::RELEASES {
                let release = sample_release(sample, &words, today, now)?;
                releases::insert(store, &release, OnChange::Keep, now).await?;
                found.count(&release);
            }
        }
    }
    Ok(found)
}

impl Newsroom {
    fn count(&mut self, release: &Release) {
        self.imported += 1;
        *self.kinds.entry(release.kind.as_str()).or_default() += 1;
    }
}

fn sample_release(sample: &office::Sample, words: &Vocabulary, today: Date, now: Millis) -> anyhow::Result<Release> {
    let mut release = match markdown::read(sample.text(today).as_bytes(), words, today) {
        Ok(release) => release,
        Err(problems) => {
            let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
            bail!("the sample {} cannot be read: {}", sample.slug, problems.join("; "));
        }
    };
    proposal::propose(&mut release, words);
    release.source_id = Some(format!("demo:{}", sample.slug));
    release.published.get_or_insert(now);
    Ok(release)
}
