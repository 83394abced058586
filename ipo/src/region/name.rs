//! Names of heaps and the files that they mean.

use crate::error::{Error, Result};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Before a heap's name in its file's name, so that a listing knows our files.
pub(crate) const PREFIX: &str = "ipo.";
/// Before the name of a file that is still being built where files cannot be built without a name.
pub(crate) const UNFINISHED: &str = ".ipo-unfinished.";
/// Longest file name of every common file system, in bytes.
const MAX_FILE_NAME: usize = 255;

/// The file that a heap is to be found at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// For messages: as the user gave it.
    pub(crate) name: String,
    /// Absolute, so that a later change of the working directory does not matter.
    pub(crate) path: PathBuf,
}

impl Target {
    /// The heap called `name` in `directory`.
    pub(crate) fn named(directory: &Path, name: &str) -> Result<Target> {
        check_name(name)?;
        let path = absolute(&directory.join(format!("{PREFIX}{name}")))?;
        Ok(Target { name: name.to_owned(), path })
    }

    /// The heap in exactly this file.
    pub(crate) fn file(path: &Path) -> Result<Target> {
        let shown = path.to_string_lossy();
        if path.file_name().is_none() || path.as_os_str().as_encoded_bytes().contains(&0) {
            return Err(invalid(&shown, "a path must end in a file name and hold no NUL"));
        }
        Ok(Target { name: shown.into_owned(), path: absolute(path)? })
    }

    /// The directory that the file lies in.
    pub(crate) fn directory(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }
}

/// The heap name in the name of a file, if it is one of ours.
pub(crate) fn of_file_name(file_name: &OsStr) -> Option<&str> {
    file_name.to_str()?.strip_prefix(PREFIX).filter(|name| check_name(name).is_ok())
}

fn check_name(name: &str) -> Result<()> {
    let reason = if name.is_empty() {
        "it is empty"
    } else if name == "." || name == ".." {
        "`.` and `..` mean directories"
    } else if name.contains('/') {
        "it holds a `/`"
    } else if name.contains('\0') {
        "it holds a NUL"
    } else if name.len() > MAX_FILE_NAME - PREFIX.len() {
        "it has more than 251 bytes"
    } else {
        return Ok(());
    };
    Err(invalid(name, reason))
}

fn invalid(name: &str, reason: &'static str) -> Error {
    let mut shown: String = name.chars().take(64).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    Error::InvalidName { name: shown, reason }
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|source| Error::Os {
        op: "finding the working directory",
        path: Some(path.to_owned()),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_path_component() {
        let dir = Path::new("/dev/shm");
        for bad in ["", ".", "..", "a/b", "/a", "a\0b", &"x".repeat(252)] {
            assert!(matches!(Target::named(dir, bad), Err(Error::InvalidName { .. })), "{bad:?}");
        }
        for good in ["a", "größe", "a b", "...", "-", &"x".repeat(251)] {
            let target = Target::named(dir, good).unwrap();
            assert_eq!(of_file_name(target.path.file_name().unwrap()), Some(good));
            assert_eq!(target.directory(), dir);
        }
    }

    #[test]
    fn a_path_names_a_file() {
        assert_eq!(Target::file(Path::new("/data/x.heap")).unwrap().path, Path::new("/data/x.heap"));
        assert!(Target::file(Path::new("x.heap")).unwrap().path.is_absolute());
        for bad in ["", "/", "/data/..", "/data/x\0"] {
            assert!(matches!(Target::file(Path::new(bad)), Err(Error::InvalidName { .. })), "{bad:?}");
        }
    }

    #[test]
    fn foreign_file_names_are_no_heaps() {
        for file in ["x", "ipo.", "ipo...", ".ipo.x", "ipo"] {
            let name = of_file_name(OsStr::new(file));
            assert_eq!(name, None, "{file}");
        }
    }
}
