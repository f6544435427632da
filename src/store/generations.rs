//! A store folder: checksummed generations, of which `CURRENT` names one. A load writes a new generation beside the old
//! one and swaps the name; whatever kills it, a reader sees the old generation or the new one, whole.
//!
//! ```text
//! store/LOCK               held by the one writer; its text is that writer's process id
//! store/CURRENT            "gen-3 <checksum of gen-3/MANIFEST>"
//! store/gen-3/MANIFEST     counts, size and checksum of each file; held (shared lock) by each reader
//! store/gen-3/columns      the corpus         store/gen-3/texts     titles and names
//! store/gen-3/statements   what was stated about affiliations, and what was concluded
//! store/gen-3/resolution.parquet   the same for people: one row a distinct statement
//! store/gen-3/terms        the dictionary     store/gen-3/graphs    sorted triples
//! store/gen-4.tmp/         a load under way, or one that was killed: removed by the next load
//! ```

use super::columns::{self, Kept};
use super::image::Image;
pub use super::manifest::Manifest;
use super::manifest::{self, LAYOUT};
use super::resolution;
use super::sections::{self, Checksum, checksum};
use crate::base::files::{self, sync_dir};
use crate::base::{Error, Result};
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};
use crate::rdf::dump::Holds;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

const FILES: [&str; 6] = ["columns", "texts", "terms", "graphs", "statements", "resolution.parquet"];

/// A store folder.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

/// A generation opened for reading: it stays on disk while this lives.
#[derive(Debug)]
pub struct Generation {
    /// Its folder.
    pub path: PathBuf,
    /// What it is.
    pub manifest: Manifest,
    /// Checksum of its manifest: the identity of the edition.
    pub checksum: String,
    _held: File,
}

/// What a generation is written from.
#[derive(Debug)]
pub struct Contents<'a> {
    /// What it is. A graph without a corpus comes with an empty one, whose sources are those of the graph.
    pub holds: Holds,
    /// The corpus.
    pub corpus: &'a mut Corpus,
    /// Titles and names.
    pub texts: &'a mut Texts,
    /// What was stated about affiliations.
    pub statements: &'a mut Statements,
    /// The graph.
    pub image: &'a Image,
    /// Rejected records by reason.
    pub rejections: BTreeMap<String, u64>,
    /// Sound records outside what was asked for, by reason.
    pub skipped: BTreeMap<String, u64>,
}

/// The right to write a store.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    lock: File,
}

impl Store {
    /// A store at a folder, which need not exist yet.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Opens the current generation: reads `CURRENT` and the manifest, and holds them. Checks neither the other files
    /// nor their checksums yet: each is checked when it is read.
    pub fn open(&self) -> Result<Generation> {
        loop {
            let named = self.current()?;
            match self.hold(&named) {
                // A load may remove the generation between reading its name and holding it; then CURRENT has changed.
                Err(Error::Damaged { .. }) if self.current().is_ok_and(|now| now != named) => {}
                Err(Error::Damaged { path, message, hint }) if hint.is_empty() => {
                    return Err(self.damaged(&path, &message));
                }
                other => return other,
            }
        }
    }

    /// Opens a generation by name and by the checksum of its manifest, whichever is current.
    pub fn open_generation(&self, name: &str, checksum: &str) -> Result<Generation> {
        number(name).ok_or_else(|| Error::usage(format!("{name:?} is no generation"), ""))?;
        self.hold(&(name.to_owned(), checksum.to_owned()))
    }

    /// Name of the current generation and checksum of its manifest.
    pub fn current(&self) -> Result<(String, String)> {
        let path = self.root.join("CURRENT");
        match fs::symlink_metadata(&self.root) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(self.none()),
            Err(e) => return Err(Error::io("open", &self.root)(e)),
            Ok(meta) if meta.is_file() => {
                let source = io::Error::from(io::ErrorKind::NotADirectory);
                return Err(Error::io("open", &self.root)(source));
            }
            Ok(_) => {}
        }
        match fs::read_to_string(&path) {
            Ok(text) => {
                let named = text.strip_suffix('\n').and_then(|line| line.split_once(' '));
                let (name, sum) = named.ok_or_else(|| self.damaged(&path, "is not `generation checksum`"))?;
                number(name).ok_or_else(|| self.damaged(&path, "names no generation"))?;
                Ok((name.to_owned(), sum.to_owned()))
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound && self.generations()?.is_empty() => {
                Err(self.none())
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Err(self.damaged(&path, "is missing")),
            Err(e) if e.kind() == io::ErrorKind::InvalidData => Err(self.damaged(&path, "is not text")),
            Err(e) => Err(Error::io("read", &path)(e)),
        }
    }

    fn hold(&self, (name, sum): &(String, String)) -> Result<Generation> {
        let path = self.root.join(name);
        let file = path.join("MANIFEST");
        let missing = || Error::damaged(&file, "is missing", "");
        let mut held = match File::open(&file) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(missing()),
            other => other.map_err(Error::io("open", &file))?,
        };
        held.lock_shared().map_err(Error::io("lock", &file))?;
        // The lock may have come after a writer's, who removes the manifest before everything else.
        if !file.exists() {
            return Err(missing());
        }
        let mut bytes = Vec::new();
        held.read_to_end(&mut bytes).map_err(Error::io("read", &file))?;
        if checksum(&bytes) != *sum {
            return Err(Error::damaged(&file, "does not have the checksum that CURRENT names", ""));
        }
        let manifest = manifest::parse(&file, &bytes)?;
        Ok(Generation { path, manifest, checksum: sum.clone(), _held: held })
    }

    fn none(&self) -> Error {
        let message = format!("no store at {}", self.root.display());
        Error::not_found(message, "make one: aicity load --format tables FOLDER --store DIR")
    }

    fn damaged(&self, path: &Path, message: &str) -> Error {
        let intact = self.intact().join(", ");
        let hint = if intact.is_empty() {
            "no generation is intact: load the store again from its inputs or a dump".to_owned()
        } else {
            format!(
                "intact generations: {intact}; load again, or write one of these names into CURRENT with the checksum of its MANIFEST"
            )
        };
        Error::damaged(path, message, hint)
    }

    /// Numbers of the generations on disk, whole or not, ascending.
    fn generations(&self) -> Result<Vec<u64>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(Error::io("read", &self.root))? {
            let entry = entry.map_err(Error::io("read", &self.root))?;
            numbers.extend(entry.file_name().to_str().and_then(number));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn intact(&self) -> Vec<String> {
        let names = self.generations().unwrap_or_default().into_iter().map(|n| format!("gen-{n}"));
        names.filter(|name| self.manifest_of(name).is_ok_and(|g| g.verify().is_ok())).collect()
    }

    fn manifest_of(&self, name: &str) -> Result<Generation> {
        let path = self.root.join(name);
        let file = path.join("MANIFEST");
        let bytes = fs::read(&file).map_err(Error::io("read", &file))?;
        let held = files::open(&file)?;
        let manifest = manifest::parse(&file, &bytes)?;
        Ok(Generation { manifest, path, checksum: checksum(&bytes), _held: held })
    }

    /// Takes the right to write, and removes what killed loads left behind.
    pub fn writer(&self) -> Result<Writer> {
        if self.root.is_file() {
            let source = io::Error::from(io::ErrorKind::NotADirectory);
            return Err(Error::io("open", &self.root)(source));
        }
        files::create_dir(&self.root)?;
        let path = self.root.join("LOCK");
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(self.locked(&mut lock)),
            Err(TryLockError::Error(e)) => return Err(Error::io("lock", &path)(e)),
        }
        lock.set_len(0)
            .and_then(|()| write!(lock, "{}", std::process::id()))
            .map_err(Error::io("write", &path))?;
        let writer = Writer { store: self.clone(), lock };
        writer.sweep()?;
        Ok(writer)
    }

    fn locked(&self, lock: &mut File) -> Error {
        let mut pid = String::new();
        let _ = lock.read_to_string(&mut pid);
        let message = format!("store {} is being written by process {pid}", self.root.display());
        Error::conflict(message, "wait until that load has ended")
    }
}

fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("gen-")?;
    let number = digits.parse().ok()?;
    (format!("{number}") == digits).then_some(number)
}

impl Drop for Writer {
    /// A process that another thread is just starting has this file too, until it runs its program: closing would leave the
    /// lock with it for that moment, and the next writer would be turned away.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

impl Writer {
    /// Writes a generation, makes it the current one, and removes the ones that nobody holds. Returns only after
    /// everything is on disk; on an error the store is as it was.
    pub fn publish(&self, contents: &mut Contents<'_>) -> Result<Manifest> {
        let root = &self.store.root;
        let next = self.store.generations()?.last().map_or(1, |n| n + 1);
        let temporary = root.join(format!("gen-{next}.tmp"));
        let written = write_generation(&temporary, contents);
        let named = written.and_then(|(manifest, sum)| {
            self.adopt(&temporary, next, &sum)?;
            Ok(manifest)
        });
        if named.is_err() {
            let _ = fs::remove_dir_all(&temporary);
        }
        let manifest = named?;
        self.remove_old(next);
        Ok(manifest)
    }

    fn adopt(&self, temporary: &Path, next: u64, sum: &str) -> Result<()> {
        let root = &self.store.root;
        let path = root.join(format!("gen-{next}"));
        fs::rename(temporary, &path).map_err(Error::io("rename", temporary))?;
        let point = || {
            sync_dir(root)?;
            let mut current = files::AtomicFile::create(&root.join("CURRENT"))?;
            writeln!(current, "gen-{next} {sum}").map_err(Error::io("write", &root.join("CURRENT")))?;
            current.commit()
        };
        point().inspect_err(|_| {
            // CURRENT may already name the new generation when only the last sync failed: then it must stay.
            if !matches!(self.store.current(), Ok((name, _)) if name == format!("gen-{next}")) {
                let _ = fs::remove_dir_all(&path);
            }
        })
    }

    /// Removes temporary folders and generations that were written but never named by `CURRENT`.
    fn sweep(&self) -> Result<()> {
        let root = &self.store.root;
        let current = self.store.current().ok().and_then(|(name, _)| number(&name));
        for entry in fs::read_dir(root).map_err(Error::io("read", root))? {
            let path = entry.map_err(Error::io("read", root))?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            let unfinished = path.is_dir() && name.strip_suffix(".tmp").and_then(number).is_some();
            let unnamed = number(name).is_some_and(|n| current.is_some_and(|c| n > c));
            if unfinished || unnamed {
                fs::remove_dir_all(&path).map_err(Error::io("remove", &path))?;
            }
        }
        Ok(())
    }

    /// Removes older generations that no reader holds. A failure here leaves only disk space behind.
    fn remove_old(&self, current: u64) {
        for number in self.store.generations().unwrap_or_default().into_iter().filter(|&n| n < current) {
            let path = self.store.root.join(format!("gen-{number}"));
            let manifest = path.join("MANIFEST");
            let held = File::open(&manifest);
            let free =
                held.as_ref().map_or_else(|e| e.kind() == io::ErrorKind::NotFound, |m| m.try_lock().is_ok());
            if free {
                // Still locked, so that a reader either keeps it all or sees that it is gone.
                let _ = fs::remove_file(&manifest);
                let _ = fs::remove_dir_all(&path);
            }
        }
    }
}

fn write_generation(dir: &Path, contents: &mut Contents<'_>) -> Result<(Manifest, String)> {
    fs::create_dir(dir).map_err(Error::io("create", dir))?;
    let sums = [
        columns::write_corpus(&dir.join(FILES[0]), contents.corpus)?,
        columns::write_texts(&dir.join(FILES[1]), contents.texts)?,
        columns::write_terms(&dir.join(FILES[2]), &contents.image.terms)?,
        columns::write_graphs(&dir.join(FILES[3]), contents.image)?,
        columns::write_statements(&dir.join(FILES[4]), contents.statements)?,
        resolution::write(&dir.join(FILES[5]), contents.corpus, contents.statements)?,
    ];
    let manifest = Manifest {
        layout: LAYOUT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        holds: contents.holds,
        counts: counts(contents.holds, contents.corpus, contents.image),
        rejections: contents.rejections.clone(),
        skipped: contents.skipped.clone(),
        files: FILES.iter().map(|f| (*f).to_owned()).zip(sums).collect(),
    };
    let mut text = serde_json::to_vec_pretty(&manifest).map_err(|e| Error::Bug(e.to_string()))?;
    text.push(b'\n');
    let path = dir.join("MANIFEST");
    let mut file = File::create_new(&path).map_err(Error::io("create", &path))?;
    file.write_all(&text).and_then(|()| file.sync_all()).map_err(Error::io("write", &path))?;
    sync_dir(dir)?;
    Ok((manifest, checksum(&text)))
}

/// Number of quads and terms, and of each sort of entity, or of named graphs.
fn counts(holds: Holds, corpus: &Corpus, image: &Image) -> BTreeMap<String, u64> {
    let mut counts = match holds {
        Holds::Corpus => corpus.counts(),
        Holds::Graph => {
            let named = image.graphs.iter().filter(|graph| graph.name.is_some()).count();
            BTreeMap::from([("graphs".to_owned(), named as u64)])
        }
    };
    counts.insert("quads".to_owned(), image.len() as u64);
    counts.insert("terms".to_owned(), image.terms.len() as u64);
    counts
}

impl Generation {
    /// Name: `gen-3`.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    fn checksum(&self, file: &str) -> Result<(PathBuf, Checksum)> {
        let path = self.path.join(file);
        let sum = self.manifest.files.get(file);
        let sum = sum.ok_or_else(|| Error::damaged(&path, "is not in the manifest", ""))?;
        Ok((path, sum.clone()))
    }

    /// Reads the corpus: about 15 bytes an authorship. Wrong use of a generation that has none.
    pub fn corpus(&self) -> Result<Corpus> {
        self.manifest.holds.require_corpus(&self.path)?;
        self.columns()
    }

    /// Reads the columns of the corpus; of a graph without one they hold what it was loaded from, and nothing else.
    pub fn columns(&self) -> Result<Corpus> {
        let (path, sum) = self.checksum("columns")?;
        columns::read_corpus(&path, &sum)
    }

    /// Reads titles and names.
    pub fn texts(&self, corpus: &Corpus) -> Result<Texts> {
        let (path, sum) = self.checksum("texts")?;
        columns::read_texts(&path, &sum, corpus)
    }

    /// Reads what was stated about affiliations.
    pub fn statements(&self, corpus: &Corpus) -> Result<Statements> {
        let (path, sum) = self.checksum("statements")?;
        columns::read_statements(&path, &sum, corpus)
    }

    /// Reads the graph: the dictionary and the triples, side by side.
    pub fn image(&self) -> Result<Image> {
        self.image_with(Kept::All)
    }

    /// As [`Generation::image`] with the order of subjects alone, for [`super::export::write`]: a third of the memory for triples.
    pub fn lines(&self) -> Result<Image> {
        self.image_with(Kept::Subjects)
    }

    fn image_with(&self, kept: Kept) -> Result<Image> {
        let (terms_path, terms_sum) = self.checksum("terms")?;
        let (graphs_path, graphs_sum) = self.checksum("graphs")?;
        let (terms, graphs) = rayon::join(
            || columns::read_terms(&terms_path, &terms_sum),
            || columns::read_graphs(&graphs_path, &graphs_sum, kept),
        );
        Ok(Image { terms: terms?, graphs: graphs? })
    }

    /// Reads every file, checks its checksum and that the parts fit together.
    pub fn verify(&self) -> Result<()> {
        let corpus = self.columns()?;
        self.texts(&corpus)?;
        self.statements(&corpus)?;
        let (path, sum) = self.checksum("resolution.parquet")?;
        sections::check_whole(&path, &sum)?;
        let image = self.image()?;
        if !image.is_consistent() {
            return Err(Error::damaged(&self.path, "the graph contradicts itself", "load the store again"));
        }
        if counts(self.manifest.holds, &corpus, &image) != self.manifest.counts {
            return Err(Error::damaged(
                &self.path,
                "holds other counts than its manifest says",
                "load again",
            ));
        }
        Ok(())
    }
}
