//! Files that are either the old one or the new one, never half of each.

use super::{Error, Result};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Makes the names in a folder durable.
pub fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir).and_then(|d| d.sync_all()).map_err(Error::io("sync", dir))
}

/// Opens an input file, with the system's words for what is wrong.
pub fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(Error::io("open", path))
}

/// Reads a small text file whole.
pub fn read_text(path: &Path) -> Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text).map_err(Error::io("read", path))?;
    Ok(text)
}

/// Creates a folder and its parents.
pub fn create_dir(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(Error::io("create", dir))
}

/// A file written beside its destination and renamed over it by [`AtomicFile::commit`]; dropped without that, it is removed.
#[derive(Debug)]
pub struct AtomicFile {
    writer: Option<BufWriter<File>>,
    temporary: PathBuf,
    destination: PathBuf,
}

impl AtomicFile {
    /// Starts a file that will replace `destination`. A symbolic link there is replaced, not followed.
    pub fn create(destination: &Path) -> Result<Self> {
        // A rename would replace a device for everyone on the machine.
        if fs::metadata(destination).is_ok_and(|there| !there.is_file()) {
            let message = format!("{} is a folder, pipe or device", destination.display());
            return Err(Error::usage(message, "name a file"));
        }
        let mut name = destination.file_name().unwrap_or_default().to_owned();
        name.push(".tmp");
        let temporary = destination.with_file_name(name);
        match fs::remove_file(&temporary) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(Error::io("remove", &temporary)(e)),
            _ => {}
        }
        let file = File::create_new(&temporary).map_err(Error::io("create", &temporary))?;
        let writer = Some(BufWriter::with_capacity(1 << 20, file));
        Ok(Self { writer, temporary, destination: destination.to_owned() })
    }

    /// Writes the content and commits it. An error of writing, which has no path of its own, gets this one.
    pub fn fill(mut self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        write(&mut self).map_err(|error| placed(error, &self.destination))?;
        self.commit()
    }

    /// Flushes, syncs, renames and syncs the folder: afterwards the new file survives a power cut.
    pub fn commit(mut self) -> Result<()> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let done =
            writer.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        let renamed = done.map_err(Error::io("write", &self.temporary)).and_then(|()| {
            fs::rename(&self.temporary, &self.destination).map_err(Error::io("rename", &self.destination))
        });
        if renamed.is_err() {
            let _ = fs::remove_file(&self.temporary);
        }
        renamed?;
        let parent = self.destination.parent().filter(|p| !p.as_os_str().is_empty());
        sync_dir(parent.unwrap_or(Path::new(".")))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.as_mut().map_or(Ok(0), |w| w.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes to a pipe or device, which cannot be replaced.
pub fn write_through(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let file = File::options().write(true).open(path).map_err(Error::io("open", path))?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let written = write(&mut out).and_then(|()| Ok(out.flush()?));
    written.map_err(|error| placed(error, path))
}

fn placed(error: Error, path: &Path) -> Error {
    match error {
        Error::Io { action, source, .. } => Error::io(action, path)(source),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abandoned_file_leaves_the_old_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, "old").unwrap();
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
