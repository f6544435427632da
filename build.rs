//! Puts the fonts of the PDF where the program takes them in. Without the feature `pdf` there is nothing to do.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The fonts, with the packages that have them.
const FONTS: [(&str, &str); 4] = [
    ("fonts-sc", "NotoSansHans-Regular.otf"),
    ("fonts-sc", "NotoSansHans-Bold.otf"),
    ("fonts-latin", "NotoSans-Regular.ttf"),
    ("fonts-latin", "NotoSans-Bold.ttf"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=AICITY_FONTS");
    if env::var_os("CARGO_FEATURE_PDF").is_none() {
        return;
    }
    println!("cargo::rerun-if-changed=fonts/package-lock.json");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let installed = || {
        let packages = install(&out);
        FONTS.map(|(package, font)| packages.join(package).join("fonts").join(font))
    };
    let given = |folder| FONTS.map(|(_, font)| Path::new(&folder).join(font));
    let files = env::var_os("AICITY_FONTS").map_or_else(installed, given);
    for ((_, font), from) in FONTS.iter().zip(files) {
        let to = out.join(font);
        if let Err(e) = fs::copy(&from, &to) {
            panic!("cannot copy {} to {}: {e}", from.display(), to.display());
        }
    }
}

/// Installs the packages of `fonts/package-lock.json`, which names their checksums, and answers the folder that they are in.
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
        "the feature pdf needs its fonts, and `npm ci` did not bring them ({npm:?}): install npm, or set AICITY_FONTS to a \
         folder with {}",
        FONTS.map(|(_, font)| font).join(", ")
    );
    folder.join("node_modules/@embedpdf")
}
