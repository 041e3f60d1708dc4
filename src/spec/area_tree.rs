//! Which codes of a list lie under which: the tree that the `parent` column draws.

use std::collections::BTreeSet;

use super::code_list::{CodeList, Entry};
use crate::model::{AreaKind, Code};

/// The codes above one code, nearest first; ends where a parent is missing or the tree turns back on itself.
pub(super) fn ancestors<'a>(list: &'a CodeList, entry: &'a Entry) -> Vec<&'a Code> {
    let mut above: Vec<&Code> = Vec::new();
    let mut parent = entry.parent.as_ref();
    while let Some(code) = parent {
        if above.contains(&code) {
            break;
        }
        above.push(code);
        parent = list.get(code.as_str()).and_then(|entry| entry.parent.as_ref());
    }
    above
}

/// Whether a code lies under itself.
pub(super) fn turns_back(list: &CodeList, entry: &Entry) -> bool {
    ancestors(list, entry).contains(&&entry.code)
}

/// The countries under a group.
pub(super) fn countries_under(list: &CodeList, group: &str) -> BTreeSet<Code> {
    let is_country = |entry: &&Entry| entry.kind == Some(AreaKind::Country);
    let inside = list.entries().iter().filter(is_country).filter(|entry| ancestors(list, entry).iter().any(|code| code.as_str() == group));
    inside.map(|entry| entry.code.clone()).collect()
}
