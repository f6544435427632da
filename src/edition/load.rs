//! An edition read and checked: every reference in it leads somewhere.

use super::claim::{self, Claim};
use super::source::Source;
use super::spec::{Spec, TableSpec};
use super::table::{Labels, Table};
use crate::base::{Error, Result};

/// The description of an edition's folder.
const DESCRIPTION: &str = "edition.toml";

/// A published edition.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its description.
    pub spec: Spec,
    /// Its tables, in the order of the description.
    pub tables: Vec<Table>,
    /// What its text says in numbers.
    pub claims: Vec<Claim>,
    /// What its country labels mean.
    pub labels: Labels,
}

impl Edition {
    /// Loads a built-in edition by its id (`2023`), or else a folder of the same format.
    pub fn load(source: &str) -> Result<Self> {
        Self::read(&Source::find(source)?)
    }

    /// A folder without description, but with the same kind of tables as the built-in edition, is read by that one's.
    fn read(source: &Source) -> Result<Self> {
        let usual = Source::usual();
        let described = if source.lacks(DESCRIPTION) { &usual } else { source };
        let description = described.read(DESCRIPTION)?;
        let spec = Spec::parse(&description.name, &description.text)?;
        let labels = Labels::new(&spec);
        let table = |table: &TableSpec| {
            let file = source.read(&table.file)?;
            Table::parse(&file.name, &file.text, table, &spec, &labels)
        };
        let tables = spec.tables.iter().map(table).collect::<Result<Vec<_>>>()?;
        let edition = Self { tables, labels, claims: Vec::new(), spec };
        edition.check_columns(&description.name)?;
        edition.with_claims(source)
    }

    fn with_claims(mut self, source: &Source) -> Result<Self> {
        let Some(file) = &self.spec.claims else { return Ok(self) };
        let text = source.read(file)?;
        self.claims = claim::parse(&text.name, &text.text)?;
        if source.lacks(DESCRIPTION) {
            let usual = Source::usual().read(file)?;
            claim::complete(&mut self.claims, &claim::parse(&usual.name, &usual.text)?);
        }
        let file = text;
        for claim in &self.claims {
            let refused = |message| Error::input(&file.name, claim.line, message, "");
            claim.validate(&self).map_err(refused)?;
        }
        Ok(self)
    }

    /// A table that is ordered by an index has it, and one that is computed again has all parts.
    fn check_columns(&self, file: &str) -> Result<()> {
        let lacking = self.tables.iter().find_map(|t| Some((t, self.lacking(t)?)));
        lacking.map_or(Ok(()), |(table, column)| {
            Err(Error::input(file, 0, format!("table {} needs a column {column}", table.spec.id), ""))
        })
    }

    fn lacking<'a>(&'a self, table: &'a Table) -> Option<&'a str> {
        let index = self.spec.column(&table.spec.index)?;
        let parts = index.parts.iter().filter(|_| table.spec.reproduce).map(|p| p.column.as_str());
        let complete = table.spec.complete.iter().map(String::as_str);
        std::iter::once(index.id.as_str()).chain(parts).chain(complete).find(|column| !table.has(column))
    }

    /// A table by its id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.spec.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Folder;
    use super::*;
    use crate::base::Kind;

    #[test]
    fn the_built_in_edition_is_complete() {
        let edition = Edition::load("2023").unwrap();
        let rows: Vec<usize> = edition.tables.iter().map(|t| t.rows.len()).collect();
        assert_eq!(rows, [20, 99, 20, 20, 20, 20]);
        assert!(edition.claims.len() >= 46);
    }

    #[test]
    fn a_folder_is_read_like_the_built_in_one() {
        let folder = Folder::clean();
        let edition = folder.load().unwrap();
        assert_eq!((edition.spec.id.as_str(), edition.tables.len()), ("tiny", 2));
    }

    #[test]
    fn a_folder_of_the_usual_kind_needs_no_description() {
        let dir = tempfile::tempdir().unwrap();
        let usual = Source::usual();
        for (name, file) in [
            ("table01_top20_innovation.csv", "table01.csv"),
            ("table04_top100_innovation.csv", "table04.csv"),
            ("table05.csv", "table05.csv"),
            ("table07_a.csv", "table07.csv"),
            ("table09.csv", "table09.csv"),
            ("table11.csv", "table11.csv"),
        ] {
            std::fs::write(dir.path().join(name), usual.read(file).unwrap().text).unwrap();
        }
        // Claims as a study's text gives them: without the columns that say how to check them.
        let claims = usual.read("claims.csv").unwrap().text;
        let bare: Vec<String> =
            claims.lines().map(|l| l.split(',').take(6).collect::<Vec<_>>().join(",")).collect();
        std::fs::write(dir.path().join("claims.csv"), bare.join("\n")).unwrap();
        let edition = Edition::load(dir.path().to_str().unwrap()).unwrap();
        let findings = |edition: &Edition| super::super::lint::lint(edition).len();
        assert_eq!(findings(&edition), findings(&Edition::load("2023").unwrap()));
        std::fs::write(dir.path().join("table05_b.csv"), "").unwrap();
        std::fs::remove_file(dir.path().join("table05.csv")).unwrap();
        assert!(Edition::load(dir.path().to_str().unwrap()).is_err());
    }

    #[test]
    fn a_missing_table_is_not_found() {
        let folder = Folder::clean();
        std::fs::remove_file(folder.path().join("top.csv")).unwrap();
        assert_eq!(folder.load().unwrap_err().kind(), Kind::NotFound);
    }

    #[test]
    fn malformed_files_are_refused_with_file_and_line() {
        let cases = [
            ("top.csv", "1,甲,A", "first,甲,A", "top.csv:2: rank \"first\" is not a plain number"),
            ("top.csv", "1,甲,A", "甲,A", "top.csv:2: 6 fields instead of 7"),
            ("top.csv", "rank,", "no,", "top.csv:1: the header does not start with rank,country_label,city"),
            ("top.csv", ",score\n", ",scores\n", "top.csv:1: column \"scores\" is not declared"),
            (
                "edition.toml",
                "ranks = 3",
                "ranks = 0",
                "edition.toml: table top: 0 ranks are not 1 to 100000",
            ),
            ("claims.csv", ",top,papers,B", ",side,papers,B", "claims.csv:2: no table \"side\""),
            ("claims.csv", ",top,papers,B", ",top,hats,B", "claims.csv:2: table top has no column \"hats\""),
        ];
        for (file, old, new, message) in cases {
            let error = Folder::clean().edit(file, old, new).load().unwrap_err();
            assert_eq!(error.kind(), Kind::Input);
            assert!(error.to_string().ends_with(message), "{error}");
        }
    }
}
