//! A request together with the type of its answer.

use std::{fmt, ops::Deref};

use crate::{
    Request,
    decode::{self, Garbled},
};
use model::Lenient;

/// A request and how its answer is read; nothing is sent until [`crate::Client::send`].
#[derive(Clone)]
pub struct Call<T> {
    /// What is sent.
    pub request: Request,
    /// The key below which the answer's interesting part stands; empty when it is the answer itself.
    key: &'static str,
    decode: fn(&[u8], &'static str) -> Result<T, Garbled>,
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

/// The answer of a list. An entry that cannot be read does not lose the others; it is reported beside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List<T> {
    /// What could be read, in the Controller's order.
    pub items: Vec<T>,
    /// What could not.
    pub unreadable: Vec<Unreadable>,
}

/// An entry of a list that is not as the contract says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its place in the list, from 0.
    pub index: usize,
    /// Which of its fields, as `fogs[3].tags: expected a list`; values are never repeated.
    pub problem: String,
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// The answer of a single object: the typed fields, and the answer as it came with what we do not know.
#[derive(Clone, PartialEq)]
pub struct Object<T> {
    /// The typed fields.
    pub value: T,
    /// Everything, as it came. May hold secrets: not printed.
    pub raw: serde_json::Value,
}

impl<T: fmt::Debug> fmt::Debug for Object<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl Call<()> {
    /// A call whose answer says nothing but that it was done.
    pub fn done(request: Request) -> Self {
        Self { request, key: "", decode: decode::done }
    }
}

impl<T: Lenient> Call<T> {
    /// A call answered by one small JSON document.
    pub fn answer(request: Request) -> Self {
        Self { request, key: "", decode: decode::one }
    }

    /// The same, of which a list below `key` is a part.
    pub fn answer_with_list(request: Request, key: &'static str) -> Self {
        Self { request, key, decode: decode::with_list }
    }
}

impl<T: Lenient> Call<Object<T>> {
    /// A call answered by one object.
    pub fn object(request: Request) -> Self {
        Self { request, key: "", decode: decode::object }
    }
}

impl<T: Lenient> Call<List<T>> {
    /// A call answered by a list below `key`.
    pub fn list(request: Request, key: &'static str) -> Self {
        Self { request, key, decode: decode::list }
    }

    /// A call answered by such a list, or by two of them.
    pub(crate) fn lists(request: Request, key: &'static str) -> Self {
        Self { request, key, decode: decode::lists }
    }

    /// A call answered by a list, as few endpoints are; below `key` it is read as well.
    pub fn bare_list(request: Request, key: &'static str) -> Self {
        Self { request, key, decode: decode::bare_list }
    }
}

impl<T> Call<T> {
    /// Reads the body of a successful answer.
    pub(crate) fn decode(&self, body: &[u8]) -> Result<T, Garbled> {
        (self.decode)(body, self.key)
    }

    /// The same call, of whose answer nothing is wanted but that it was done.
    pub fn unread(self) -> Call<()> {
        Call::done(self.request)
    }

    /// The same call with another request: to change its timeout, for example.
    pub fn map_request(mut self, change: impl FnOnce(Request) -> Request) -> Self {
        self.request = change(self.request);
        self
    }
}
