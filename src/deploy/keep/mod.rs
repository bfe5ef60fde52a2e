//! Keeps every draft as one types, and brings back what was kept: after a reload, a crash, an update, signing out and in.
//! A draft belongs to a user and a Controller, is open in one tab at a time, and is never written over another.

mod listed;
pub mod record;
mod restore;
pub mod standing;
pub mod store;
mod tabs;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

pub use self::listed::{At, Listed};
use self::record::{Place, Record};
pub use self::restore::Back;
use self::store::Trouble;
use self::tabs::Tabs;
use self::worker::{Job, Queue};
use crate::live::is_hidden;
use crate::panic;
use crate::part::KeptDrafts;
use crate::resource::kept::Kept;
use crate::resource::spare;
use crate::session::now_ms;
use crate::ui::toast::Toasts;

/// How long after a change it is kept at the latest.
const SOON: Duration = Duration::from_millis(300);

/// What is to be kept of a draft now.
pub struct Snapshot {
    pub place: Place,
    pub name: String,
    pub kept: Kept,
}

/// What is to be kept now; `None` where nothing would be lost. It is asked only while its draft lives.
pub type Snap = Rc<dyn Fn() -> Option<Snapshot>>;

/// A draft that is open in this tab.
struct Open {
    /// Whose it is; `None` until it is first kept, by whoever is here then.
    owner: Option<String>,
    /// What it is written under; another id than that of the draft, where somebody else wrote there.
    stored: String,
    snap: Snap,
    dirty: bool,
}

/// The handle to the keeper.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// The name of this page among the tabs.
    page: StoredValue<String>,
    next: StoredValue<u32>,
    /// Whose drafts are open here.
    owner: StoredValue<Option<String>>,
    open: StoredValue<BTreeMap<String, Open>, LocalStorage>,
    queue: StoredValue<Queue, LocalStorage>,
    /// Kept drafts of the owner that are not open in this tab.
    resting: RwSignal<Vec<Arc<Record>>>,
    /// What is kept of the drafts that are open here.
    kept: RwSignal<BTreeMap<String, Arc<Record>>>,
    /// Whether what was kept of the owner has been read.
    is_read: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    /// Whether the trouble was said.
    said: StoredValue<bool>,
    /// Whether the other tabs know what is open here.
    told: StoredValue<bool>,
    /// Whether the next keeping is due already.
    due: StoredValue<bool>,
    /// The runs that are under way here, or were stopped.
    runs: StoredValue<BTreeSet<String>>,
    tabs: Tabs,
    toasts: Toasts,
}

impl Keeper {
    /// A keeper of everything that is written in this tab.
    pub fn provide() -> Self {
        let page = name();
        let keeper = Self {
            tabs: Tabs::open(&page),
            page: StoredValue::new(page),
            next: StoredValue::new(0),
            owner: StoredValue::new(None),
            open: StoredValue::new_local(BTreeMap::new()),
            queue: StoredValue::new_local(Queue::default()),
            resting: RwSignal::new(Vec::new()),
            kept: RwSignal::new(BTreeMap::new()),
            is_read: RwSignal::new(false),
            trouble: RwSignal::new(None),
            said: StoredValue::new(false),
            told: StoredValue::new(true),
            due: StoredValue::new(false),
            runs: StoredValue::new(BTreeSet::new()),
            toasts: expect_context(),
        };
        keeper.mind_the_page();
        provide_context(keeper);
        keeper
    }

    /// Keeps at once what a page that is hidden may not come to any more.
    fn mind_the_page(self) {
        let hidden = leptos::ev::Custom::<web_sys::Event>::new("visibilitychange");
        let hidden = window_event_listener(hidden, move |_| {
            // After a failure the texts are put aside, and nothing here can be asked any more.
            if panic::has_failed() {
            } else if is_hidden() {
                self.keep_now();
            } else {
                self.look_again();
            }
        });
        let going = leptos::ev::Custom::<web_sys::Event>::new("pagehide");
        let going = window_event_listener(going, move |_| {
            if panic::has_failed() {
                return;
            }
            self.keep_now();
            self.queue
                .with_value(|queue| queue.records().for_each(|one| store::put_now(&one.clone().late())));
            self.tabs.leave();
        });
        let back = leptos::ev::Custom::<web_sys::Event>::new("pageshow");
        let back = window_event_listener(back, move |_| self.tabs.return_with(self.held()));
        Effect::new(move |before: Option<()>| {
            self.tabs.follow();
            if before.is_some() {
                self.look_again();
            }
        });
        let count = expect_context::<KeptDrafts>();
        Effect::new(move |_| count.tell(self.list().len()));
        on_cleanup(move || {
            hidden.remove();
            going.remove();
            back.remove();
        });
    }

    /// An id for a new draft.
    pub fn id(self) -> String {
        let next = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        format!("{}{}", self.page.get_value(), next.unwrap_or_default())
    }

    /// Keeps a draft from now on, whenever it is [changed](Self::changed).
    pub fn follow(self, id: &str, snap: Snap) {
        let open = Open { owner: None, stored: id.to_owned(), snap, dirty: false };
        self.open.update_value(|all| _ = all.insert(id.to_owned(), open));
        self.tell();
    }

    /// Tells the other tabs what is open here, once for all that is opened and closed together.
    fn tell(self) {
        if !self.told.get_value() {
            return;
        }
        self.told.set_value(false);
        let now = move || {
            // At the end of the page nobody needs to know.
            if self.told.try_get_value() == Some(false) {
                self.told.set_value(true);
                self.tabs.has(self.held());
            }
        };
        set_timeout(now, Duration::ZERO);
    }

    /// Leaves drafts alone, after what is kept of them has become as they are now.
    pub fn finish(self, ids: &[String]) {
        let open = |id: &String| self.open.with_value(|all| Some(Rc::clone(&all.get(id)?.snap)));
        for id in ids {
            if open(id).is_some_and(|snap| untrack(|| snap()).is_none()) {
                self.changed(id);
            }
        }
        self.keep_now();
        ids.iter().for_each(|id| self.leave(id));
    }

    /// Leaves a draft alone: what is kept of it stays.
    pub fn leave(self, id: &str) {
        // At the end of the page everything goes.
        let was = self.open.try_update_value(|all| all.remove(id)).flatten();
        if was.is_some() {
            let _ = self.kept.try_update(|kept| kept.remove(id));
            self.tell();
        }
    }

    /// Notes that there is something to keep of a draft, or nothing any more.
    pub fn changed(self, id: &str) {
        self.open.update_value(|all| {
            if let Some(open) = all.get_mut(id) {
                open.dirty = true;
            }
        });
        if !self.due.get_value() {
            self.due.set_value(true);
            set_timeout(
                move || {
                    if self.due.try_get_value() == Some(true) {
                        self.keep_now();
                    }
                },
                SOON,
            );
        }
    }

    /// Keeps everything that was changed.
    pub fn keep_now(self) {
        self.due.set_value(false);
        let here = self.owner.get_value();
        let dirty = self.open.try_update_value(|all| {
            let dirty = all.iter_mut().filter(|(_, open)| open.dirty);
            let parts = |(id, open): (&String, &mut Open)| {
                open.owner = open.owner.take().or_else(|| here.clone());
                let owner = open.owner.clone()?;
                open.dirty = false;
                Some((id.clone(), owner, open.stored.clone(), Rc::clone(&open.snap)))
            };
            dirty.filter_map(parts).collect::<Vec<_>>()
        });
        // Asked outside of the store: a draft may look in here.
        for (id, owner, stored, snap) in dirty.unwrap_or_default() {
            let record = untrack(|| snap()).map(|snapshot| Record {
                id: stored.clone(),
                owner: owner.clone(),
                place: snapshot.place,
                name: snapshot.name,
                kept: snapshot.kept,
                changed: now_ms(),
                revision: 0,
                by: self.page.get_value(),
            });
            self.work(Job { draft: id, owner, id: stored, record });
        }
    }

    /// The drafts go with the person to another Controller.
    pub fn move_to(self, ids: &[String], owner: &str) {
        self.keep_now();
        for id in ids {
            let new = self.id();
            let before = self.open.try_update_value(|all| {
                let open = all.get_mut(id)?;
                open.dirty = true;
                let stored = std::mem::replace(&mut open.stored, new.clone());
                Some((open.owner.replace(owner.to_owned())?, stored))
            });
            if let Some((owner, stored)) = before.flatten() {
                spare::moved(&stored, &new);
                self.work(Job { draft: String::new(), owner, id: stored, record: None });
            }
        }
        self.tell();
        self.keep_now();
    }

    /// What is written of the drafts that are open here, and of the runs.
    fn held(self) -> BTreeSet<String> {
        let drafts = self.open.with_value(|all| all.values().map(|open| open.stored.clone()).collect());
        self.runs.with_value(|runs| runs | &drafts)
    }

    /// Whose drafts are open here.
    pub fn owner(self) -> Option<String> {
        self.owner.try_get_value().flatten()
    }

    /// A run belongs to this tab from now on.
    pub fn holds_run(self, id: &str) {
        self.runs.update_value(|runs| _ = runs.insert(id.to_owned()));
        self.tell();
    }

    /// A run is over, or was left.
    pub fn leaves_run(self, id: &str) {
        if self.runs.try_update_value(|runs| runs.remove(id)) == Some(true) {
            self.tell();
        }
    }

    /// Whether a run belongs to this tab or another one.
    pub fn is_run_held(self, id: &str) -> bool {
        self.runs.with_value(|runs| runs.contains(id)) || self.tabs.is_elsewhere(id)
    }

    /// Whether what was kept has been read, as far as it can be.
    pub fn is_read(self) -> bool {
        self.is_read.get()
    }

    /// Why nothing can be kept.
    pub fn is_in_trouble(self) -> bool {
        self.trouble.with_untracked(Option::is_some)
    }

    /// Says once that drafts are not kept, where there is one that would be.
    fn is_stopped_by(self, trouble: Trouble) {
        let words = format!(
            "Drafts cannot be kept in this browser: {}. They are lost when this tab is closed.",
            trouble.0
        );
        self.trouble.set(Some(trouble));
        if !self.said.get_value() {
            self.said.set_value(true);
            self.toasts.warn(words);
        }
    }
}

/// A name that no other page has.
fn name() -> String {
    let mut bytes = [0_u8; 5];
    let filled =
        window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        return format!("{:x}", now_ms());
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "-"
}
