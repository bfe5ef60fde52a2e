//! Turning to another Controller: nothing that was asked, shown or planned for one may be taken for another's.

use client::BaseUrl;
use leptos::prelude::*;

use crate::address::{Address, Step};
use crate::controllers::Controllers;
use crate::live::Live;
use crate::routes::Page;
use crate::session::Session;
use crate::ui::toast::Toasts;

/// Everything that has to know.
#[derive(Clone, Copy)]
pub struct Switch {
    controllers: Controllers,
    session: Session,
    live: Live,
    toasts: Toasts,
}

impl Switch {
    /// From the contexts of the app.
    pub fn here() -> Self {
        Self {
            controllers: expect_context(),
            session: expect_context(),
            live: expect_context(),
            toasts: expect_context(),
        }
    }

    /// Turns to `address`. False, and said why, while changes are being applied to the present one.
    pub fn to(self, address: &BaseUrl) -> bool {
        let present = self.controllers.current_untracked();
        if present == *address {
            return true;
        }
        if self.controllers.is_busy() {
            let name = untrack(|| self.controllers.label(&present));
            self.toasts.warn(format!(
                "Changes are being applied to {name}. Stop that or wait for its end before switching to another Controller."
            ));
            return false;
        }
        self.live.forget();
        self.controllers.forget();
        self.session.with(address);
        self.controllers.set_current(address.clone());
        self.live.start();
        true
    }

    /// Drops everything that was read and begun at the present Controller, as if the page had just been opened there.
    pub fn begin_anew(self) {
        self.live.forget();
        self.controllers.forget();
        self.live.start();
    }

    /// Takes a Controller that this tab does not work with off the list, and ends its session in all tabs.
    pub fn remove(self, address: &BaseUrl) {
        self.session.with(address).sign_out();
        self.controllers.change(|known| known.remove(address));
    }
}

/// Turns to a Controller and goes to a page there, whose address then says so.
pub fn turner(page: Signal<Page>) -> Callback<BaseUrl> {
    let switch = Switch::here();
    let here = expect_context::<Address>();
    Callback::new(move |address: BaseUrl| {
        if switch.to(&address) {
            here.go(&page.get_untracked().path(), Step::Forward);
        }
    })
}

/// Signs out, unless something on the page asks to stay.
pub fn leaver() -> Callback<()> {
    let (session, controllers) = (expect_context::<Session>(), expect_context::<Controllers>());
    Callback::new(move |()| {
        if controllers.lets_go() {
            session.sign_out();
        }
    })
}
