//! A tiny edition without a fault, in a folder, for tests to damage.

use super::lint::lint;
use super::load::Edition;
use crate::base::Result;
use std::fs;
use std::path::Path;

const FILES: [(&str, &str); 4] =
    [("edition.toml", EDITION), ("top.csv", TOP), ("papers.csv", PAPERS), ("claims.csv", CLAIMS)];

const EDITION: &str = r#"
id = "tiny"
title = "三城"
zero = "epsilon:1e-10"
claims = "claims.csv"

[corpus]
papers = 150

[countries]
X1 = ["甲", "甲国"]
X2 = ["乙", "乙国"]
X3 = ["丙"]

[[column]]
id = "papers"
title = "papers"
kind = "count"

[[column]]
id = "first"
title = "first"
kind = "index"

[[column]]
id = "second"
title = "second"
kind = "index"

[[column]]
id = "score"
title = "score"
kind = "index"
parts = [{ column = "first", weight = 0.7 }, { column = "second", weight = 0.3 }]

[[column]]
id = "paper_index"
title = "paper index"
kind = "index"
parts = [{ column = "papers", weight = 1.0, min = 1, max = "published" }]

[[table]]
id = "top"
file = "top.csv"
ranks = 3
index = "score"

[[table]]
id = "papers"
file = "papers.csv"
ranks = 3
index = "paper_index"
reproduce = true
complete = ["papers"]
"#;

const TOP: &str = "\
rank,country_label,city,first,second,papers,score
1,甲,A,90.0,80.0,80,87.0
2,乙,B,80.0,70.0,50,77.0
3,丙,C,70.0,60.0,20,67.0
";

const PAPERS: &str = "\
rank,country_label,city,paper_index,papers
1,甲国,A,100.00,80
2,乙,B,89.27,50
3,丙,C,68.36,20
";

const CLAIMS: &str = "\
section,subject,metric,scope,value,unit,op,table,column,rows,of
1,B,papers,all,50,count,value,top,papers,B,
1,all,papers,all,150,count,sum,papers,papers,1-3,
1,ranks 2-3,papers,all,46.7,percent,share,papers,papers,2-3,corpus:papers
1,A/B,papers,all,1.6,ratio,ratio,papers,papers,A,B
1,A-B,score,all,10.0,index,difference,top,score,A,B
1,甲,cities,all,1,count,count,top,,甲,
";

/// The folder; it goes when this goes.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// Without a fault.
    pub fn clean() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in FILES {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    /// Without a fault and without claims.
    pub fn without_claims() -> Self {
        Self::clean().edit("edition.toml", "claims = \"claims.csv\"\n", "")
    }

    /// With the first `old` of a file replaced by `new`.
    pub fn edit(self, file: &str, old: &str, new: &str) -> Self {
        let path = self.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The edition in it.
    pub fn load(&self) -> Result<Edition> {
        Edition::load(self.path().to_str().unwrap())
    }

    /// What one rule finds.
    pub fn messages(&self, rule: &str) -> Vec<String> {
        let findings = lint(&self.load().unwrap());
        findings.into_iter().filter(|f| f.rule == rule).map(|f| f.message).collect()
    }
}
