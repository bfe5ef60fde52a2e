//! Reading fields the way the Controller's versions write them: null for absent, numbers and flags also as text.

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use std::{fmt, marker::PhantomData};

/// A type that reads itself from JSON without being strict about null and about numbers written as text.
pub trait Lenient: Sized {
    /// Reads a value; null is the type's empty value.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// True when there is nothing to write.
    fn is_absent(&self) -> bool {
        false
    }
}

/// What a scalar of the answer may become; `None` means "not this type".
trait Scalar: Sized {
    const EXPECTED: &'static str;
    fn empty() -> Self;
    fn from_text(text: &str) -> Option<Self>;
    fn from_flag(flag: bool) -> Option<Self>;
    fn from_int(int: i64) -> Option<Self>;
    fn from_float(float: f64) -> Option<Self>;
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<T: Scalar> Visitor<'_> for ScalarVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).ok_or_else(|| E::custom(T::EXPECTED))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<T, E> {
        T::from_flag(flag).ok_or_else(|| E::custom(T::EXPECTED))
    }

    fn visit_i64<E: Error>(self, int: i64) -> Result<T, E> {
        T::from_int(int).ok_or_else(|| E::custom(T::EXPECTED))
    }

    fn visit_u64<E: Error>(self, int: u64) -> Result<T, E> {
        match i64::try_from(int) {
            Ok(int) => self.visit_i64(int),
            Err(_) => self.visit_f64(int as f64),
        }
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<T, E> {
        T::from_float(float).ok_or_else(|| E::custom(T::EXPECTED))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::empty())
    }
}

macro_rules! lenient_scalar {
    ($($type:ty),*) => { $(
        impl Lenient for $type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ScalarVisitor(PhantomData))
            }
        }
    )* };
}

lenient_scalar!(String, bool, i64, f64);

impl Scalar for String {
    const EXPECTED: &'static str = "expected text";

    fn empty() -> Self {
        String::new()
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn from_flag(flag: bool) -> Option<Self> {
        Some(flag.to_string())
    }

    fn from_int(int: i64) -> Option<Self> {
        Some(int.to_string())
    }

    fn from_float(float: f64) -> Option<Self> {
        // Numbers beyond are written as in the answer.
        let whole = float.fract() == 0.0 && float.abs() < 1e15;
        if whole { Some((float as i64).to_string()) } else { serde_json::to_string(&float).ok() }
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "expected true or false";

    fn empty() -> Self {
        false
    }

    fn from_text(text: &str) -> Option<Self> {
        match text {
            "true" | "1" => Some(true),
            "false" | "0" | "" => Some(false),
            _ => None,
        }
    }

    fn from_flag(flag: bool) -> Option<Self> {
        Some(flag)
    }

    fn from_int(int: i64) -> Option<Self> {
        Some(int != 0)
    }

    fn from_float(float: f64) -> Option<Self> {
        Some(float != 0.0)
    }
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "expected a whole number";

    fn empty() -> Self {
        0
    }

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() { Some(0) } else { text.parse().ok() }
    }

    fn from_flag(flag: bool) -> Option<Self> {
        Some(i64::from(flag))
    }

    fn from_int(int: i64) -> Option<Self> {
        Some(int)
    }

    fn from_float(float: f64) -> Option<Self> {
        // Sizes and times in bytes and milliseconds arrive as 1.0e9 from some agents.
        Some(float as i64)
    }
}

impl Scalar for f64 {
    const EXPECTED: &'static str = "expected a number";

    fn empty() -> Self {
        0.0
    }

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        // JSON's own reading of numbers is there anyway; the library's other one comes with large tables.
        if text.is_empty() { Some(0.0) } else { serde_json::from_str(text).ok() }
    }

    fn from_flag(_: bool) -> Option<Self> {
        None
    }

    fn from_int(int: i64) -> Option<Self> {
        Some(int as f64)
    }

    fn from_float(float: f64) -> Option<Self> {
        Some(float)
    }
}

impl<T: Lenient> Lenient for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

impl<T: Lenient> Lenient for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Box::new)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(VecVisitor(PhantomData))
    }
}

/// Bytes that a list may hold in vain.
const WASTE: usize = 512;

struct VecVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for VecVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        // Most lists inside objects have one or two entries: those get exactly the memory they need, without the
        // cost of shrinking, which showed in the list of thousands of microservices.
        let Some(first) = seq.next_element_seed(Seed(PhantomData))? else { return Ok(Vec::new()) };
        let Some(second) = seq.next_element_seed(Seed(PhantomData))? else { return Ok(vec![first]) };
        let mut items = vec![first, second];
        while let Some(item) = seq.next_element_seed(Seed(PhantomData))? {
            items.push(item);
        }
        if (items.capacity() - items.len()) * size_of::<T>() > WASTE {
            items.shrink_to_fit();
        }
        Ok(items)
    }
}

/// Lets a `SeqAccess` or `MapAccess` read a [`Lenient`] value.
pub(crate) struct Seed<T>(pub(crate) PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

impl Lenient for serde_json::Value {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }

    fn is_absent(&self) -> bool {
        self.is_null()
    }
}

/// Reads a word into an enum of [`api_words!`] without an allocation for known words.
pub(crate) fn word<'de, D: Deserializer<'de>, T: for<'a> From<&'a str>>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct WordVisitor<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for WordVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("expected a word")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }

        fn visit_unit<E: Error>(self) -> Result<T, E> {
            Ok(T::from(""))
        }
    }

    deserializer.deserialize_any(WordVisitor(PhantomData))
}
