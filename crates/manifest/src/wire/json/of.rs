//! Anything that serialises, as [`Json`], directly: keys in their order, numbers in their digits.

use std::fmt;

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::Json;

impl Json {
    /// A value of ours as JSON. What has no place in JSON (a number that is none, a key that is no text, a type that
    /// refuses) is null there.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Json {
        value.serialize(Writer).unwrap_or(Json::Null)
    }
}

/// Why a value has no place in JSON. Nobody is told: it becomes null.
#[derive(Debug)]
pub(super) struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no JSON")
    }
}

impl std::error::Error for Unfit {}

impl serde::ser::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Unfit {
        Unfit
    }
}

struct Writer;

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Json, Unfit> {
            Ok(Json::Number(value.to_string()))
        })*
    };
}

impl Serializer for Writer {
    type Ok = Json;
    type Error = Unfit;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Pairs;
    type SerializeStruct = Pairs;
    type SerializeStructVariant = Pairs;

    numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    fn serialize_bool(self, value: bool) -> Result<Json, Unfit> {
        Ok(Json::Bool(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Json, Unfit> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<Json, Unfit> {
        Ok(serde_json::Number::from_f64(value).map_or(Json::Null, |number| Json::Number(number.to_string())))
    }

    fn serialize_char(self, value: char) -> Result<Json, Unfit> {
        Ok(Json::String(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Json, Unfit> {
        Ok(Json::string(value))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Json, Unfit> {
        Ok(Json::Array(value.iter().map(|byte| Json::integer(i64::from(*byte))).collect()))
    }

    fn serialize_none(self) -> Result<Json, Unfit> {
        Ok(Json::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Json, Unfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Json, Unfit> {
        Ok(Json::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Json, Unfit> {
        Ok(Json::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Json, Unfit> {
        Ok(Json::string(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Json, Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Json, Unfit> {
        Ok(Json::object([(variant, Json::of(value))]))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items, Unfit> {
        Ok(Items { items: Vec::with_capacity(length.unwrap_or(0)), variant: None })
    }

    fn serialize_tuple(self, length: usize) -> Result<Items, Unfit> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Items, Unfit> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Items, Unfit> {
        Ok(Items { items: Vec::with_capacity(length), variant: Some(variant) })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Pairs, Unfit> {
        let pairs = Vec::with_capacity(length.unwrap_or(0));
        Ok(Pairs { pairs, key: String::new(), variant: None })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Pairs, Unfit> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Pairs, Unfit> {
        Ok(Pairs { pairs: Vec::with_capacity(length), key: String::new(), variant: Some(variant) })
    }
}

fn below(variant: Option<&'static str>, json: Json) -> Json {
    match variant {
        Some(variant) => Json::object([(variant, json)]),
        None => json,
    }
}

struct Items {
    items: Vec<Json>,
    variant: Option<&'static str>,
}

macro_rules! items {
    ($($of:ident $method:ident),*) => {
        $(impl $of for Items {
            type Ok = Json;
            type Error = Unfit;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
                self.items.push(Json::of(value));
                Ok(())
            }

            fn end(self) -> Result<Json, Unfit> {
                Ok(below(self.variant, Json::Array(self.items)))
            }
        })*
    };
}

items!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

struct Pairs {
    pairs: Vec<(String, Json)>,
    key: String,
    variant: Option<&'static str>,
}

impl SerializeMap for Pairs {
    type Ok = Json;
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        self.key = match Json::of(key) {
            Json::String(key) | Json::Number(key) => key,
            Json::Bool(key) => key.to_string(),
            Json::Null | Json::Array(_) | Json::Object(_) => return Err(Unfit),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        self.pairs.push((std::mem::take(&mut self.key), Json::of(value)));
        Ok(())
    }

    fn end(self) -> Result<Json, Unfit> {
        Ok(below(self.variant, Json::Object(self.pairs)))
    }
}

macro_rules! structs {
    ($($of:ident),*) => {
        $(impl $of for Pairs {
            type Ok = Json;
            type Error = Unfit;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Unfit> {
                self.pairs.push((key.to_owned(), Json::of(value)));
                Ok(())
            }

            fn end(self) -> Result<Json, Unfit> {
                SerializeMap::end(self)
            }
        })*
    };
}

structs!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_of_the_contract_is_the_json_that_requests_would_carry() {
        let text =
            r#"{"id":4,"url":"r","isPublic":false,"username":"u","password":"p","userEmail":"a@b.cd"}"#;
        let registry: model::Registry = model::from_text(text).unwrap();
        assert_eq!(Json::of(&registry).to_value().to_string(), text);
    }

    #[test]
    fn every_shape_of_data_has_its_json() {
        #[derive(serde::Serialize)]
        enum Shape {
            Unit,
            One(i8),
            Two(bool, char),
            Named { x: Option<f64> },
        }
        let all =
            (Shape::Unit, Shape::One(-1), Shape::Two(true, 'c'), Shape::Named { x: Some(0.5) }, (), f64::NAN);
        let map = std::collections::BTreeMap::from([(1, "a")]);
        for (json, expected) in [
            (Json::of(&all), serde_json::to_value(&all)),
            (Json::of(&map), serde_json::to_value(&map)),
            (
                Json::of(&serde_json::json!({ "b": [1, 2.5, null], "a": "x" })),
                Ok(serde_json::json!({ "b": [1, 2.5, null], "a": "x" })),
            ),
        ] {
            assert_eq!(json.to_value().to_string(), expected.unwrap().to_string());
        }
    }
}
