//! Every error this program can end with: one kind, one exit code, one HTTP status.

use std::io;
use std::path::{Path, PathBuf};

/// Result with the program's own error.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, as seen from outside the program. The table in [`Kind::exit_code`] is public interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A defect of the program.
    Bug,
    /// Wrong command line, configuration or query text.
    Usage,
    /// The input was refused.
    Input,
    /// Something named does not exist.
    NotFound,
    /// Locked by another process, or in the way.
    Conflict,
    /// A documented limit was reached.
    Limit,
    /// The file system refused: disk full, permission, read-only.
    Io,
    /// A store or dump is damaged or made by an incompatible version.
    Damaged,
}

impl Kind {
    /// Process exit code (see `docs/FAULTS.md`).
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Bug => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::NotFound => 4,
            Self::Conflict => 5,
            Self::Limit => 6,
            Self::Io => 7,
            Self::Damaged => 8,
        }
    }

    /// HTTP status of the same kind.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Bug | Self::Io | Self::Damaged => 500,
            Self::Usage | Self::Input => 400,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Limit => 413,
        }
    }
}

/// An error by cause, carrying the value that offended. The message is a lowercase fragment; the hint says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A broken assumption of our own.
    #[error("{0}")]
    Bug(String),
    /// Wrong use: an option, a profile, a query.
    #[error("{message}")]
    Usage {
        /// What is wrong, with the offending value.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
    /// Input that cannot be used as a whole.
    #[error("{}: {message}", place(file, *line))]
    Input {
        /// The input file as the user named it.
        file: String,
        /// Line in the decoded file, from 1; 0 where the whole file is meant.
        line: u64,
        /// What is wrong, with the offending value.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
    /// A named thing that is not there.
    #[error("{message}")]
    NotFound {
        /// What was looked for.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
    /// Locked, or already there.
    #[error("{message}")]
    Conflict {
        /// What is in the way.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
    /// A documented limit.
    #[error("{message}")]
    Limit {
        /// Which limit, with the value that reached it.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
    /// The operating system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried: "open", "write", "sync", …
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A closed pipe on standard output: not a failure of ours.
    #[error("output closed")]
    ClosedPipe,
    /// A store or dump that must not be served.
    #[error("{}: {message}", path.display())]
    Damaged {
        /// The damaged file.
        path: PathBuf,
        /// What does not hold.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
}

fn place(file: &str, line: u64) -> String {
    if line == 0 { file.to_owned() } else { format!("{file}:{line}") }
}

impl Error {
    /// The kind, and with it the exit code.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Bug(_) => Kind::Bug,
            Self::Usage { .. } => Kind::Usage,
            Self::Input { .. } => Kind::Input,
            Self::NotFound { .. } => Kind::NotFound,
            Self::Conflict { .. } => Kind::Conflict,
            Self::Limit { .. } => Kind::Limit,
            Self::Io { .. } | Self::ClosedPipe => Kind::Io,
            Self::Damaged { .. } => Kind::Damaged,
        }
    }

    /// What to do about it, if there is more to say than the message.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Bug(_) => {
                Some("this is a defect of aicity: please report it with the command that led here")
            }
            Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                Some("free some space; nothing was changed")
            }
            Self::Usage { hint, .. }
            | Self::Input { hint, .. }
            | Self::NotFound { hint, .. }
            | Self::Conflict { hint, .. }
            | Self::Limit { hint, .. }
            | Self::Damaged { hint, .. } => (!hint.is_empty()).then_some(hint),
            Self::Io { .. } | Self::ClosedPipe => None,
        }
    }

    /// Wrong use.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: hint.into() }
    }

    /// Input refused as a whole; `line` 0 means the file.
    pub fn input(
        file: impl Into<String>,
        line: u64,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::Input { file: file.into(), line, message: message.into(), hint: hint.into() }
    }

    /// Something named that does not exist.
    pub fn not_found(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::NotFound { message: message.into(), hint: hint.into() }
    }

    /// Locked or already there.
    pub fn conflict(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Conflict { message: message.into(), hint: hint.into() }
    }

    /// A documented limit.
    pub fn limit(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Limit { message: message.into(), hint: hint.into() }
    }

    /// A damaged or incompatible file.
    pub fn damaged(path: &Path, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), message: message.into(), hint: hint.into() }
    }

    /// Wraps what the operating system said: `file.read(..).map_err(Error::io("read", path))`.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

/// Error of writing to a stream that has no path (standard output); a closed pipe is no failure.
impl From<io::Error> for Error {
    fn from(source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Io { action: "write", path: PathBuf::from("standard output"), source }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_exit_code() {
        let kinds = [
            Kind::Bug,
            Kind::Usage,
            Kind::Input,
            Kind::NotFound,
            Kind::Conflict,
            Kind::Limit,
            Kind::Io,
            Kind::Damaged,
        ];
        let mut codes: Vec<u8> = kinds.iter().map(|k| k.exit_code()).collect();
        codes.dedup();
        assert_eq!(codes, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_location_is_printed_only_where_there_is_one() {
        assert_eq!(Error::input("a.csv", 7, "bad", "").to_string(), "a.csv:7: bad");
        assert_eq!(Error::input("a.csv", 0, "bad", "").to_string(), "a.csv: bad");
    }
}
