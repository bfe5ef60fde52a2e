//! What is to be known of an object, grouped: names and values, links among them. What is not set is one sentence at the
//! end, not a row of dashes.

use leptos::prelude::*;

use crate::resource::link::link;
use crate::routes::Page;

/// The facts of one group.
#[derive(Default)]
pub struct Facts {
    note: Option<AnyView>,
    rows: Vec<(&'static str, AnyView)>,
    unset: Vec<&'static str>,
}

impl Facts {
    /// What is to be said above all of them.
    pub fn note(mut self, note: Option<impl IntoView + 'static>) -> Self {
        self.note = note.map(IntoAny::into_any);
        self
    }

    /// A fact that may be missing.
    pub fn text(self, name: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        let is_there = !text.is_empty();
        self.shown(name, is_there, || text.into_any())
    }

    /// The same for what machines read.
    pub fn mono(self, name: &'static str, text: impl Into<String>) -> Self {
        self.lines(name, Some(text.into()).filter(|text| !text.is_empty()).into_iter().collect())
    }

    /// Several lines for machines.
    pub fn lines(self, name: &'static str, lines: Vec<String>) -> Self {
        let is_there = !lines.is_empty();
        self.shown(name, is_there, || {
            lines.into_iter().map(|line| view! { <div class="mono">{line}</div> }).collect_view().into_any()
        })
    }

    /// Another object, with the way to its page.
    pub fn link(self, name: &'static str, to: Option<(Page, String)>) -> Self {
        let is_there = to.is_some();
        self.shown(name, is_there, || to.map(|(page, text)| link(page.path(), text)).into_any())
    }

    fn shown(mut self, name: &'static str, is_there: bool, view: impl FnOnce() -> AnyView) -> Self {
        if is_there {
            self.rows.push((name, view()));
        } else {
            self.unset.push(name);
        }
        self
    }

    /// What is said of those that are missing: "Not set", "Not reported".
    pub fn view(self, unset: &'static str) -> AnyView {
        let row = |(name, value): (&'static str, AnyView)| {
            view! {
                <dt>{name}</dt>
                <dd>{value}</dd>
            }
        };
        let missing = sentence(unset, &self.unset);
        let none = self.rows.is_empty();
        let rows = self.rows.into_iter().map(row).collect_view();
        view! {
            {self.note}
            {(!none).then(|| view! { <dl class="facts">{rows}</dl> })}
            {missing.map(|missing| view! { <p class="unset">{missing}</p> })}
        }
        .into_any()
    }
}

/// `Not set: ports, commands`. Names keep their letters where these are no ordinary word.
fn sentence(unset: &str, names: &[&str]) -> Option<String> {
    let in_sentence = |name: &&str| match name.chars().nth(1) {
        Some(second) if second.is_lowercase() => name.to_lowercase(),
        _ => (*name).to_owned(),
    };
    (!names.is_empty())
        .then(|| format!("{unset}: {}", names.iter().map(in_sentence).collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expected: Option<&str>) {
        assert_eq!(sentence("Not set", names).as_deref(), expected);
    }

    #[test]
    fn what_is_missing_is_one_sentence() {
        check(&[], None);
        check(&["Ports", "Extra hosts"], Some("Not set: ports, extra hosts"));
        check(&["CPU", "Memory", "x86 image"], Some("Not set: CPU, memory, x86 image"));
    }
}
