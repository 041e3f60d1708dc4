//! Which codes of a list lie under which: the tree that the `parent` column draws.

use std::collections::{BTreeMap, BTreeSet};

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

/// The countries under each group that has some.
pub(super) fn groups(list: &CodeList) -> BTreeMap<Code, BTreeSet<Code>> {
    let mut groups: BTreeMap<Code, BTreeSet<Code>> = BTreeMap::new();
    for entry in list.entries().iter().filter(|entry| entry.kind == Some(AreaKind::Country)) {
        for group in ancestors(list, entry) {
            groups.entry(group.clone()).or_default().insert(entry.code.clone());
        }
    }
    groups
}
