//! The logs of an application's microservices together: merged, each line with the name of who wrote it, or side by side.

use std::time::Duration;

use client::permissions::Verb;
use client::stream::{Phase, Stream};
use client::terminal::Merged;
use leptos::prelude::*;
use model::{MicroserviceState, Resource};

use super::page::One;
use crate::api::Api;
use crate::kinds::microservice::history::{History, HistoryChoice, SpanChoice};
use crate::kinds::microservice::logs::{Log, refused, why_not};
use crate::kinds::microservice::output::{Output, OutputPane, Screen, word};
use crate::resource::object_page::Found;
use crate::session::Session;
use crate::ui::choice::Segments;
use crate::ui::due::Due;
use crate::ui::notice::Empty;
use crate::ui::state::{State, Tone};

/// So many logs are followed at once: each is a connection.
const MOST: usize = 8;
/// Milliseconds in which lines are gathered that are put in the order of their times; at first there are many.
const GATHER: u64 = 300;
const GATHER_FIRST: u64 = 1_200;

#[component]
pub fn LogsView(found: Found<One>) -> impl IntoView {
    let why = why_not(Resource::Logs, Verb::Read);
    move || match why.get() {
        Some(why) => refused("Logs are not available", why).into_any(),
        None => view! { <Together found /> }.into_any(),
    }
}

/// One of an application's microservices.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    name: String,
    uuid: String,
}

fn members(one: &One) -> Vec<Member> {
    let members = one.application.microservices.iter();
    members.map(|one| Member { name: one.name.clone(), uuid: one.uuid.clone() }).collect()
}

/// Those whose logs are not shown at first: what does not run has none, and not too many are asked for.
fn left_out(one: &One) -> Vec<String> {
    let runs = |status: &MicroserviceState| *status == MicroserviceState::Running;
    let mut shown = 0;
    let members = one.application.microservices.iter().filter(|one| {
        let is_shown = shown < MOST && one.status.as_ref().is_some_and(|status| runs(&status.status));
        shown += usize::from(is_shown);
        !is_shown
    });
    members.map(|one| one.name.clone()).collect()
}

#[component]
fn Together(found: Found<One>) -> impl IntoView {
    let all = Memo::new(move |_| found.with(|found| found.as_ref().map(members).unwrap_or_default()));
    let out = RwSignal::new(found.with_untracked(|found| found.as_ref().map(left_out).unwrap_or_default()));
    let chosen = Memo::new(move |_| {
        let is_in = |member: &Member| out.with(|out| !out.contains(&member.name));
        all.get().into_iter().filter(is_in).take(MOST).collect::<Vec<_>>()
    });
    let name = found.with_untracked(|found| {
        found.as_ref().map(|found| found.application.name.clone()).unwrap_or_default()
    });
    let way = RwSignal::new("merged".to_owned());
    let history = RwSignal::new(History::default());
    let shown = move || {
        match (chosen.get(), way.get().as_str()) {
        (members, _) if members.is_empty() => view! {
            <Empty title="No log is chosen">
                <p>"Choose the microservices above whose logs you want to read. One has a log while it runs."</p>
            </Empty>
        }
        .into_any(),
        (members, "beside") => beside(members).into_any(),
        (members, _) => view! { <MergedLog members name=name.clone() history /> }.into_any(),
    }
    };
    view! {
        <div class="together">
            <div class="together__bar">
                <span class="together__who" role="group" aria-label="Microservices">
                    {move || all.get().into_iter().map(|member| choice(member.name, out)).collect_view()}
                </span>
                <Segments
                    label="Arrangement"
                    name="arrangement"
                    options=&[("merged", "Merged"), ("beside", "Side by side")]
                    value=way
                    on_choice=Callback::new(move |chosen| way.set(chosen))
                />
            </div>
            {shown}
        </div>
    }
}

/// A button that takes a microservice in or leaves it out.
fn choice(name: String, out: RwSignal<Vec<String>>) -> impl IntoView {
    let (own, asked) = (name.clone(), name.clone());
    let is_in = move || out.with(|out| !out.contains(&asked));
    let turn = move |_| {
        out.update(|out| {
            let before = out.len();
            out.retain(|name| *name != own);
            if out.len() == before {
                out.push(own.clone());
            }
        });
    };
    view! {
        <button type="button" class="btn small" aria-pressed=move || is_in().to_string() on:click=turn>
            {name}
        </button>
    }
}

fn beside(members: Vec<Member>) -> impl IntoView {
    let log = |member: Member| {
        view! {
            <Log uuid=Signal::stored(Some(member.uuid)) name=member.name named=true>
                ""
            </Log>
        }
    };
    view! { <div class="together__beside">{members.into_iter().map(log).collect_view()}</div> }
}

/// Several streams whose lines come to one screen.
#[derive(Clone, Copy)]
struct Gathered {
    outputs: StoredValue<Vec<(Member, Output)>>,
    merged: StoredValue<Merged>,
    screen: Screen,
    /// Lines wait to be put in order; the first ones wait longer.
    due: Due,
    is_first: StoredValue<bool>,
}

impl Gathered {
    fn new(members: Vec<Member>) -> Self {
        let names = members.iter().map(|member| member.name.clone()).collect::<Vec<_>>();
        let merged = StoredValue::new(Merged::new(&names));
        let gathered = Self {
            outputs: StoredValue::new(Vec::new()),
            merged,
            screen: Screen::of_merged(merged),
            due: Due::new(),
            is_first: StoredValue::new(true),
        };
        let output = |(index, member): (usize, Member)| {
            let stream = StoredValue::new(Stream::persistent());
            let heard = Callback::new(move |()| {
                let take = |merged: &mut Merged| {
                    stream.try_with_value(|stream| merged.take(index, stream.lines())) == Some(true)
                };
                if merged.try_update_value(take) == Some(true) {
                    gathered.settle();
                }
            });
            (member, Output::new(stream, heard))
        };
        gathered.outputs.set_value(members.into_iter().enumerate().map(output).collect());
        gathered
    }

    /// Puts in order what has come, after a while in which more may come.
    fn settle(self) {
        if !self.due.begins() {
            return;
        }
        let pause = if self.is_first.get_value() { GATHER_FIRST } else { GATHER };
        let settled = move || {
            if self.due.ends() {
                self.is_first.set_value(false);
                self.merged.update_value(Merged::settle);
                self.screen.redraw();
            }
        };
        set_timeout(settled, Duration::from_millis(pause));
    }

    fn is_going(self) -> bool {
        self.outputs.with_value(|outputs| outputs.iter().any(|(_, output)| output.is_going()))
    }

    fn end(self, said: &str) {
        self.outputs.with_value(|outputs| outputs.iter().for_each(|(_, output)| output.end(false, said)));
    }
}

#[component]
fn MergedLog(members: Vec<Member>, name: String, history: RwSignal<History>) -> impl IntoView {
    let (api, session) = (expect_context::<Api>(), expect_context::<Session>());
    let gathered = Gathered::new(members);
    let start = move || {
        gathered.screen.clear();
        gathered.is_first.set_value(true);
        history.update(History::begin);
        for (member, output) in gathered.outputs.get_value() {
            output.clear();
            output.begin();
            output.connect(&api.client(), session, history.get_untracked().address(&member.uuid, None));
        }
    };
    start();
    for (member, output) in gathered.outputs.get_value() {
        output.when_lost(move |since| {
            let address = history.get_untracked().address(&member.uuid, since);
            output.connect(&api.client(), session, address);
        });
    }
    let stop_or_start = move |_| {
        if gathered.is_going() {
            gathered.end("You stopped it.");
        } else {
            start();
        }
    };
    let again = Callback::new(move |()| {
        gathered.end("");
        start();
    });
    let below = move || {
        view! {
            <SpanChoice history again />
            {move || whys(gathered)}
        }
    };
    view! {
        <section class="panel">
            <OutputPane
                screen=gathered.screen
                label="Log"
                state=move || states(gathered)
                file=Signal::stored(format!("{name}.log"))
                below
            >
                <HistoryChoice history again />
                <button type="button" class="btn" on:click=stop_or_start>
                    {move || if gathered.is_going() { "Stop following" } else { "Follow" }}
                </button>
            </OutputPane>
        </section>
    }
}

/// How they stand: in one word when all of them are followed, else who is not.
fn states(gathered: Gathered) -> impl IntoView {
    let outputs = gathered.outputs.get_value();
    let all = outputs.len();
    let others = outputs.into_iter().filter_map(|(member, output)| {
        let phase = output.phase().filter(|phase| *phase != Phase::Open)?;
        let (tone, text) = word(&phase, "");
        Some((tone, format!("{}: {text}", member.name)))
    });
    let mut shown = others.collect::<Vec<_>>();
    if shown.is_empty() {
        shown.push((Tone::Ok, if all == 1 { "following".to_owned() } else { format!("following {all}") }));
    }
    shown.into_iter().map(|(tone, text)| view! { <State tone text /> }).collect_view()
}

/// Why some have ended that should not have.
fn whys(gathered: Gathered) -> impl IntoView {
    let why = |(member, output): (Member, Output)| match output.phase() {
        Some(Phase::Ended(end)) if end.failed => Some(format!("{}: {}", member.name, end.said)),
        _ => None,
    };
    let whys = gathered.outputs.get_value().into_iter().filter_map(why).collect::<Vec<_>>();
    (!whys.is_empty()).then(|| {
        view! {
            <div class="body output__whys" role="status">
                {whys.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
            </div>
        }
    })
}
