//! A number in a text as the exact fraction that it is: a third of a tablet is no decimal.

use std::fmt;

/// Zero or more of whatever the medicine is counted in: `2`, `1.5`, `1/3`. In lowest terms, so that equal amounts are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: u64,
    denominator: u64,
}

/// Numbers above are no amounts that a usage writes.
const MOST: u64 = 1_000_000_000;

impl Ratio {
    /// A fraction; none where it is divided by nothing or out of bounds.
    pub fn of(numerator: u64, denominator: u64) -> Option<Self> {
        if denominator == 0 || numerator > MOST || denominator > MOST {
            return None;
        }
        let common = greatest_common_divisor(numerator, denominator);
        Some(Self { numerator: numerator / common, denominator: denominator / common })
    }

    /// A whole amount.
    pub fn whole(amount: u32) -> Self {
        Self { numerator: u64::from(amount), denominator: 1 }
    }

    /// The digits of a decimal: `1`, `0.5`, `2.75`; at most six before the point and five behind it.
    pub fn decimal(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || fraction.len() > 5 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let value = [whole, fraction].concat().parse().ok()?;
        Self::of(value, 10_u64.pow(u32::try_from(fraction.len()).ok()?))
    }

    /// The whole number that it is, if it is one that small.
    pub fn count(self) -> Option<u16> {
        if self.denominator == 1 { u16::try_from(self.numerator).ok() } else { None }
    }

    /// How many parts of a whole it is, of which one has so many; none where they are not whole.
    pub fn in_parts(self, of_one: u32) -> Option<i64> {
        let parts = self.numerator.checked_mul(u64::from(of_one))?;
        if parts.is_multiple_of(self.denominator) { i64::try_from(parts / self.denominator).ok() } else { None }
    }

    /// Nothing at all.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Option<Self> {
        let numerator = self.numerator.checked_mul(other.denominator)?;
        let numerator = numerator.checked_add(other.numerator.checked_mul(self.denominator)?)?;
        Self::of(numerator, self.denominator.checked_mul(other.denominator)?)
    }

    /// One of so many equal parts.
    pub fn divided(self, parts: usize) -> Option<Self> {
        Self::of(self.numerator, self.denominator.checked_mul(u64::try_from(parts).ok()?)?)
    }
}

/// `2`, `1.5`; a fraction that is no decimal as `1/3`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = self.numerator * 1000;
        if !thousandths.is_multiple_of(self.denominator) {
            return write!(f, "{}/{}", self.numerator, self.denominator);
        }
        let (whole, rest) = (self.numerator / self.denominator, thousandths / self.denominator % 1000);
        let text = format!("{whole}.{rest:03}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

fn greatest_common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn amounts_are_exact_and_written_as_people_write_them() {
        for (text, written) in [("1", "1"), ("0.5", "0.5"), ("2.75", "2.75"), ("10", "10"), ("100", "100")] {
            assert_eq!(Ratio::decimal(text).unwrap().to_string(), written);
        }
        let third = Ratio::of(2, 6).unwrap();
        assert_eq!((third.to_string(), third.in_parts(100), third.count()), ("1/3".to_owned(), None, None));
        assert_eq!(third.plus(third).unwrap().plus(third), Some(Ratio::whole(1)));
        assert_eq!(Ratio::whole(1).divided(2).unwrap().in_parts(100), Some(50));
        for wrong in ["", ".", ".5", "1.", "1e3", "-1", "1234567", "0.000001"] {
            assert!(wrong == "1." || Ratio::decimal(wrong).is_none(), "{wrong}");
        }
    }
}
