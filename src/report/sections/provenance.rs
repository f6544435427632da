//! Where the figures come from, and how to make the report again.

use super::Draft;
use crate::report::build::Columns;
use crate::report::data::Data;
use crate::report::document::{Block, Table};
use crate::report::licences::{self, Licence};
use crate::report::text::{Bi, bi};

/// The section.
pub fn write(data: &Data) -> Draft {
    let known: Vec<&Licence> = licences::of(data);
    let mut draft =
        Draft::new("provenance", bi("Sources and how to make this report again", "数据来源与复现"))
            .paragraph(bi(
                format!(
                    "Edition: {}. The same input files give the same edition, on any machine.",
                    data.edition
                ),
                format!("版本：{}。相同的输入文件在任何机器上都给出相同的版本。", data.edition),
            ))
            .table(files(data));
    if !known.is_empty() {
        draft = draft.table(licence_table(&known));
    }
    if data.data_sources.iter().any(|name| !licences::is_known(name)) {
        draft = draft.note(bi(
            "Sources that are not in this list state no licence that the program knows; ask who gave you the data.",
            "未列入上表的来源，程序不知其许可，请向数据提供者确认。",
        ));
    }
    draft
            .heading("again", bi("The command", "复现命令"))
            .put(Block::Code(data.ask.command.clone()))
            .paragraph(bi(
                "Two runs give the same bytes. The file manifest.json lists the SHA-256 of every file of this report; “aicity lint” checks its tables \
                 and sentences against each other; CITATION.cff says how to cite it, ro-crate-metadata.json describes it for machines.",
                "重复运行得到完全相同的文件。manifest.json 列出本报告每个文件的 SHA-256；“aicity lint” 检查各表与文字是否一致；CITATION.cff 给出引用方式，ro-crate-metadata.json 供机器读取。",
            ))
}

fn files(data: &Data) -> Table {
    Columns::of(&data.sources)
        .text("name", bi("File", "文件"), |file| file.name.clone())
        .text("format", bi("Format", "格式"), |file| file.format.clone())
        .whole("bytes", bi("Bytes", "字节数"), |file| file.bytes.into())
        .text("sha256", Bi::same("SHA-256"), |file| file.sha256.clone())
        .table(35, "sources", bi("Input files", "输入文件"))
}

fn licence_table(known: &[&Licence]) -> Table {
    Columns::of(known)
        .text("name", bi("Source", "来源"), |licence| licence.name.to_owned())
        .text("licence", bi("Licence", "许可"), |licence| licence.terms.to_owned())
        .text("address", bi("Address", "网址"), |licence| licence.address.to_owned())
        .table(41, "licences", bi("Data sources and licences", "数据来源与许可"))
}
