//! What is particular to each kind: columns, facts, forms. A kind never uses another kind's pages.

pub mod agent;
pub mod application;
pub mod catalog_item;
pub mod config_map;
pub mod event;
pub mod microservice;
pub mod registry;
pub mod secret;
pub mod volume_mount;

mod container;
mod members;
mod named;
mod silent;
mod users;

use leptos::prelude::AnyView;
use model::Kind;

use crate::deploy::form::FormKind;
use crate::resource::row::{KindPages, Row};
use crate::routes::Page;

/// Names the kinds, a line each. Everything else about one follows from its rows: the light one that is loaded with the
/// app, the one with its pages, and the one with its form.
macro_rules! rows {
    ($( $kind:ident $(with $form:ident)?, )*) => {
        /// The kinds that have pages, in the order of the navigation.
        pub static ROWS: &[&Row] = &[$( &$kind::ROW, )*];

        /// What draws their pages.
        pub static PAGES: &[&KindPages] = &[$( &$kind::PAGES, )*];

        /// Their forms.
        pub static FORMS: &[&FormKind] = &[$( $( &$kind::$form, )? )*];
    };
}

rows! {
    microservice with FORM,
    application with FORM,
    agent,
    catalog_item with FORM,
    registry with FORM,
    secret with FORM,
    config_map with FORM,
    volume_mount with FORM,
}

/// The light row of a kind.
pub fn row(kind: Kind) -> Option<&'static Row> {
    ROWS.iter().copied().find(|row| row.kind == kind)
}

/// What draws the pages of a kind.
pub fn pages(kind: Kind) -> Option<&'static KindPages> {
    PAGES.iter().copied().find(|pages| pages.row.kind == kind)
}

/// The form of a kind.
pub fn form(kind: Kind) -> Option<&'static FormKind> {
    FORMS.iter().copied().find(|form| form.kind == kind)
}

/// Whether there is such a page: a kind without pages has none, and not every kind has every tab.
pub fn has(page: &Page) -> bool {
    match page {
        Page::List(kind) | Page::New(kind) | Page::Object { kind, .. } => {
            row(*kind).is_some_and(|row| row.has(page))
        }
        Page::Overview | Page::Deploy | Page::Activity | Page::SignIn | Page::Settings => true,
    }
}

/// What draws a page that is loaded with the app itself.
pub fn first(page: &Page) -> Option<fn() -> AnyView> {
    match page {
        Page::List(kind) => row(*kind)?.first,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use manifest::fields::Status;

    use super::*;
    use crate::resource::form::shape::{ELSEWHERE, Ground};
    use crate::resource::row::Begin;
    use crate::routes::Tab;

    #[test]
    fn every_kind_that_is_shown_has_its_rows_and_no_other() {
        let shown = Kind::ALL.iter().copied().filter(|kind| kind.facts().is_shown);
        assert!(shown.clone().all(|kind| row(kind).is_some() && pages(kind).is_some()));
        assert_eq!(shown.count(), ROWS.len());
        for row in ROWS {
            assert_eq!(row.tabs.contains(&Tab::Edit), form(row.kind).is_some(), "{}", row.kind);
            assert!(row.begin != Begin::Form || form(row.kind).is_some(), "{}", row.kind);
        }
    }

    fn check(path: &str, expected: bool) {
        assert_eq!(Page::parse(path).is_some_and(|page| has(&page)), expected, "{path}");
    }

    #[test]
    fn a_page_that_no_row_names_is_none() {
        check("/applications/a/yaml", true);
        check("/applications/a/logs", true);
        check("/registries/3/logs", false);
        check("/agents/new", false);
        check("/agents/a/edit", false);
        check("/templates", false);
    }

    #[test]
    fn every_beginning_is_one_whole_document_of_its_kind() {
        for form in FORMS {
            let manifest = manifest::Manifest::parse((form.begin)(""));
            let kinds = manifest.documents().iter().map(|document| document.kind()).collect::<Vec<_>>();
            assert_eq!(kinds, [Some(form.kind.word())]);
            assert!(manifest.documents().iter().all(manifest::Document::is_complete), "{}", form.kind);
        }
    }
    #[test]
    fn every_field_that_is_declared_and_read_has_one_input_in_the_form_of_its_kind() {
        for form in FORMS {
            let spec = manifest::kinds::of(form.kind);
            let inputs = form.shape.inputs(&Ground::document(form.kind));
            let declared = spec.paths().into_iter().filter(|(path, field)| {
                let mut ends = path.match_indices('.').map(|(at, _)| &path[..at]).chain([&**path]);
                let holds_others = field.ty.mapping().is_some() || field.ty.items().is_some();
                let is_read =
                    ends.all(|path| spec.field(path).is_some_and(|field| field.status == Status::Current));
                is_read && !holds_others && !ELSEWHERE.contains(&&**path)
            });
            for (path, _) in declared {
                let count = inputs.iter().filter(|input| **input == path).count();
                assert_eq!(count, 1, "{} {path} has no input in its form, or several", form.kind);
            }
        }
    }

    #[test]
    fn what_the_form_of_a_kind_names_is_declared() {
        for form in FORMS {
            let spec = manifest::kinds::of(form.kind);
            for path in form.shape.sections.iter().flat_map(|section| section.fields) {
                assert!(spec.field(path).is_some(), "{} {path}", form.kind);
            }
            for (end, _) in form.shape.particulars {
                let is_it = |path: &str| path == *end || path.ends_with(&format!(".{end}"));
                assert!(spec.paths().iter().any(|(path, _)| is_it(path)), "{} {end}", form.kind);
            }
        }
    }
}
