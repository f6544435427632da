//! The two nodes of a pair as the first columns of a row.

use super::model::Node;
use crate::base::records::{Cell, Column, Kind};

/// Key of one node.
pub const A: Column = Column::new("a", Kind::Text, ["one node", "节点甲"], "key of one node");
/// Key of the other.
pub const B: Column = Column::new("b", Kind::Text, ["other node", "节点乙"], "key of the other node");
/// English name of one node.
pub const A_NAME: Column =
    Column::new("a_name", Kind::Text, ["name of one", "节点甲名称"], "English name of one node");
/// English name of the other.
pub const B_NAME: Column =
    Column::new("b_name", Kind::Text, ["name of the other", "节点乙名称"], "English name of the other node");
/// Chinese name of one node.
pub const A_NAME_ZH: Column = Column::new(
    "a_name_zh",
    Kind::Text,
    ["Chinese name of one", "节点甲中文名"],
    "Chinese name of one node; may be empty",
);
/// Chinese name of the other.
pub const B_NAME_ZH: Column = Column::new(
    "b_name_zh",
    Kind::Text,
    ["Chinese name of the other", "节点乙中文名"],
    "Chinese name of the other node; may be empty",
);

/// Cells of these columns, in this order.
pub fn cells(a: &Node<'_>, b: &Node<'_>) -> Vec<Cell> {
    [a.key, b.key, a.name, b.name, a.name_zh, b.name_zh].map(Cell::from).into()
}
