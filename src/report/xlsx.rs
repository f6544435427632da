use super::document::Document;
use super::text::Lang;
pub fn xlsx(_: &Document, _: Lang) -> crate::base::Result<Vec<u8>> { Ok(Vec::new()) }
