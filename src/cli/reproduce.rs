//! `aicity reproduce`.

use super::output::Output;
use crate::base::{Kind, Result};
use crate::edition::Edition;
use crate::edition::render::Format;
use crate::edition::reproduce::reproduce;

/// Arguments of `reproduce`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A published edition (2023), or a folder with the same kind of tables.
    #[arg(value_name = "EDITION|DIR")]
    edition: String,
    /// Format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Prints published and computed indices; code 3 if one is not within rounding.
pub fn run(args: &Args) -> Result<u8> {
    let reproduction = reproduce(&Edition::load(&args.edition)?)?;
    args.output.write(|out| reproduction.render(args.format, out))?;
    Ok(if reproduction.agrees() { 0 } else { Kind::Input.exit_code() })
}
