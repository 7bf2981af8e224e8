//! The matrix as it stands in the documents beside this file: tables of Markdown, read as they are shown.

use std::collections::{BTreeMap, BTreeSet};

use super::super::guard::root;

/// The three tables of cells.
const TABLES: [&str; 3] = ["notebook", "institutions", "accounts"];

/// What an answer has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// It is not refused: done, or shown.
    Allowed,
    /// 404, byte for byte as for what does not exist.
    Hidden,
    /// Refused with this status and code.
    Refused(u16, String),
    /// There is no such case.
    None,
}

impl Cell {
    fn parse(text: &str) -> Self {
        match text {
            "allowed" => Self::Allowed,
            "hidden" => Self::Hidden,
            "–" => Self::None,
            other => {
                let (status, code) = other.split_once(' ').unwrap_or((other, "unauthenticated"));
                Self::Refused(status.parse().unwrap_or_else(|_| panic!("{other} is no cell")), code.to_owned())
            }
        }
    }
}

/// Where an operation stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) table: String,
    pub(super) column: String,
    /// The section of the notebook that it is of; `any`, or `–` where it is of none.
    pub(super) section: String,
}

/// All of it.
pub(super) struct Matrix {
    pub(super) actors: Vec<String>,
    pub(super) operations: BTreeMap<String, Place>,
    /// By table, actor and column.
    cells: BTreeMap<(String, String, String), Cell>,
    /// By operation and actor.
    exceptions: BTreeMap<(String, String), Cell>,
}

/// The rows of the first table of a document, its head first.
fn rows(name: &str) -> Vec<Vec<String>> {
    let path = root().join(format!("tests/matrix/{name}.md"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    let lines = text.lines().filter(|line| line.starts_with('|') && !line.starts_with("|-"));
    let row = |line: &str| {
        line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect::<Vec<_>>()
    };
    let rows: Vec<_> = lines.map(row).collect();
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{name}: a row is longer or shorter than its head");
    rows
}

impl Matrix {
    pub(super) fn read() -> Self {
        let mut actors = Vec::new();
        for row in rows("actors").into_iter().skip(1) {
            assert!(!actors.contains(&row[0]), "{} stands among the actors twice", row[0]);
            actors.push(row[0].clone());
        }
        let mut operations = BTreeMap::new();
        for row in rows("operations").into_iter().skip(1) {
            let place = Place { table: row[1].clone(), column: row[2].clone(), section: row[3].clone() };
            assert!(operations.insert(row[0].clone(), place).is_none(), "{} stands in the list twice", row[0]);
        }
        let mut cells = BTreeMap::new();
        for table in TABLES {
            let rows = rows(table);
            for row in rows.iter().skip(1) {
                assert!(actors.contains(&row[0]), "{table}: {} is no actor", row[0]);
                for (column, text) in rows[0].iter().zip(row).skip(1) {
                    let key = (table.to_owned(), row[0].clone(), column.clone());
                    assert!(
                        cells.insert(key, Cell::parse(text)).is_none(),
                        "{table}: {} {column} stands twice",
                        row[0]
                    );
                }
            }
        }
        let mut exceptions = BTreeMap::new();
        for row in rows("exceptions").into_iter().skip(1) {
            assert!(row[3].len() > 10, "{} of {} has no reason", row[0], row[1]);
            for actor in row[1].split(' ') {
                let key = (row[0].clone(), actor.to_owned());
                assert!(exceptions.insert(key, Cell::parse(&row[2])).is_none(), "{} {actor} is excepted twice", row[0]);
            }
        }
        Self { actors, operations, cells, exceptions }
    }

    /// What stands in the tables, whatever is excepted.
    fn usual(&self, operation: &str, actor: &str) -> Option<&Cell> {
        let place = self.operations.get(operation)?;
        self.cells.get(&(place.table.clone(), actor.to_owned(), place.column.clone()))
    }

    /// What the answer of an operation to an actor has to be.
    pub(super) fn cell(&self, operation: &str, actor: &str) -> &Cell {
        let excepted = self.exceptions.get(&(operation.to_owned(), actor.to_owned()));
        excepted.or_else(|| self.usual(operation, actor)).unwrap_or_else(|| panic!("{operation} {actor}: no cell"))
    }

    /// What is wrong with the tables themselves.
    pub(super) fn faults(&self, catalogue: &BTreeSet<String>) -> Vec<String> {
        let mut faults = Vec::new();
        let listed: BTreeSet<_> = self.operations.keys().cloned().collect();
        faults.extend(catalogue.difference(&listed).map(|name| format!("{name} stands in no table")));
        faults.extend(listed.difference(catalogue).map(|name| format!("{name} is no operation")));
        for operation in &listed {
            let missing = self.actors.iter().filter(|actor| self.usual(operation, actor).is_none());
            faults.extend(missing.map(|actor| format!("{operation}: there is no cell for {actor}")));
        }
        let used = |(table, _, column): &(String, String, String)| {
            self.operations.values().any(|place| place.table == *table && place.column == *column)
        };
        let unused: BTreeSet<_> = self.cells.keys().filter(|key| !used(key)).map(|key| (&key.0, &key.2)).collect();
        faults.extend(unused.iter().map(|(table, column)| format!("{table}: no operation stands under {column}")));
        for ((operation, actor), cell) in &self.exceptions {
            match self.usual(operation, actor) {
                None => faults.push(format!("{operation} {actor} is excepted and does not exist")),
                Some(usual) if usual == cell => faults.push(format!("{operation} {actor} is no exception")),
                Some(_) => {}
            }
        }
        faults
    }
}
