//! What each part brings: functions, so that nothing below needs to know what stands behind them.

use client::session::ControllerLink;
use leptos::prelude::*;
use model::Kind;

use crate::resource::row::RowAsked;
use crate::routes::{Key, Page};

/// All pages but the list of microservices, which is what most people open, and the sign-in before it.
#[derive(Clone, Copy)]
pub struct Pages {
    pub show: fn(Page) -> AnyView,
    /// What can be done with an object of a kind, at the end of its row in the list.
    pub menu: fn(Kind, RowAsked) -> AnyView,
    /// The search over the page, open while the signal is true.
    pub palette: fn(RwSignal<bool>) -> AnyView,
    /// What an address with a Controller leads to that cannot just be turned to; the callback is how to leave it be.
    pub question: fn(ControllerLink, Callback<()>) -> AnyView,
}

/// The two places of signing in.
#[derive(Clone, Copy)]
pub struct SignIn {
    pub page: fn() -> AnyView,
    /// Over whatever page is open, when its session has ended.
    pub again: fn() -> AnyView,
}

/// Everything that reads, checks, writes or plans manifests.
#[derive(Clone, Copy)]
pub struct Workbench {
    /// Makes known what texts are kept in and looked up in. Called once, before everything else.
    pub begin: fn(),
    pub deploy: fn() -> AnyView,
    /// The page on which a new object is written.
    pub new: fn(Kind) -> AnyView,
    /// The tabs of an object on which its manifest is changed and shown.
    pub edit: fn(Kind, Key) -> AnyView,
    pub yaml: fn(Kind, Key) -> AnyView,
    /// Takes files into the workspace.
    pub take: fn(Vec<Dropped>),
    /// What was applied from this browser.
    pub applied: fn() -> AnyView,
}

/// Something that was dropped or chosen.
pub enum Dropped {
    File(web_sys::File),
    Folder(web_sys::FileSystemEntry),
    /// Text that was dragged from elsewhere.
    Text(String),
}
