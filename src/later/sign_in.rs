//! Signing in. Whoever comes back with a session that lasts never needs it.

use leptos::prelude::*;

use crate::pages::sign_in::{SignInAgain, SignInPage};
use crate::part::{NotLoaded, Part, SignIn};

/// Makes the part known to everything below the present owner.
pub fn provide() {
    Part::<SignIn>::provide(|_| Box::pin(load()));
}

async fn load() -> Result<SignIn, NotLoaded> {
    let sign_in = sign_in();
    #[cfg(feature = "split")]
    let sign_in = sign_in.await;
    sign_in
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(sign_in, fallible))]
fn sign_in() -> Result<SignIn, NotLoaded> {
    Ok(SignIn { page, again })
}

fn page() -> AnyView {
    view! { <SignInPage /> }.into_any()
}

fn again() -> AnyView {
    view! { <SignInAgain /> }.into_any()
}
