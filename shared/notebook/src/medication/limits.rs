//! The bounds of what is kept. They are wider than what fits on a pharmacy's sheet, so that nothing printed is cut.

/// Characters of a name (薬品名称, institution, person): the standard allows 120 bytes, an ingredient 256.
pub const NAME: usize = 256;
/// Characters of a note, caution or remark: the standard allows 400 bytes, a contact 800.
pub const TEXT: usize = 800;
/// Characters of a code or telephone number.
pub const CODE: usize = 20;
/// Characters of a unit (調剤単位).
pub const UNIT: usize = 100;
/// The highest RP number and supply (調剤数量): three digits.
pub const COUNT: u16 = 999;
/// Dispensings and OTC medicines in one scan, and so in one export: each is two writes of a transaction of at most 100, and
/// each of its two marks one of at most 100 keys of a read.
pub const DISPENSINGS: usize = 40;
/// RP groups in one dispensing: RP numbers have three digits.
pub const GROUPS: usize = 200;
/// The place of the last of them, counted from 0.
pub const LAST_GROUP: i64 = 199;
/// Entries that one is shown for.
pub const LINKED: usize = 20;
/// Drugs in one RP group.
pub const DRUGS: usize = 100;
/// Notes of one drug, one group or one list of a dispensing.
pub const NOTES: usize = 50;
/// Notebook notes (patient notes, OTC, memos, family pharmacists) in one scan.
pub const NOTEBOOK_NOTES: usize = 500;
/// Ingredients of one OTC medicine.
pub const INGREDIENTS: usize = 100;
/// Alerts of one list of an answer.
pub const ALERTS: usize = 100;
/// Alerts of one kind that a comparison finds, before it says that there may be others: more than the first of each of a
/// notebook's medicines that are taken now.
pub const FOUND: usize = 10_000;
/// Clauses of allergies that one comparison looks at closely, having something in common with a medicine.
pub const CLAUSES: usize = 40_000;
/// Pairs of medicines with something in common that one comparison looks at: those of some 2,800 of one ingredient.
pub const PAIRS: usize = 4_000_000;
/// Warnings of one reading; one more says that there were others.
pub const WARNINGS: usize = 200;
/// Parts of one reading: 分割数 has three digits.
pub const PARTS: usize = 999;
/// Bytes of all parts together.
pub const BYTES: usize = 64 * 1024;
