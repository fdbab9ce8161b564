//! Groups of fields, as reports have them (RFC 3464 §2.1): blocks of `Name: value` with empty lines between.

/// One block; names in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Group(Vec<(String, String)>);

impl Group {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

const GROUPS: usize = 1_000;

pub(super) fn parse(text: &str) -> Vec<Group> {
    let mut groups = vec![Group::default()];
    for line in text.lines() {
        let Some(group) = groups.last_mut() else { break };
        if line.trim().is_empty() {
            if !group.0.is_empty() {
                if groups.len() >= GROUPS {
                    break;
                }
                groups.push(Group::default());
            }
        } else if line.starts_with([' ', '\t']) && !group.0.is_empty() {
            if let Some((_, value)) = group.0.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups.retain(|group| !group.0.is_empty());
    groups
}
