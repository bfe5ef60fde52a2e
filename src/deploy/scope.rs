//! Which of the Controller's lists a form needs: those of its own kind of object, as long as its text is about nothing else.

use leptos::prelude::*;
use manifest::{Document, wire};
use model::Kind;

use crate::deploy::workspace::Workspace;
use crate::live::Scope;

/// The scope of what is written in a form that is about `form`.
pub fn scope_of(form: &Scope, workspace: Option<Workspace>) -> Scope {
    let within = workspace.is_none_or(|workspace| {
        workspace.files.with(|files| {
            files
                .iter()
                .all(|file| file.draft.with(|text| text.documents().iter().all(|one| fits(form, one))))
        })
    });
    if within { form.clone() } else { Scope::Everything }
}

fn fits(scope: &Scope, document: &Document) -> bool {
    let kind = document.kind().and_then(Kind::from_word);
    let named = |application: &String| {
        let read = wire::read(document).and_then(Result::ok);
        read.is_none_or(|spec| spec.application.as_ref() == Some(application))
    };
    match scope {
        Scope::Everything => true,
        Scope::Kind(one) => document.is_empty() || kind == Some(one.kind),
        Scope::Within(one, application) => {
            document.is_empty() || (kind == Some(one.kind) && named(application))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::OneKind;

    fn check(scope: &Scope, text: &str, expected: bool) {
        let manifest = manifest::Manifest::parse(text);
        let fits = manifest.documents().iter().all(|document| fits(scope, document));
        assert_eq!(fits, expected, "{text}");
    }

    #[test]
    fn a_text_that_is_about_more_than_its_form_needs_all_lists() {
        let registry = "kind: Registry\nspec: {}\n";
        static REGISTRIES: OneKind = OneKind { kind: Kind::Registry, compared: &[], optional: &[] };
        static ITEMS: OneKind = OneKind { kind: Kind::CatalogItem, ..REGISTRIES };
        let of_registries = Scope::Kind(&REGISTRIES);
        check(&of_registries, registry, true);
        check(&of_registries, &format!("{registry}---\n# nothing\n"), true);
        check(&of_registries, &format!("{registry}---\nkind: Application\n"), false);
        check(&Scope::Kind(&ITEMS), registry, false);
    }

    #[test]
    fn a_microservice_of_another_application_needs_them_too() {
        static MICROSERVICES: OneKind = OneKind { kind: Kind::Microservice, compared: &[], optional: &[] };
        let shop = Scope::Within(&MICROSERVICES, "shop".into());
        let text = |application: &str| {
            format!(
                "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: web\nspec:\n  application: {application}\n"
            )
        };
        check(&shop, &text("shop"), true);
        check(&shop, &text("line"), false);
        check(
            &shop,
            "apiVersion: datasance.com/v3\nkind: Microservice\nmetadata:\n  name: line/web\nspec: {}\n",
            false,
        );
    }
}
