//! One family of line icons: a grid of 16 px, lines of 1.5 px with round ends, one path each. They are decoration: the
//! words beside them say it.

use leptos::prelude::*;

/// What an icon stands for. The states have a shape each, so that none is told by its colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Again,
    Away,
    Bad,
    Blocked,
    Book,
    Box,
    Busy,
    Chip,
    Clock,
    Copy,
    Done,
    Down,
    Edit,
    Equal,
    Failed,
    File,
    Gear,
    Grid,
    Info,
    Key,
    Layers,
    Leave,
    Link,
    Log,
    Menu,
    More,
    Ok,
    Play,
    Plus,
    Right,
    Search,
    Sort,
    Stop,
    Store,
    Tilde,
    Trash,
    Upload,
    User,
    Wait,
    Warn,
    Wrap,
}

impl Icon {
    /// All of them, for the page that shows every widget.
    #[cfg(not(feature = "split"))]
    pub const ALL: &[Self] = &[
        Self::Again,
        Self::Away,
        Self::Bad,
        Self::Blocked,
        Self::Book,
        Self::Box,
        Self::Busy,
        Self::Chip,
        Self::Clock,
        Self::Copy,
        Self::Done,
        Self::Down,
        Self::Edit,
        Self::Equal,
        Self::Failed,
        Self::File,
        Self::Gear,
        Self::Grid,
        Self::Info,
        Self::Key,
        Self::Layers,
        Self::Leave,
        Self::Link,
        Self::Log,
        Self::Menu,
        Self::More,
        Self::Ok,
        Self::Play,
        Self::Plus,
        Self::Right,
        Self::Search,
        Self::Sort,
        Self::Stop,
        Self::Store,
        Self::Tilde,
        Self::Trash,
        Self::Upload,
        Self::User,
        Self::Wait,
        Self::Warn,
        Self::Wrap,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Again => "M13 3v3.5H9.5M12.7 6.5A5.3 5.3 0 1 0 13.2 9",
            Self::Away => AWAY,
            Self::Bad => "M4 4l8 8M12 4l-8 8",
            Self::Blocked => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0M3.8 3.8l8.4 8.4",
            Self::Book => {
                "M3 3.5A1.5 1.5 0 0 1 4.5 2H13v12H4.5A1.5 1.5 0 0 1 3 12.5zM3 12.5A1.5 1.5 0 0 1 4.5 11H13"
            }
            Self::Box => "M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8.2 13.5 5M8 8.2v6",
            Self::Busy => "M14 8A6 6 0 1 1 8 2",
            Self::Chip => {
                "M5 4h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1zM6.5 1.5V4M9.5 1.5V4M6.5 12v2.5M9.5 12v2.5M1.5 6.5H4M1.5 9.5H4M12 6.5h2.5M12 9.5h2.5"
            }
            Self::Clock => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0M8 4.5V8l2.5 1.5",
            Self::Copy => {
                "M6.7 5.5h5.6a1.2 1.2 0 0 1 1.2 1.2v5.6a1.2 1.2 0 0 1-1.2 1.2h-5.6a1.2 1.2 0 0 1-1.2-1.2v-5.6a1.2 1.2 0 0 1 1.2-1.2zM10.5 5.5v-3h-8v8h3"
            }
            Self::Done => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0M5.3 8.2l1.9 1.9 3.5-4",
            Self::Down => "M3.5 6 8 10.5 12.5 6",
            Self::Edit => "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
            Self::Equal => "M3.5 6h9M3.5 10h9",
            Self::Failed => "M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5zM6 6l4 4M10 6l-4 4",
            Self::File => "M4 1.8h5.5L13 5.2v9H4zM9.2 2v3.5h3.6",
            Self::Gear => {
                "M6 8a2 2 0 1 0 4 0a2 2 0 1 0-4 0M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4"
            }
            Self::Grid => "M2.5 2.5h4.5v4.5h-4.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5h-4.5zM9 9h4.5v4.5H9z",
            Self::Info => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0M8 7.5V11M8 5.2h.01",
            Self::Key => "M10.5 2a3.5 3.5 0 1 1-3 5.3L2.5 12.3V14h2v-1.5H6V11h1.3l1.2-1.2M11 5h.01",
            Self::Layers => "M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
            Self::Leave => "M6.5 2.5h-4v11h4M10.5 5 13.5 8l-3 3M6 8h7.5",
            Self::Link => {
                "M6.5 9.5l3-3M7.5 4.5l1-1a2.8 2.8 0 0 1 4 4l-1 1M8.5 11.5l-1 1a2.8 2.8 0 0 1-4-4l1-1"
            }
            Self::Log => "M2.5 3.5h11M2.5 6.5h8M2.5 9.5h11M2.5 12.5h5",
            Self::Menu => "M2 4h12M2 8h12M2 12h12",
            Self::More => {
                "M2.7 8a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M7.5 8a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M12.3 8a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0"
            }
            Self::Ok => "M3 8.5l3.2 3.2L13 4.8",
            Self::Play => "M4.5 2.8v10.4L13 8z",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Right => "M6 3.5l4.5 4.5L6 12.5",
            Self::Search => "M2.5 7a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M10.5 10.5l3.5 3.5",
            Self::Sort => "M8 13V3M4.5 6.5 8 3l3.5 3.5",
            Self::Stop => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0M6.5 6.5h3v3h-3zM7 8h2",
            Self::Store => {
                "M2.5 4a5.5 2 0 1 0 11 0a5.5 2 0 1 0-11 0M2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2"
            }
            Self::Tilde => "M2.5 9.5c1.5-3 3.5-3 5.5-1.5s4 1.5 5.5-1.5",
            Self::Trash => "M2.5 4.5h11M6 4.5V2.5h4v2M4 4.5l.7 9h6.6l.7-9M6.8 7v4M9.2 7v4",
            Self::Upload => "M8 10.5V2M4.8 5.2 8 2l3.2 3.2M2.5 10.5v3h11v-3",
            Self::User => "M5 5.5a3 3 0 1 0 6 0a3 3 0 1 0-6 0M2.5 14c.6-2.7 2.8-4 5.5-4s4.9 1.3 5.5 4",
            Self::Wait => {
                "M14 8A6 6 0 0 1 13.53 10.34M12.24 12.24A6 6 0 0 1 10.26 13.56M8 14A6 6 0 0 1 5.66 13.53M3.76 12.24A6 6 0 0 1 2.44 10.26M2 8A6 6 0 0 1 2.47 5.66M3.76 3.76A6 6 0 0 1 5.74 2.44M8 2A6 6 0 0 1 10.34 2.47M12.24 3.76A6 6 0 0 1 13.56 5.74"
            }
            Self::Warn => "M8 2.2 14.2 13H1.8zM8 6.5v3M8 11.3h.01",
            Self::Wrap => "M2.5 3.5h11M2.5 7.5h8.8a2.2 2.2 0 0 1 0 4.5H8M9.5 10.5 8 12l1.5 1.5M2.5 12h2.5",
        }
    }
}

/// A cloud that is crossed out.
const AWAY: &str = "M2 2l12 12M4.5 12.5h6.8M12.8 11.5a2.5 2.5 0 0 0-1-4.4A4 4 0 0 0 7 4M5 5.5A4 4 0 0 0 4.3 7a2.8 2.8 0 0 0 .2 5.5";

#[component]
pub fn Glyph(icon: Icon, #[prop(optional)] spin: bool, #[prop(optional)] after: bool) -> impl IntoView {
    view! {
        <svg class="i" class:spin=spin class:after=after viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}

/// The console's own mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 22 22" aria-hidden="true">
            <rect class="mark__ground" width="22" height="22" rx="5.5" />
            <path class="mark__lines" d="M6.5 5v12M6.5 5h8M6.5 11h5M6.5 17h8" />
            <path class="mark__ends" d="M17.5 5a2 2 0 1 1-4 0 2 2 0 0 1 4 0m-3 6a2 2 0 1 1-4 0 2 2 0 0 1 4 0m3 6a2 2 0 1 1-4 0 2 2 0 0 1 4 0" />
        </svg>
    }
}
