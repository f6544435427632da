//! Where the files of an edition come from: built into the program, or a folder.

use crate::base::{Error, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Largest file of an edition, in bytes.
const MAX_FILE: u64 = 16 << 20;

/// Folder of a report that holds its tables and claims as an edition.
pub const INSIDE: &str = "edition";

/// A built-in file: its name and its text.
type BuiltinFile = (&'static str, &'static str);

macro_rules! files_2023 {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/edition-2023/", $name)))),*]
    };
}

/// The built-in editions.
const BUILTIN: &[(&str, &[BuiltinFile])] = &[(
    "2023",
    files_2023![
        "edition.toml",
        "claims.csv",
        "table01.csv",
        "table04.csv",
        "table05.csv",
        "table07.csv",
        "table09.csv",
        "table11.csv",
    ],
)];

/// The files of one edition.
pub enum Source {
    /// Built into the program.
    Builtin(&'static str, &'static [BuiltinFile]),
    /// In a folder.
    Folder(PathBuf),
}

/// A file's text and its name in messages.
pub struct Text {
    /// Name in messages.
    pub name: String,
    /// Text without byte order mark.
    pub text: String,
}

impl Source {
    /// A built-in edition by its id, else an existing folder.
    pub fn find(source: &str) -> Result<Self> {
        if let Some((id, files)) = BUILTIN.iter().find(|(id, _)| *id == source) {
            return Ok(Self::Builtin(id, files));
        }
        let path = PathBuf::from(source);
        if !path.is_dir() {
            return Err(no_edition(source));
        }
        // A report of ours keeps what is to be checked in a folder of its own.
        let inside = path.join(INSIDE);
        Ok(Self::Folder(if inside.is_dir() { inside } else { path }))
    }

    /// One file by its name, which must not leave the folder.
    pub fn read(&self, file: &str) -> Result<Text> {
        match self {
            Self::Builtin(id, files) => read_builtin(id, files, file),
            Self::Folder(folder) => read_file(folder, &Self::resolve(folder, file)),
        }
    }

    /// A file that is not there by its name may be there with words after its stem: `table01_top20.csv` for `table01.csv`.
    fn resolve(folder: &Path, file: &str) -> String {
        let Some(stem) = file.strip_suffix(".csv").filter(|_| !folder.join(file).exists()) else {
            return file.to_owned();
        };
        let named = |name: &String| {
            let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(".csv"));
            rest.is_some_and(|rest| rest.starts_with('_'))
        };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut found: Vec<String> =
            entries.filter_map(|e| e.file_name().into_string().ok()).filter(named).collect();
        if found.len() == 1 { found.remove(0) } else { file.to_owned() }
    }

    /// Whether a folder brings no description of its own: then it is read as one of the kind of the first built-in edition.
    pub fn lacks(&self, description: &str) -> bool {
        matches!(self, Self::Folder(folder) if !folder.join(description).exists())
    }

    /// The edition whose description serves folders that bring none.
    pub fn usual() -> Self {
        let (id, files) = BUILTIN[0];
        Self::Builtin(id, files)
    }
}

fn no_edition(source: &str) -> Error {
    let ids: Vec<&str> = BUILTIN.iter().map(|(id, _)| *id).collect();
    let hint =
        format!("built-in editions: {}; or name a folder with the same kind of tables", ids.join(", "));
    Error::not_found(format!("no edition {source:?}"), hint)
}

fn read_builtin(id: &str, files: &[BuiltinFile], file: &str) -> Result<Text> {
    let found = files.iter().find(|(name, _)| *name == file);
    let text = found.ok_or_else(|| Error::Bug(format!("edition {id} lacks {file}")))?.1;
    Ok(Text { name: format!("{id}/{file}"), text: text.to_owned() })
}

fn read_file(folder: &Path, file: &str) -> Result<Text> {
    if Path::new(file).file_name().is_none_or(|name| name != file) {
        return Err(Error::input("edition.toml", 0, format!("{file:?} is not a plain file name"), ""));
    }
    let path = folder.join(file);
    let name = path.display().to_string();
    let size = fs::metadata(&path).map_err(|e| unreadable(&path, e))?.len();
    if size > MAX_FILE {
        return Err(Error::limit(format!("{name} has {size} bytes, more than {MAX_FILE}"), ""));
    }
    let bytes = fs::read(&path).map_err(|e| unreadable(&path, e))?;
    let text = decode(&name, &bytes)?;
    Ok(Text { name, text })
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound => {
            let hint = "an edition is a folder with tables like those of 2023, or with an edition.toml that names its own";
            Error::not_found(format!("no file {}", path.display()), hint)
        }
        _ => Error::io("read", path)(error),
    }
}

fn decode(name: &str, bytes: &[u8]) -> Result<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes.iter().take(e.valid_up_to()).filter(|&&b| b == b'\n').count() as u64 + 1;
        Error::input(name, line, "not UTF-8", "convert the file to UTF-8")
    })?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Kind;

    fn read(folder: &Path, file: &str) -> Error {
        Source::Folder(folder.to_owned()).read(file).err().unwrap()
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert_eq!(Source::find("/no/such/folder").err().unwrap().kind(), Kind::NotFound);
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path(), "edition.toml").kind(), Kind::NotFound);
    }

    #[test]
    fn names_do_not_leave_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["../passwd", "/etc/passwd", "a/b.csv", "..", ""] {
            assert_eq!(read(dir.path(), file).kind(), Kind::Input, "{file}");
        }
    }

    #[test]
    fn text_is_utf8_with_or_without_mark() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), b"\xef\xbb\xbfx").unwrap();
        fs::write(dir.path().join("b"), b"x\n\xff").unwrap();
        assert_eq!(Source::Folder(dir.path().to_owned()).read("a").unwrap().text, "x");
        assert!(read(dir.path(), "b").to_string().ends_with("b:2: not UTF-8"));
    }
}
