//! The samples, and short ways to read them.

use encoding_rs::SHIFT_JIS;
use notebook::medication::jahis::{Notebook, Part, Reading, Refusal, WarningCode, read};

pub(crate) const SAMPLES: [(&str, &str); 10] = [
    ("01-minimal", include_str!("samples/01-minimal.txt")),
    ("02-two-visits", include_str!("samples/02-two-visits.txt")),
    ("03-two-doctors", include_str!("samples/03-two-doctors.txt")),
    ("04-in-house", include_str!("samples/04-in-house.txt")),
    ("05-kampo-and-injection", include_str!("samples/05-kampo-and-injection.txt")),
    ("06-patient-writes", include_str!("samples/06-patient-writes.txt")),
    ("07-leftovers", include_str!("samples/07-leftovers.txt")),
    ("08-every-record", include_str!("samples/08-every-record.txt")),
    ("08-decoction-and-other", include_str!("samples/08-decoction-and-other.txt")),
    ("12-deviations", include_str!("samples/12-deviations.txt")),
];

/// As it stands in a symbol: CP932 with CR LF.
pub(crate) fn cp932(text: &str) -> Vec<u8> {
    let text = text.replace('\n', "\r\n");
    let (bytes, _, unmappable) = SHIFT_JIS.encode(&text);
    assert!(!unmappable, "the text has characters outside CP932");
    bytes.into_owned()
}

pub(crate) fn sample(name: &str) -> &'static str {
    SAMPLES.iter().find(|(known, _)| *known == name).expect("a sample of that name").1
}

pub(crate) fn read_text(text: &str) -> Result<Reading, Refusal> {
    read(&[Part::bytes(cp932(text))])
}

pub(crate) fn notebook(name: &str) -> Notebook {
    read_text(sample(name)).expect("a sample is read").notebook
}

/// `(record, line, code)` of every warning.
pub(crate) fn warned(reading: &Reading) -> Vec<(Option<u16>, u32, WarningCode)> {
    reading.warnings.iter().map(|warning| (warning.record, warning.line, warning.code)).collect()
}

pub(crate) fn codes(reading: &Reading) -> Vec<WarningCode> {
    reading.warnings.iter().map(|warning| warning.code).collect()
}

/// Seconds that this thread ran on a processor.
pub(crate) fn busy() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
