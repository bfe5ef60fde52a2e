//! A running Controller: its state, its clock, and listening on a port.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::http;
use crate::options::Options;
use crate::pace::Pace;
use crate::seed;
use crate::site::Site;
use crate::state::{Api, Settings, State};
use crate::store;
use crate::wire::{Peer, Wire};

/// How often a changed state is written to its file.
const SAVING: Duration = Duration::from_secs(1);

/// A Controller that answers requests.
#[derive(Clone)]
pub struct Controller {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    state: Mutex<State>,
    clock: Clock,
    pub(crate) site: Option<Site>,
    pub(crate) faults: Faults,
    pub(crate) pace: Pace,
    /// Whether it is an identity provider too.
    pub(crate) identity: bool,
    file: Option<PathBuf>,
    changed: AtomicBool,
}

impl Controller {
    /// A Controller with the stored state, or the seed that the options ask for. `port` is the one that the app and
    /// tokens name.
    ///
    /// # Errors
    /// When the file with the state cannot be read.
    pub fn new(options: &Options, clock: Clock, port: u16) -> io::Result<Self> {
        let now = clock.now();
        let stored = options.data.as_deref().map(store::load).transpose()?.flatten();
        let fresh = stored.is_none();
        let mut state = stored.unwrap_or_default();
        state.api = options.api;
        state.ids.form = options.id_form();
        let base = format!("http://{}:{port}/", options.host);
        state.settings = Settings {
            speed: options.speed,
            token_life: options.token_life.unwrap_or(match options.api {
                Api::V37 => 300_000,
                Api::V30 => 3_600_000,
            }),
            issuer: format!("{base}realms/pot"),
            started: now,
        };
        if fresh {
            seed::fill(&mut state, options, now);
        }
        let keycloak = options.idp.then_some(base.as_str());
        let inner = Inner {
            state: Mutex::new(state),
            clock,
            site: options
                .app
                .clone()
                .map(|folder| Site::new(folder, options.api, port, keycloak, &options.connect)),
            faults: Faults::new(options.latency, options.fail),
            pace: Pace::new(options.cost),
            identity: options.idp,
            file: options.data.clone(),
            changed: AtomicBool::new(fresh),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// All routes: the API, and the app when there is one.
    pub fn router(&self) -> Router {
        Router::new().fallback(http::handle).with_state(self.clone())
    }

    /// The time by this Controller's clock.
    pub(crate) fn now(&self) -> i64 {
        self.inner.clock.now()
    }

    /// Works on the state as it is now.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut State, i64) -> T) -> T {
        let now = self.now();
        work(&mut self.state(), now)
    }

    /// Remembers that there is something to save.
    pub(crate) fn mark_changed(&self) {
        self.inner.changed.store(true, Ordering::Relaxed);
    }

    /// A handler that panicked leaves the state as it was then, which is good enough for a demo.
    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a changed state to its file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self) -> io::Result<()> {
        let Some(file) = &self.inner.file else { return Ok(()) };
        if !self.inner.changed.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        let bytes = store::bytes(&self.state())?;
        store::save(file, &bytes)
    }
}

/// Listens until `shutdown` completes; `ready` is told the address.
///
/// # Errors
/// When the port cannot be had, or the state cannot be read or written.
pub async fn serve(
    options: Options,
    ready: impl FnOnce(SocketAddr),
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let place = (options.host.as_str(), options.port);
    let listener = tokio::net::TcpListener::bind(place).await.map_err(|error| {
        let message = format!("cannot listen on {}:{}: {error}", options.host, options.port);
        io::Error::new(error.kind(), message)
    })?;
    let address = listener.local_addr()?;
    let controller = Controller::new(&options, Clock::System, address.port())?;
    // A file that cannot be written is found out now, not when there is something to lose.
    controller.save().map_err(|error| {
        let file = options.data.as_deref().unwrap_or(Path::new("")).display();
        io::Error::new(error.kind(), format!("cannot keep the state in {file}: {error}"))
    })?;
    ready(address);
    let saving = tokio::spawn(keep_saving(controller.clone()));
    let service = controller.router().into_make_service_with_connect_info::<Peer>();
    // Open log and exec sessions do not end by themselves: they are not waited for.
    let served = axum::serve(Wire(listener), service);
    tokio::select! {
        result = served => result?,
        () = shutdown => {}
    }
    saving.abort();
    controller.save()
}

async fn keep_saving(controller: Controller) {
    loop {
        tokio::time::sleep(SAVING).await;
        let saver = controller.clone();
        // A full disk must not stop the demo; the next change tries again.
        let _ = tokio::task::spawn_blocking(move || saver.save()).await;
    }
}
