//! The widgets that open, close and come and go, and the table.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Theme, shown};
use crate::ui::copy::CopyButton;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::Menu;
use crate::ui::state::{State, Tone};
use crate::ui::table::{Column, Order, Row, Sort, Table};
use crate::ui::toast::{Offer, Toasts};

pub fn all(theme: Theme) -> Vec<AnyView> {
    vec![
        shown("Menu", menu(theme)),
        shown("Dialog", dialog()),
        shown("Toasts", toasts()),
        shown("Copy", view! { <CopyButton label="Copy link" text=Signal::stored("text".to_owned()) done="Link copied" icon=Icon::Link /> }.into_any()),
        shown("Table", table(theme)),
    ]
}

fn menu(theme: Theme) -> AnyView {
    let why = theme.id("why-not-stop");
    let face = || view! { "Actions" <Glyph icon=Icon::Down after=true /> }.into_any();
    view! {
        <Menu label="Actions" button="btn" face=Arc::new(face)>
            <li>
                <button type="button" class="it"><Glyph icon=Icon::Again />"Rebuild …"</button>
            </li>
            <li>
                <button type="button" class="it" aria-disabled="true" aria-describedby=why><Glyph icon=Icon::Stop />"Stop …"</button>
                <span class="menu__why" id=why>"The role viewer may not stop it."</span>
            </li>
            <li class="apart">
                <button type="button" class="it bad"><Glyph icon=Icon::Trash />"Delete …"</button>
            </li>
        </Menu>
    }
    .into_any()
}

fn dialog() -> AnyView {
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| open.set(false));
    view! {
        <button type="button" class="btn" on:click=move |_| open.set(true)>
            "Ask"
        </button>
        <Dialog open title="Delete it?" on_close=close>
            <h2>"Delete registry 7?"</h2>
            <p>"Nothing uses it."</p>
            <div class="ends">
                <button type="button" class="btn" on:click=move |_| close.run(())>"Keep it"</button>
                <button type="button" class="btn danger" on:click=move |_| close.run(())>"Delete registry"</button>
            </div>
        </Dialog>
    }
    .into_any()
}

fn toasts() -> AnyView {
    let toasts = expect_context::<Toasts>();
    let offer = move |_| {
        let offer = Offer::undo(|| (), || ());
        toasts.offer("Closed shop.yaml.", offer);
    };
    view! {
        <button type="button" class="btn" on:click=move |_| toasts.say("Link copied")>"Say"</button>
        <button type="button" class="btn" on:click=move |_| toasts.warn("It could not be copied")>"Warn"</button>
        <button type="button" class="btn" on:click=offer>"Offer"</button>
    }
    .into_any()
}

#[derive(Clone, PartialEq)]
struct Sample(&'static str, Tone, u32);

impl Row for Sample {
    fn key(&self) -> &str {
        self.0
    }

    fn card(&self) -> AnyView {
        view! { <div class="phone__row"><strong>{self.0}</strong><State tone=self.1 text="State" /></div> }
            .into_any()
    }
}

const COLUMNS: &[Column<Sample>] = &[
    Column::text("name", "Name", |row| row.0),
    Column::view("state", "State", state, |row| Sort::Text(row.1.name())),
    Column::number("memory", "Memory MB", |row| row.2.into_any(), |row| Sort::Number(f64::from(row.2))),
];

fn state(row: &Sample) -> AnyView {
    let Sample(_, tone, _) = row.clone();
    view! { <State tone text=format!("{tone:?}") /> }.into_any()
}

fn table(theme: Theme) -> AnyView {
    let rows =
        [Sample("broker", Tone::Ok, 14), Sample("camera", Tone::Busy, 90), Sample("vibration", Tone::Bad, 7)];
    let rows = Arc::new(rows.map(Arc::new).to_vec());
    let order = RwSignal::new(Order::parse("name"));
    let on_order = Callback::new(move |text: String| order.set(Order::parse(&text)));
    view! {
        <div class="panel gallery__wide">
            <Table label=format!("Table, {}", theme.title) columns=COLUMNS rows=Signal::stored(rows) order on_order />
        </div>
    }
    .into_any()
}
