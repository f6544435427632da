//! `aicity lint`.

use super::output::Output;
use super::say;
use crate::base::{Kind, Result};
use crate::edition::lint;
use crate::edition::render::{Format, Language};
use crate::edition::{Edition, Severity};

/// Arguments of `lint`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A published edition (2023), or a folder with the same kind of tables.
    #[arg(value_name = "EDITION|DIR")]
    edition: String,
    /// Language of the findings.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
    /// Format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// End with code 3 if there is an error among the findings.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    output: Output,
}

/// Prints the findings.
pub fn run(args: &Args) -> Result<u8> {
    let findings = lint::lint(&Edition::load(&args.edition)?);
    args.output.write(|out| lint::render(&findings, args.format, args.lang, out))?;
    if args.format != Format::Text {
        say(lint::summary(&findings, args.lang));
    }
    let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if args.strict && errors { Kind::Input.exit_code() } else { 0 })
}
