//! The region data as shipped: the M49 / ISO 3166 tree, the sets offices speak of (Middle East, EMEA), and what people
//! call them. The store keeps a copy of the tree, so that the office can add to it and rows can refer to it.

use super::tree::Node;

const REGIONS: &str = include_str!("regions.tsv");
const NAMES: &str = include_str!("region_names.tsv");

/// Regions that an office adds get ids from here on.
pub const FIRST_OWN_ID: i64 = 1_000_000;

/// A shipped region: its node, and the codes of further regions it belongs to.
#[derive(Clone, Debug)]
pub struct Shipped {
    pub node: Node,
    pub also_in: Vec<&'static str>,
}

/// How a term may be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Name,
    Demonym,
    /// Counts in running text in this spelling only (`U.S.`).
    Exact,
    /// Also what people are called (Jordan, Chad); in running text only where no other name stands beside it.
    Risky,
    /// Says where a text plays, but is no region a contact covers.
    City,
    RiskyCity,
    /// Understood in a spreadsheet, never in running text.
    Code,
    Import,
    /// A longer term that means none of its words (Washington Post).
    Not,
}

#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// `-` for [`Kind::Not`].
    pub code: &'static str,
    pub kind: Kind,
    pub term: &'static str,
}

/// Changes whenever the shipped tree does.
pub fn version() -> i64 {
    // FNV-1a: enough to notice an edit.
    let hash = REGIONS
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// Parents before children.
pub fn shipped() -> Vec<Shipped> {
    let mut ids = std::collections::HashMap::new();
    let mut found = Vec::with_capacity(5_400);
    for line in rows(REGIONS) {
        let mut cells = line.split('\t');
        let (Some(id), Some(code), Some(parent), Some(name)) = (cells.next(), cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let Ok(id) = id.parse::<i64>() else { continue };
        let also_in = cells.next().unwrap_or_default().split_whitespace().collect();
        ids.insert(code, id);
        let node = Node { id, parent: ids.get(parent).copied(), code: code.to_owned(), name: name.to_owned() };
        found.push(Shipped { node, also_in });
    }
    found
}

pub fn names() -> impl Iterator<Item = Name> {
    rows(NAMES).filter_map(|line| {
        let mut cells = line.split('\t');
        let (code, kind, term) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Name { code, kind: kind_of(kind)?, term })
    })
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn kind_of(word: &str) -> Option<Kind> {
    Some(match word {
        "name" => Kind::Name,
        "demonym" => Kind::Demonym,
        "exact" => Kind::Exact,
        "risky" => Kind::Risky,
        "city" => Kind::City,
        "risky-city" => Kind::RiskyCity,
        "code" => Kind::Code,
        "import" => Kind::Import,
        "not" => Kind::Not,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_dense_and_every_code_named_exists() {
        let shipped = shipped();
        let codes: HashSet<_> = shipped.iter().map(|region| region.node.code.as_str()).collect();
        assert_eq!(codes.len(), shipped.len());
        for (index, region) in shipped.iter().enumerate() {
            assert_eq!(usize::try_from(region.node.id).unwrap(), index + 1, "{}", region.node.code);
            assert_eq!(region.node.parent.is_none(), region.node.id == 1, "{}", region.node.code);
            assert!(region.also_in.iter().all(|code| codes.contains(code)), "{}", region.node.code);
        }
        assert_eq!((shipped[0].node.code.as_str(), shipped[0].node.name.as_str()), ("001", "World"));
        assert!(names().count() > 1_500);
        for name in names() {
            assert!(name.kind == Kind::Not || codes.contains(name.code), "{name:?}");
        }
        assert_eq!(names().count(), rows(NAMES).count(), "a kind is misspelt");
    }
}
