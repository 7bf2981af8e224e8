//! The authorisation matrix: every operation as every actor, against tables that are written by hand from what is promised and not
//! from the code. They stand beside this file; README.md says how they are read.

mod actors;
mod run;
mod table;

use std::collections::BTreeSet;

use platform::operation::Operation;

use run::Tally;
use table::{Cell, Matrix};

/// Runs every cell of the actors whose names begin so.
async fn holds_for(begins: &[&str]) {
    let (matrix, mut tally) = (Matrix::read(), Tally::default());
    let is_one = |actor: &&String| begins.iter().any(|begin| actor.split('-').next() == Some(begin));
    for actor in matrix.actors.iter().filter(is_one) {
        for variant in actors::variants(actor) {
            let scene = actors::arrange(actor, &variant).await;
            for (_, operation) in catalogue::operations() {
                let name = operation.spec.name;
                let (place, cell) = (&matrix.operations[name], matrix.cell(name, actor));
                if variant.is_of(&place.section) && *cell != Cell::None {
                    run::cell(&scene, operation, (place, cell), &mut tally).await;
                }
            }
        }
    }
    assert!(tally.cells > 0 && tally.wrong.is_empty(), "of {} cells:\n{}", tally.cells, tally.wrong.join("\n"));
}

#[tokio::test]
async fn r01_r02_the_matrix_holds_for_the_person_and_for_strangers() {
    holds_for(&["nobody", "person", "stranger", "invited"]).await;
}

#[tokio::test]
async fn r01_r02_r08_the_matrix_holds_for_family() {
    holds_for(&["family"]).await;
}

#[tokio::test]
async fn r01_r02_r08_the_matrix_holds_for_guardians() {
    holds_for(&["guardian"]).await;
}

#[tokio::test]
async fn r01_r02_r05_r10_the_matrix_holds_for_doctors() {
    holds_for(&["doctor"]).await;
}

#[tokio::test]
async fn r01_r02_r07_the_matrix_holds_for_all_other_staff() {
    holds_for(&["nurse", "pharmacist", "public", "reception", "city", "operator"]).await;
}

fn names() -> BTreeSet<String> {
    catalogue::operations().map(|(_, operation): (_, &Operation)| operation.spec.name.to_owned()).collect()
}

#[test]
fn r01_every_operation_stands_in_the_matrix_and_every_actor_has_its_cell() {
    let faults = Matrix::read().faults(&names());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn r01_an_operation_that_nobody_entered_is_seen_and_so_is_one_that_is_gone() {
    let mut matrix = Matrix::read();
    let place = matrix.operations.remove("get-goals").unwrap();
    matrix.operations.insert("get-nothing".to_owned(), place);
    assert_eq!(matrix.faults(&names()), ["get-goals stands in no table", "get-nothing is no operation"]);
}
