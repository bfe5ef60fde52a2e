//! A modal dialog on the native element: the browser makes the page inert, handles Escape and gives the focus back.

use leptos::{html, prelude::*};

use super::alive::alive;

#[component]
pub fn Dialog(
    /// Open while true. The browser may close it by itself; then `on_close` is told.
    #[prop(into)]
    open: Signal<bool>,
    #[prop(into)] title: String,
    on_close: Callback<()>,
    /// False when leaving would lose what the person needs, as with a session that has ended.
    #[prop(optional, default = true)]
    dismissable: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        if open.get() {
            // Opening an open dialog throws; it is open then, which is what was asked for.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=element
            aria-label=title.clone()
            on:close=alive(move |_| on_close.run(()))
            on:cancel=move |event: leptos::ev::Event| {
                if !dismissable {
                    event.prevent_default();
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog__in">{children.with_value(|children| children())}</div>
            </Show>
        </dialog>
    }
}
