//! How the table of records is written down: what a field may hold, when it must be there, since which version.

/// What a field may hold. Lengths are bytes in CP932, as the standard counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `9`: digits only.
    Digits(usize),
    /// `X`: ASCII letters, digits and signs.
    Alnum(usize),
    /// `N`: half- and full-width text.
    Text(usize),
    /// A day as `YYYYMMDD` or `GYYMMDD`.
    Date,
    /// One of a closed list of codes.
    Code(&'static [&'static str]),
    /// A number without sign: bytes in all, digits before and after the point.
    Decimal(usize, usize, usize),
}

impl Kind {
    /// The longest value, in bytes of CP932.
    pub const fn max_bytes(self) -> usize {
        match self {
            Self::Digits(max) | Self::Alnum(max) | Self::Text(max) | Self::Decimal(max, _, _) => max,
            Self::Date => 8,
            Self::Code(_) => 2,
        }
    }
}

/// When a field must have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// In both directions.
    Always,
    /// Only when an institution writes for a patient (出力区分 1).
    ToPatient,
    /// Never.
    Optional,
    /// When the numbered field of the same record holds a value other than this one.
    Unless(usize, &'static str),
    /// It depends on other records; the order check decides.
    Context,
}

/// One field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name of the struct's field; warnings use it.
    pub name: &'static str,
    /// The name in the standard.
    pub title: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// When it must be there.
    pub need: Need,
    /// The first version header (1 to 8) that has it.
    pub since: u8,
}

/// One kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordSpec {
    /// The record number.
    pub number: u16,
    /// The name in the standard.
    pub title: &'static str,
    /// The first version header (1 to 8) that has it.
    pub since: u8,
    /// The fields after the record number, in order.
    pub fields: &'static [Field],
}

/// Makes from one table: a struct a record, the [`Record`](super::Record) enum and the data that the checks run on.
macro_rules! records {
    (@since $record:literal) => { $record };
    (@since $record:literal $field:literal) => { $field };
    ($(
        $name:ident = $number:literal, $title:literal, since $since:literal {
            $( $field:ident: $field_title:literal, $kind:expr, $need:expr $(, since $field_since:literal)?; )+
        }
    )+) => {
        $(
            #[doc = concat!("Record ", $number, ", ", $title, ". Fields hold what was written; empty means omitted.")]
            #[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
            pub struct $name {
                $(
                    #[doc = $field_title]
                    pub $field: String,
                )+
                /// What was written beyond the standard's fields; the last is not empty.
                pub extra: Vec<String>,
            }

            impl $name {
                fn take<'a>(mut fields: impl Iterator<Item = &'a str>) -> Self {
                    Self {
                        $( $field: fields.next().unwrap_or_default().to_owned(), )+
                        extra: fields.map(str::to_owned).collect(),
                    }
                }

                fn push_fields<'a>(&'a self, into: &mut Vec<&'a str>) {
                    $( into.push(&self.$field); )+
                    into.extend(self.extra.iter().map(String::as_str));
                }
            }

            impl From<$name> for Record {
                fn from(record: $name) -> Self {
                    Self::$name(record)
                }
            }
        )+

        /// One record, in the order of the document.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum Record {
            $(
                #[doc = concat!($number, " ", $title)]
                $name($name),
            )+
            /// A record number that the standard does not know, kept verbatim.
            Unknown(Unknown),
        }

        impl Record {
            /// The record's entry in the table; none for an unknown one.
            pub const fn spec(&self) -> Option<&'static RecordSpec> {
                match self {
                    $( Self::$name(_) => spec_of($number), )+
                    Self::Unknown(_) => None,
                }
            }

            /// Appends the record number and every field, empty ones too.
            pub fn push_fields<'a>(&'a self, into: &mut Vec<&'a str>) {
                match self {
                    $( Self::$name(record) => {
                        into.push(stringify!($number));
                        record.push_fields(into);
                    } )+
                    Self::Unknown(record) => {
                        into.push(&record.number);
                        into.extend(record.fields.iter().map(String::as_str));
                    }
                }
            }

            /// Makes a record of the text before the first comma and the fields after it.
            pub fn of<'a>(number: &str, fields: impl Iterator<Item = &'a str>) -> Self {
                match number {
                    $( stringify!($number) => Self::$name($name::take(fields)), )+
                    _ => Self::Unknown(Unknown {
                        number: number.to_owned(),
                        fields: fields.map(str::to_owned).collect(),
                    }),
                }
            }
        }

        /// The table of records, by number.
        pub const RECORDS: &[RecordSpec] = &[
            $( RecordSpec {
                number: $number,
                title: $title,
                since: $since,
                fields: &[ $( Field {
                    name: stringify!($field),
                    title: $field_title,
                    kind: $kind,
                    need: $need,
                    since: records!(@since $since $($field_since)?),
                }, )+ ],
            }, )+
        ];

        /// A record number's entry in the table.
        pub const fn spec_of(number: u16) -> Option<&'static RecordSpec> {
            match number {
                $( $number => {
                    const SPEC: RecordSpec = RecordSpec {
                        number: $number,
                        title: $title,
                        since: $since,
                        fields: &[ $( Field {
                            name: stringify!($field),
                            title: $field_title,
                            kind: $kind,
                            need: $need,
                            since: records!(@since $since $($field_since)?),
                        }, )+ ],
                    };
                    Some(&SPEC)
                } )+
                _ => None,
            }
        }
    };
}
pub(crate) use records;
