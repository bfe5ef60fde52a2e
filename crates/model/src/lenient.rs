//! Reading fields the way the Controller's versions write them: null for absent, numbers and flags also as text.

use crate::reader::{self, Reader, Unfit};

/// A type that reads itself from JSON without being strict about null and about numbers written as text.
pub trait Lenient: Default {
    /// Reads the value that comes next into `self`, which is as `Default` made it; so null changes nothing.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit>;

    /// True when there is nothing to write.
    fn is_absent(&self) -> bool {
        false
    }

    /// The field without which this says nothing, when it was not there. Only asked of what an answer is about: what
    /// stands inside an object need not name itself.
    fn lacks(&self) -> Option<&'static str> {
        None
    }
}

/// What a scalar of the answer may become; `None` means "not this type".
trait Scalar: Sized {
    fn from_text(text: &str) -> Option<Self>;
    fn from_flag(flag: bool) -> Option<Self>;
    fn from_int(int: i64) -> Option<Self>;
    fn from_float(float: f64) -> Option<Self>;
}

fn scalar<T: Scalar>(place: &mut T, reader: &mut Reader<'_>) -> Result<(), Unfit> {
    let value = match reader.scalar()? {
        reader::Scalar::Null => return Ok(()),
        reader::Scalar::Text(text) => T::from_text(&text),
        reader::Scalar::Flag(flag) => T::from_flag(flag),
        reader::Scalar::Int(int) => T::from_int(int),
        reader::Scalar::Float(float) => T::from_float(float),
    };
    *place = value.ok_or(Unfit)?;
    Ok(())
}

macro_rules! lenient_scalar {
    ($($type:ty),*) => { $(
        impl Lenient for $type {
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
                scalar(self, reader)
            }
        }
    )* };
}

lenient_scalar!(String, bool, i64, f64);

impl Scalar for String {
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
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
        if reader.takes_null() { Ok(()) } else { self.insert(T::default()).read(reader) }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Lenient> Lenient for Box<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
        T::read(self, reader)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

/// Bytes that a list may hold in vain.
const WASTE: usize = 512;

impl<T: Lenient> Lenient for Vec<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
        if reader.takes_null() {
            return Ok(());
        }
        reader.entries(*b"[]", |reader| {
            // Most lists inside objects have one or two entries: those get exactly the memory they need, without the
            // cost of shrinking, which showed in the list of thousands of microservices.
            if self.len() < 2 {
                self.reserve_exact(1);
            }
            self.push(T::default());
            self.last_mut().ok_or(Unfit)?.read(reader)
        })?;
        if (self.capacity() - self.len()) * size_of::<T>() > WASTE {
            self.shrink_to_fit();
        }
        Ok(())
    }
}

impl Lenient for serde_json::Value {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Unfit> {
        *self = reader.value()?;
        Ok(())
    }

    fn is_absent(&self) -> bool {
        self.is_null()
    }
}

/// Reads a word into an enum of [`api_words!`] without an allocation for known words.
pub fn word<T: for<'a> From<&'a str>>(reader: &mut Reader<'_>) -> Result<T, Unfit> {
    match reader.scalar()? {
        reader::Scalar::Text(text) => Ok(T::from(&text)),
        reader::Scalar::Null => Ok(T::from("")),
        _ => Err(Unfit),
    }
}
