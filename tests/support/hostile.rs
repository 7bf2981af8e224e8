//! Requests that nobody sends by mistake: an operation's own good body with wrong types, huge texts, deep nesting,
//! control characters, numbers beyond every bound, unknown and missing fields, and bytes that are no JSON. The same seed
//! gives the same requests.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use crate::city::City;
use crate::people::Person;

/// How many answers there were of each status.
pub type Answers = BTreeMap<u16, u32>;

/// Sends so many hostile requests made of a good body, or of good parameters where the method has no body. Panics on the
/// first answer of 500 or above, naming the case so that it can be repeated.
pub async fn besiege(city: &City, person: &Person, line: &str, good: &Value, seed: u64, cases: u32) -> Answers {
    let mut answers = Answers::new();
    let reads = line.starts_with("GET ");
    for case in 0..cases {
        let mut hostile = Hostile::new(seed.wrapping_mul(1_000_003).wrapping_add(u64::from(case)));
        let (line, body) = if reads {
            (format!("{line}?{}", hostile.query(good)), Vec::new())
        } else {
            (line.to_owned(), hostile.body(good))
        };
        // Past the hourly limits: what is asked is whether the operation stands, not whether it is counted.
        city.pass(TimeDelta::hours(1));
        let reply = city.send(person, &line, Value::Null, |request| request.body.clone_from(&body)).await;
        let shown = String::from_utf8_lossy(&body).chars().take(2_000).collect::<String>();
        assert!(reply.status < 500, "case {case}: {} to {line} {shown}", reply.status);
        *answers.entry(reply.status).or_default() += 1;
    }
    answers
}

/// The generator of one case.
pub struct Hostile(u64);

/// Texts that have broken something somewhere.
const TEXTS: [&str; 16] = [
    "",
    " ",
    "\0",
    "a\0b",
    "\u{202E}gnp.exe",
    "\u{2066}",
    "\u{FEFF}",
    "𠮷野家",
    "髙﨑①〜",
    "👩‍👩‍👧",
    "../../etc/passwd",
    "'; DROP TABLE",
    "{{7*7}}",
    "<script>",
    "\r\nX: y",
    "9999999999999999999999",
];

impl Hostile {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// The bytes of a body: mostly the good one with one to three changes, sometimes no JSON at all.
    pub fn body(&mut self, good: &Value) -> Vec<u8> {
        if self.below(12) == 0 {
            return self.no_json(good);
        }
        let mut value = good.clone();
        for _ in 0..=self.below(3) {
            self.change(&mut value);
        }
        value.to_string().into_bytes()
    }

    /// Parameters of a read, percent-encoded.
    pub fn query(&mut self, good: &Value) -> String {
        let mut pairs: Vec<(String, String)> = good
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)))
            .collect();
        for _ in 0..=self.below(3) {
            let text = match self.evil() {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let text: String = text.chars().take(3_000).collect();
            let place = self.below(pairs.len() + 1);
            match pairs.get_mut(place) {
                Some((_, value)) => *value = text,
                None => pairs.push(((*self.pick(&["unknown", "from", "limit", "cursor", "\0"])).to_owned(), text)),
            }
        }
        let encoded = |text: &str| text.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
        pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// Changes one place somewhere in a value.
    fn change(&mut self, value: &mut Value) {
        let deeper = self.below(4) > 0;
        match value {
            Value::Object(fields) if deeper && !fields.is_empty() => {
                let place = self.below(fields.len());
                let field = fields.values_mut().nth(place).unwrap();
                self.change(field);
            }
            Value::Array(items) if deeper && !items.is_empty() => {
                let place = self.below(items.len());
                self.change(&mut items[place]);
            }
            Value::Object(fields) => self.change_object(fields),
            Value::Array(items) => self.change_array(items),
            Value::String(text) if deeper => self.change_text(text),
            other => *other = self.evil(),
        }
    }

    fn change_object(&mut self, fields: &mut Map<String, Value>) {
        let names: Vec<String> = fields.keys().cloned().collect();
        match self.below(3) {
            0 if !names.is_empty() => {
                fields.remove(self.pick(&names));
            }
            1 if !names.is_empty() => {
                let name = self.pick(&names).clone();
                fields.insert(name, self.evil());
            }
            _ => {
                let name = (*self.pick(&["pk", "id", "version", "source", "__proto__", "\0", ""])).to_owned();
                fields.insert(name, self.evil());
            }
        }
    }

    fn change_array(&mut self, items: &mut Vec<Value>) {
        match self.below(4) {
            0 => items.clear(),
            1 => items.push(self.evil()),
            2 => items.extend(items.clone()),
            _ => *items = items.iter().cycle().take(items.len() * (1 + self.below(1_200))).cloned().collect(),
        }
    }

    /// Cuts, doubles, turns and spoils a text.
    fn change_text(&mut self, text: &mut String) {
        let mut characters: Vec<char> = text.chars().collect();
        let place = self.below(characters.len() + 1);
        match self.below(6) {
            0 => characters.truncate(place),
            1 => characters.extend(characters.clone()),
            2 => characters.insert(place, *self.pick(&['\0', '\r', '\n', ',', '\u{202E}', '\u{FFFD}', '🂡', '9'])),
            3 => characters.rotate_left(place),
            4 => {
                characters.drain(place.saturating_sub(5)..place);
            }
            _ => {
                if let Some(character) = characters.get_mut(place) {
                    *character = *self.pick(&['0', '9', '-', '.', 'A', '\u{1}', ',', '\n']);
                }
            }
        }
        *text = characters.into_iter().collect();
    }

    /// A value that fits nowhere.
    fn evil(&mut self) -> Value {
        match self.below(14) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(-1),
            3 => json!(u64::MAX),
            4 => json!(i64::MIN),
            5 => json!(1e308),
            6 => json!(0.1),
            7 => json!([]),
            8 => json!({}),
            9 => json!("a".repeat(1 << self.below(18))),
            10 => json!("あ\u{202E}".repeat(1 + self.below(5_000))),
            11 => (0..self.below(40)).fold(json!("x"), |deep, _| json!([deep])),
            12 => json!(vec![json!({ "a": 1 }); self.below(2_000)]),
            _ => json!(self.pick(&TEXTS)),
        }
    }

    fn no_json(&mut self, good: &Value) -> Vec<u8> {
        let text = good.to_string();
        match self.below(7) {
            0 => text.as_bytes()[..self.below(text.len() + 1)].to_vec(),
            1 => "[".repeat(20_000).into_bytes(),
            2 => "{\"a\":".repeat(5_000).into_bytes(),
            3 => (0..self.below(500)).map(|_| u8::try_from(self.below(256)).unwrap()).collect(),
            4 => format!("{text}{text}").into_bytes(),
            5 => text.replace('"', "\\ud800\"").into_bytes(),
            _ => vec![b' '; 300_000],
        }
    }
}
