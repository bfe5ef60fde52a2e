//! The screen of a terminal: drawn row by row as what is on it changes, and typed into.

use client::emulator::{Emulator, Key, Piece};
use client::frames::Frame;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::output::{Output, style_class};
use crate::ui::due::Due;
use crate::ui::js::get;

/// The height of a row in the style sheet, and what is around the rows: beside them, and above and below.
const ROW: f64 = 20.0;
const BESIDE: f64 = 32.0;
const ABOVE: f64 = 24.0;

/// The handle to a screen.
#[derive(Clone, Copy)]
pub struct Terminal {
    emulator: StoredValue<Emulator, LocalStorage>,
    pub place: NodeRef<html::Div>,
    /// A hundred characters, to know how wide one is.
    pub probe: NodeRef<html::Span>,
    /// How many rows back one looks.
    pub back: RwSignal<usize>,
    /// Rows and columns.
    pub size: RwSignal<(u16, u16)>,
    drawn: StoredValue<Vec<Vec<Piece>>>,
    /// It will be drawn with the next frame.
    due: Due,
}

impl Terminal {
    pub fn new() -> Self {
        Self {
            emulator: StoredValue::new_local(Emulator::default()),
            place: NodeRef::new(),
            probe: NodeRef::new(),
            back: RwSignal::new(0),
            size: RwSignal::new(Emulator::USUAL),
            drawn: StoredValue::new(Vec::new()),
            due: Due::new(),
        }
    }

    /// Takes in what was written, and draws it with the next frame, however much comes until then.
    pub fn push(self, bytes: &[u8]) {
        if !bytes.is_empty() && self.emulator.try_update_value(|it| it.push(bytes)).is_some() {
            self.redraw();
        }
    }

    fn redraw(self) {
        if self.due.begins() {
            request_animation_frame(move || {
                if self.due.ends() {
                    self.draw();
                }
            });
        }
    }

    /// Draws the rows that say something else than before.
    fn draw(self) -> Option<()> {
        let place = self.place.get_untracked()?;
        let rows = self.emulator.with_value(Emulator::rows);
        let before = self.drawn.get_value();
        for (index, row) in rows.iter().enumerate() {
            let is_same = before.get(index) == Some(row);
            let element = match place.children().item(u32::try_from(index).ok()?) {
                Some(_) if is_same => continue,
                Some(element) => element,
                None => {
                    let element = document().create_element("div").ok()?;
                    place.append_child(&element).ok()?;
                    element
                }
            };
            fill(&element, row)?;
        }
        while place.children().length() as usize > rows.len() {
            place.last_element_child()?.remove();
        }
        // A low window shows less than all rows.
        let cursor = rows.iter().position(|row| row.iter().any(|piece| piece.is_cursor)).unwrap_or_default();
        if let Some(element) = place.children().item(u32::try_from(cursor).ok()?)
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            let top = element.offset_top();
            let end = top + element.offset_height() + ABOVE as i32 / 2;
            place.set_scroll_top(place.scroll_top().min(top).max(end - place.client_height()).max(0));
        }
        self.drawn.set_value(rows);
        Some(())
    }

    pub fn clear(self) {
        self.emulator.update_value(Emulator::clear);
        self.back.set(0);
        self.redraw();
    }

    pub fn text(self) -> String {
        self.emulator.try_update_value(Emulator::text).unwrap_or_default()
    }

    /// What is sent for a text that is pasted.
    pub fn pasted(self, text: &str) -> String {
        self.emulator.with_value(|emulator| emulator.pasted(text))
    }

    /// Looks further back, or forth when negative; whether that is another place.
    pub fn scroll(self, rows: isize) -> bool {
        let before = self.back.get_untracked();
        let back = self.emulator.try_update_value(|emulator| emulator.scroll(rows)).unwrap_or_default();
        if back != before {
            self.back.set(back);
            self.redraw();
        }
        back != before
    }

    /// Makes the screen as large as there is room; the words that tell a shell so, unless a program has its screen.
    pub fn fit(self) -> Option<String> {
        let place = self.place.get_untracked()?;
        let cell = self.probe.get_untracked()?.get_bounding_client_rect().width() / 100.0;
        let columns = (f64::from(place.client_width()) - BESIDE) / cell.max(1.0);
        let rows = (f64::from(place.client_height()) - ABOVE) / ROW;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "of the size of a window"
        )]
        let (rows, columns) = (rows.max(10.0) as u16, columns.max(20.0) as u16);
        let size = self.emulator.try_update_value(|emulator| {
            emulator.resize(rows, columns);
            emulator.size()
        })?;
        self.size.set(size);
        self.redraw();
        let is_free = self.emulator.with_value(|emulator| !emulator.is_full_screen());
        is_free.then(|| format!("stty rows {} cols {}\r", size.0, size.1))
    }

    /// Looks back or sends what a key stands for.
    fn key(self, event: &ev::KeyboardEvent, output: Output, is_open: bool) {
        let page = isize::try_from(self.size.get_untracked().0).unwrap_or_default() - 1;
        let rows = match (event.key().as_str(), event.shift_key()) {
            ("PageUp", true) => Some(page),
            ("PageDown", true) => Some(-page),
            _ => None,
        };
        if let Some(rows) = rows {
            self.scroll(rows);
            event.prevent_default();
        } else if is_open && let Some(sent) = self.typed(event) {
            event.prevent_default();
            self.scroll(isize::MIN);
            output.send(&Frame::input(sent));
        }
    }

    /// What a key sends; nothing for one that is the browser's.
    fn typed(self, event: &ev::KeyboardEvent) -> Option<String> {
        let key =
            Key { name: event.key(), ctrl: event.ctrl_key(), alt: event.alt_key(), shift: event.shift_key() };
        // What is selected is copied, and what is copied is pasted, by the keys that everything else has for it.
        let is_copied = key.ctrl && key.name.eq_ignore_ascii_case("c") && has_selection();
        let is_pasted = key.ctrl && key.name.eq_ignore_ascii_case("v");
        if event.meta_key() || event.is_composing() || is_copied || is_pasted {
            return None;
        }
        self.emulator.with_value(|emulator| emulator.typed(&key))
    }
}

fn has_selection() -> bool {
    window().document().is_some_and(|_| {
        let selection = get(&window(), "getSelection").dyn_into::<js_sys::Function>();
        let selection = selection.ok().and_then(|it| it.call0(&window()).ok()).unwrap_or_default();
        get(&selection, "isCollapsed").as_bool() == Some(false)
    })
}

/// Puts the pieces of a row into its element.
fn fill(element: &Element, row: &[Piece]) -> Option<()> {
    element.set_text_content(None);
    for piece in row {
        let class = style_class(piece.style);
        if class.is_empty() && !piece.is_cursor {
            element.append_with_str_1(&piece.text).ok()?;
            continue;
        }
        let span = document().create_element("span").ok()?;
        let class = if piece.is_cursor { format!("{class} caret") } else { class };
        span.set_attribute("class", class.trim()).ok()?;
        span.set_text_content(Some(&piece.text));
        element.append_child(&span).ok()?;
    }
    Some(())
}

/// The screen, to read and to type into. `lines` is told when several lines are pasted, which run only when that was
/// confirmed.
#[component]
pub fn Screen(
    output: Output,
    terminal: Terminal,
    is_open: Signal<bool>,
    lines: Callback<String>,
) -> impl IntoView {
    let key = move |event: ev::KeyboardEvent| terminal.key(&event, output, is_open.get_untracked());
    let paste = move |event: ev::ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        event.prevent_default();
        if text.trim_end_matches(['\r', '\n']).contains('\n') {
            lines.run(text);
        } else if is_open.get_untracked() {
            output.send(&Frame::input(terminal.pasted(&text)));
        }
    };
    let wheel = move |event: ev::WheelEvent| {
        let rows = (-event.delta_y() / ROW).round();
        #[expect(clippy::cast_possible_truncation, reason = "a turn of a wheel")]
        if rows != 0.0 && terminal.scroll(rows as isize) {
            event.prevent_default();
        }
    };
    Effect::new(move |_| {
        if terminal.place.get().is_some() {
            terminal.redraw();
        }
    });
    view! {
        <div class="output">
            <span class="output__probe" aria-hidden="true" node_ref=terminal.probe>
                {"0".repeat(100)}
            </span>
            <div
                class="output__screen"
                role="log"
                aria-live="off"
                aria-label="Shell"
                aria-describedby="terminal-keys"
                tabindex="0"
                node_ref=terminal.place
                on:keydown=key
                on:paste=paste
                on:wheel=wheel
            ></div>
            <Show when=move || { terminal.back.get() > 0 }>
                <button type="button" class="btn output__jump" on:click=move |_| { terminal.scroll(isize::MIN); }>
                    "Go to the end"
                </button>
            </Show>
        </div>
    }
}
