//! Line icons on a 16 by 16 grid, drawn from one path each. They are decoration: the words beside them say it.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Again,
    Bad,
    Book,
    Box,
    Busy,
    Chip,
    Copy,
    Gear,
    Grid,
    Idle,
    Layers,
    Link,
    List,
    Logo,
    Menu,
    Ok,
    Play,
    Plus,
    Search,
    Stop,
    Store,
    Trash,
    Upload,
    Warn,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Again => "M13.5 8a5.5 5.5 0 1 1-1.6-3.9L13.5 5.7M13.5 2v3.7H9.8",
            Self::Bad => "M4 4l8 8M12 4l-8 8",
            Self::Book => "M3 2h9a1 1 0 0 1 1 1v11H4a1 1 0 0 1-1-1zM3 11.5h10",
            Self::Box => "M8 1.5 14 5v6l-6 3.5L2 11V5zM2 5l6 3.5L14 5M8 8.5v6",
            Self::Busy => "M13.5 8A5.5 5.5 0 1 1 8 2.5",
            Self::Chip => "M4 4h8v8H4zM6 1v3M10 1v3M6 12v3M10 12v3M1 6h3M1 10h3M12 6h3M12 10h3",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Gear => {
                "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5 13 13M13 3l-1.5 1.5M4.5 11.5 3 13"
            }
            Self::Grid => "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z",
            Self::Idle => "M4 8h8",
            Self::Layers => "M2 4l6-2.5L14 4 8 6.5zM2 8l6 2.5L14 8M2 12l6 2.5 6-2.5",
            Self::Link => "M6.5 9.5l3-3M7 4.5l1-1a3 3 0 0 1 4.5 4.5l-1 1M9 11.5l-1 1A3 3 0 0 1 3.5 8l1-1",
            Self::List => "M2 4h1M2 8h1M2 12h1M6 4h8M6 8h8M6 12h8",
            Self::Logo => {
                "M9.7 3a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0M4.7 12.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0M14.7 12.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0M7.2 4.5 3.8 11M8.8 4.5 12.2 11M4.7 12.5h6.6"
            }
            Self::Menu => "M2 4h12M2 8h12M2 12h12",
            Self::Ok => "M3 8.5 6.5 12 13 4.5",
            Self::Play => "M5 3l8 5-8 5z",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5 14 14",
            Self::Stop => "M4 4h8v8H4z",
            Self::Store => "M2 4c0-3 12-3 12 0v8c0 3-12 3-12 0zM2 4c0 3 12 3 12 0M2 8c0 3 12 3 12 0",
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.5 7v4M9.5 7v4",
            Self::Upload => "M8 11V2M4.5 5.5 8 2l3.5 3.5M2 11v3h12v-3",
            Self::Warn => "M8 3v6M8 12.5v.5",
        }
    }
}

#[component]
pub fn Glyph(icon: Icon, #[prop(optional)] spin: bool) -> impl IntoView {
    view! {
        <svg class="i" class:spin=spin viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}
