//! What is printed: a context and binary of its own, because a font of several megabytes belongs in no other program.

mod font;
mod layout;
mod pdf;
pub mod print_medications;
mod sheet;
#[cfg(test)]
mod tests;
mod wrap;

use std::collections::BTreeSet;

use platform::job::JobEntry;
use platform::operation::Operation;
use platform::prelude::Problem;
use records::medicines::Material;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[Operation::of::<print_medications::PrintMedications>()];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];

/// Pages that are printed at most: more is nobody's list, and takes longer than a caller waits.
const MOST_PAGES: usize = 500;

/// The list of medicines as PDF; none where it has too many pages. The same notebook and heading give the same bytes.
fn printed(material: &Material, heading: &sheet::Heading) -> Result<Option<Vec<u8>>, Problem> {
    let face = font::Face::new().ok_or_else(|| Problem::internal("unreadable font"))?;
    let mut blocks = sheet::blocks(material, heading);
    let texts = blocks.iter().flat_map(|block| &block.texts);
    let lacking: BTreeSet<char> = texts.flat_map(|text| face.lacking(&text.words)).collect();
    blocks.extend(sheet::unprintable(&lacking, heading));
    let pages = layout::pages(&face, &blocks, |number, count| heading.foot(material, number, count));
    if pages.len() > MOST_PAGES {
        return Ok(None);
    }
    let language = match heading.language {
        platform::problem::Language::Japanese => "ja",
        platform::problem::Language::English => "en",
    };
    let document = pdf::write(&face, &pages, heading.title(), language);
    document.map(Some).ok_or_else(|| Problem::internal("unwritable document"))
}
