//! What a notebook keeps of an account ends with the relation: every kind of item that names both stands in the one list of what ends
//! (`records::parting`), or is the relation itself.

use std::collections::BTreeSet;

use records::parting::{BESIDE, BY_ACCOUNT};
use support::keys::NOTEBOOK;

fn kinds(is: impl Fn(&str, &str) -> bool) -> BTreeSet<&'static str> {
    records::all().filter(|kind| is(kind.pk, kind.sk)).map(|kind| kind.name).collect()
}

fn listed(names: &[&'static str], more: &[&'static str]) -> BTreeSet<&'static str> {
    names.iter().chain(more).copied().collect()
}

#[test]
fn r05_whatever_a_notebook_keeps_of_an_account_is_in_the_list_of_what_ends() {
    let of_account = kinds(|pk, sk| pk.starts_with(&*NOTEBOOK) && sk.contains("<actor>"));
    assert_eq!(of_account, listed(BY_ACCOUNT, &["relation"]));
}

#[test]
fn r05_so_is_whatever_leads_from_an_account_to_a_notebook() {
    let beside = kinds(|pk, sk| pk.contains("<actor>") && sk.contains("<resident>"));
    assert_eq!(beside, listed(BESIDE, &[]));
}
