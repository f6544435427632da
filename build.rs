//! Puts the fonts of the PDF where the program takes them in. Without the feature `pdf` there is nothing to do.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The fonts, as the package names them.
const FONTS: [&str; 2] = ["NotoSansHans-Regular.otf", "NotoSansHans-Bold.otf"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=AICITY_FONTS");
    if env::var_os("CARGO_FEATURE_PDF").is_none() {
        return;
    }
    println!("cargo::rerun-if-changed=fonts/package-lock.json");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let from = env::var_os("AICITY_FONTS").map_or_else(|| install(&out), PathBuf::from);
    for font in FONTS {
        let (from, to) = (from.join(font), out.join(font));
        if let Err(e) = fs::copy(&from, &to) {
            panic!("cannot copy {} to {}: {e}", from.display(), to.display());
        }
    }
}

/// Installs the package of `fonts/package-lock.json`, which names its checksum, and answers the folder of the fonts.
fn install(out: &Path) -> PathBuf {
    let folder = out.join("fonts");
    fs::create_dir_all(&folder).expect("OUT_DIR can be written");
    for name in ["package.json", "package-lock.json"] {
        fs::copy(Path::new("fonts").join(name), folder.join(name)).expect("fonts/ is part of the source");
    }
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
        .current_dir(&folder)
        .status();
    assert!(
        npm.as_ref().is_ok_and(std::process::ExitStatus::success),
        "the feature pdf needs a Chinese font, and `npm ci` did not bring it ({npm:?}): install npm, or set AICITY_FONTS to a \
         folder with {}",
        FONTS.join(" and ")
    );
    folder.join("node_modules/@embedpdf/fonts-sc/fonts")
}
