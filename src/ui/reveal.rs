//! Bringing a chosen entry of a list into view, without moving more than that.

/// Scrolls the list that `element` is in, as little as needed.
pub fn reveal(element: &web_sys::Element) {
    let how = web_sys::ScrollIntoViewOptions::new();
    how.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&how);
}
