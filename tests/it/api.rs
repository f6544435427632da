//! The routes of the API as functions: what they answer fits their descriptions and is what the command line answers.

mod agreement;
mod descriptions;
mod refusals;

use aicity::base::Result;
use aicity::base::records::{Format, Table};
use aicity::engine::load::{Job, load};
use aicity::engine::resolve::Means;
use aicity::model::builder::Built;
use aicity::rdf::dump::Holds;
use aicity::server::Options;
use aicity::server::api::parameter::Values;
use aicity::server::api::route::{Answer, Attachment, Call, Route};
use aicity::server::api::routes;
use aicity::server::state::State;
use aicity::sources::tables;
use aicity::store::Store;
use aicity::store::generations::Contents;
use aicity::synthetic::{self, Like2023, Packing};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// A store and the state of a server on it.
struct Served {
    state: State,
    store: PathBuf,
    _folder: TempDir,
}

/// A synthetic edition, made once.
static SYNTHETIC: LazyLock<Served> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let [tables, store] = ["tables", "store"].map(|name| folder.path().join(name));
    synthetic::write(Like2023 { seed: 7, scale: 0.01 }, &tables, Packing::None, &mut |_, _| ()).unwrap();
    load(&Job::plain(&tables::FORMAT, &[tables], &Means::default()), &store).unwrap();
    Served::at(store, folder)
});

impl Served {
    fn at(store: PathBuf, folder: TempDir) -> Self {
        // No query is run here, so no process is started: the program is never looked for.
        let options = Options::new(store.clone(), "127.0.0.1:0".parse().unwrap(), "no program".into());
        Self { state: State::new(options).unwrap(), store, _folder: folder }
    }

    /// A server on a corpus.
    fn of(mut built: Built) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        let image = crate::support::corpus::image(&built);
        let contents = &mut Contents {
            corpus: &mut built.corpus,
            texts: &mut built.texts,
            statements: &mut built.statements,
            image: &image,
            holds: Holds::Corpus,
            rejections: BTreeMap::from([("reason".to_owned(), 3)]),
            skipped: BTreeMap::new(),
        };
        Store::at(&store).writer().unwrap().publish(contents).unwrap();
        Self::at(store, folder)
    }

    fn store(&self) -> &Path {
        &self.store
    }

    /// Answers a route.
    fn answer(&self, route: &Route, given: &[(String, String)], body: Option<&Value>) -> Result<Answered> {
        let values = Values::check(&route.all_parameters(), given)?;
        let edition = self.state.edition();
        let call = Call { edition: &edition, state: &self.state, values: &values, body };
        match route.answer {
            Answer::Document { make, .. } => make(&call).map(Answered::Document),
            Answer::Table { make, .. } => make(&call).map(Answered::Table),
            Answer::File { make, .. } => make(&call).map(Answered::File),
        }
    }

    /// Answers a GET of a target such as `/api/v1/rankings?unit=city`.
    fn get(&self, target: &str) -> Result<Answered> {
        let (route, given) = find(target);
        self.answer(route, &given, None)
    }

    fn document(&self, target: &str) -> Value {
        match self.get(target).unwrap() {
            Answered::Document(document) => document,
            other => panic!("{target} is {other:?}"),
        }
    }

    fn table(&self, target: &str) -> Table {
        match self.get(target).unwrap() {
            Answered::Table(table) => table,
            other => panic!("{target} is {other:?}"),
        }
    }

    fn csv(&self, target: &str) -> String {
        let mut out = Vec::new();
        self.table(target).write(Format::Csv, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Key of the first unit of a ranking.
    fn first(&self, target: &str) -> Option<String> {
        self.table(target).rows.first().map(|row| row[1].text().into_owned())
    }
}

/// What a route answered.
#[derive(Debug)]
enum Answered {
    Document(Value),
    Table(Table),
    File(Attachment),
}

fn all_routes() -> impl Iterator<Item = &'static Route> {
    routes::ROUTES.iter().flat_map(|group| group.iter())
}

/// The GET route of a target, and what is given with it.
fn find(target: &str) -> (&'static Route, Vec<(String, String)>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let segments: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
    let fits = |route: &'static Route| Some((route, route.fit(&segments)?));
    let (route, mut given) = all_routes()
        .filter(|route| route.method() == "GET")
        .find_map(fits)
        .unwrap_or_else(|| panic!("{target}"));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    given.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    (route, given)
}
