//! Reads an operation's `Input` from JSON as the contract has it: an object only from an object, a list only from a list.
//! serde's own reader also takes a list of values for a struct, whatever it is nested in; this one does not.

use notebook::time::read_instant;
use notebook::wrong::Wrong;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::misread::{Misread, wanted};

/// A value that is to be read.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'de> {
    value: &'de Value,
    /// Of query parameters: a list is a parameter that was given more than once, and one value is a list of one.
    query: bool,
}

impl<'de> Reader<'de> {
    /// Of a body.
    pub(crate) fn body(value: &'de Value) -> Self {
        Self { value, query: false }
    }

    /// Of query parameters, gathered by name: a text each, a list of texts where one is repeated.
    pub(crate) fn query(value: &'de Value) -> Self {
        Self { value, query: true }
    }

    fn unlike<T>(self, wrong: Wrong) -> Result<T, Misread> {
        let repeated = self.query && self.value.is_array();
        Err(Misread::here(if repeated { Wrong::Repeated } else { wrong }))
    }

    fn text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        let Value::String(text) = self.value else { return self.unlike(wanted(&visitor).unwrap_or(Wrong::Text)) };
        let wanted = wanted(&visitor).filter(|wanted| *wanted != Wrong::Text);
        // Whatever asks for an instant: there is one reading of them.
        if wanted == Some(Wrong::Instant) && read_instant(text).is_none() {
            return Err(Misread::here(Wrong::Instant));
        }
        visitor.visit_borrowed_str(text).map_err(|misread: Misread| misread.expecting(wanted))
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        let wanted = wanted(&visitor).unwrap_or(Wrong::Number);
        let Value::Number(number) = self.value else { return self.unlike(wanted) };
        let read = if let Some(whole) = number.as_u64() {
            visitor.visit_u64(whole)
        } else if let Some(whole) = number.as_i64() {
            visitor.visit_i64(whole)
        } else {
            visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
        };
        read.map_err(|misread: Misread| misread.expecting(Some(wanted)))
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.value {
            Value::Array(items) => visitor.visit_seq(Items { rest: items.iter(), place: 0, query: self.query }),
            value if self.query => {
                visitor.visit_seq(Items { rest: std::slice::from_ref(value).iter(), place: 0, query: true })
            }
            _ => self.unlike(Wrong::List),
        }
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        let Value::Object(fields) = self.value else { return self.unlike(Wrong::Object) };
        visitor.visit_map(Fields { rest: fields.iter(), value: None, query: self.query })
    }
}

/// Numbers of every width are read in one way.
macro_rules! numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
            self.number(visitor)
        })+
    };
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(_) => self.number(visitor),
            Value::String(_) => self.text(visitor),
            // An enum that is told by a field of it would take its fields from a list as well.
            Value::Array(_) if wanted(&visitor) == Some(Wrong::Object) => self.unlike(Wrong::Object),
            Value::Array(_) => self.list(visitor),
            Value::Object(_) => self.object(visitor),
        }
    }

    numbers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    numbers!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    numbers!(deserialize_f32 deserialize_f64);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        let Value::Bool(value) = self.value else { return self.unlike(Wrong::TrueOrFalse) };
        visitor.visit_bool(*value)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.text(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misread> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        self.object(visitor)
    }

    /// Names only: no input has an enum that is told by a name around its content.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        let Value::String(name) = self.value else { return self.unlike(Wrong::OneOf { names: names.join(", ") }) };
        visitor.visit_enum(BorrowedStrDeserializer::new(name))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { char bytes byte_buf unit unit_struct tuple_struct }
}

struct Items<'de> {
    rest: std::slice::Iter<'de, Value>,
    place: usize,
    query: bool,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misread> {
        let Some(value) = self.rest.next() else { return Ok(None) };
        let place = self.place;
        self.place += 1;
        let query = self.query;
        // A parameter has one place in a request, however often it is given.
        seed.deserialize(Reader { value, query })
            .map(Some)
            .map_err(|misread| if query { misread } else { misread.at(place) })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Fields<'de> {
    rest: serde_json::map::Iter<'de>,
    value: Option<(&'de str, &'de Value)>,
    query: bool,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Misread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misread> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some((name, value));
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misread> {
        let (name, value) = self.value.take().ok_or_else(|| Misread::here(Wrong::NotAllowed))?;
        seed.deserialize(Reader { value, query: self.query }).map_err(|misread| misread.under(name))
    }
}
