//! Answers of a query as values, and how alike two of them are.

use oxigraph::sparql::{QueryEvaluationError, QueryResults};
use oxrdf::{Literal, Term, Triple};
use spareval::ExpressionTerm;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// A row: one term, or none, for each column.
pub type Row = Vec<Option<Term>>;

/// An answer. Rows stand in the order of the engine, columns in the order of their names.
#[derive(Debug, Clone)]
pub enum Answer {
    /// SELECT.
    Table(Vec<String>, Vec<Row>),
    /// ASK.
    Boolean(bool),
    /// CONSTRUCT or DESCRIBE: distinct triples.
    Graph(Vec<Row>),
}

/// How alike two answers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same rows, each as often, up to names of blank nodes.
    Exact,
    /// The same but for the spelling of numbers, dates and booleans.
    Value,
    /// Another answer.
    Different,
}

impl Answer {
    /// Reads an engine's answer to its end.
    pub fn read(results: QueryResults<'_>) -> Result<Self, QueryEvaluationError> {
        Ok(match results {
            QueryResults::Boolean(answer) => Self::Boolean(answer),
            QueryResults::Graph(triples) => Self::graph(triples.collect::<Result<Vec<_>, _>>()?),
            QueryResults::Solutions(solutions) => {
                let names: Vec<String> =
                    solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
                let rows = solutions
                    .map(|s| Ok(s?.values().to_vec()))
                    .collect::<Result<_, QueryEvaluationError>>()?;
                Self::table(&names, rows)
            }
        })
    }

    /// A table whose columns stand in any order.
    pub fn table(names: &[String], rows: Vec<Row>) -> Self {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|&i| &names[i]);
        let rows = rows.into_iter().map(|row| order.iter().map(|&i| row[i].clone()).collect()).collect();
        Self::Table(order.iter().map(|&i| names[i].clone()).collect(), rows)
    }

    /// A graph, where a triple counts once.
    pub fn graph(triples: impl IntoIterator<Item = Triple>) -> Self {
        let texts = triples.into_iter().map(|t| (t.to_string(), t));
        let distinct: BTreeMap<String, Triple> = texts.collect();
        let row = |t: Triple| vec![Some(t.subject.into()), Some(t.predicate.into()), Some(t.object)];
        Self::Graph(distinct.into_values().map(row).collect())
    }

    /// Number of rows or triples; 1 for a truth value.
    pub fn len(&self) -> usize {
        match self {
            Self::Table(_, rows) | Self::Graph(rows) => rows.len(),
            Self::Boolean(_) => 1,
        }
    }

    /// How alike this answer is to another.
    pub fn likeness(&self, other: &Self) -> Likeness {
        match (self, other) {
            (Self::Boolean(a), Self::Boolean(b)) => {
                if a == b {
                    Likeness::Exact
                } else {
                    Likeness::Different
                }
            }
            (Self::Table(names, a), Self::Table(others, b)) if names == others => rows_likeness(a, b),
            (Self::Graph(a), Self::Graph(b)) => rows_likeness(a, b),
            _ => Likeness::Different,
        }
    }

    /// This answer with the place of each row in it: alike only to the same rows in the same order.
    pub fn numbered(&self) -> Self {
        let number = |(i, row): (usize, &Row)| {
            let place = Some(Term::from(Literal::from(i as u64)));
            std::iter::once(place).chain(row.iter().cloned()).collect()
        };
        match self {
            Self::Table(names, rows) => {
                let names = std::iter::once(String::new()).chain(names.iter().cloned()).collect();
                Self::Table(names, rows.iter().enumerate().map(number).collect())
            }
            other => other.clone(),
        }
    }
}

fn rows_likeness(a: &[Row], b: &[Row]) -> Likeness {
    if a.len() == b.len() && same_rows(a, b) {
        Likeness::Exact
    } else if a.len() == b.len() && same_rows(&values(a), &values(b)) {
        Likeness::Value
    } else {
        Likeness::Different
    }
}

/// Whether the rows of a query's answer are in an order that the query asks for.
pub fn is_ordered(query: &Query) -> bool {
    use GraphPattern as P;
    let Query::Select { pattern, .. } = query else { return false };
    let mut pattern = pattern;
    loop {
        match pattern {
            P::OrderBy { .. } => return true,
            P::Project { inner, .. }
            | P::Distinct { inner }
            | P::Reduced { inner }
            | P::Slice { inner, .. } => {
                pattern = inner;
            }
            _ => return false,
        }
    }
}

/// A term with its value in the canonical spelling, as the engine computes with it.
pub fn value(term: &Term) -> Term {
    ExpressionTerm::from(term.clone()).into()
}

fn values(rows: &[Row]) -> Vec<Row> {
    rows.iter().map(|row| row.iter().map(|term| term.as_ref().map(value)).collect()).collect()
}

/// Whether two lists hold the same rows, each as often, up to a renaming of blank nodes.
fn same_rows(a: &[Row], b: &[Row]) -> bool {
    let (ground_a, open_a) = split(a);
    let (ground_b, open_b) = split(b);
    if ground_a != ground_b || open_a.len() != open_b.len() {
        return false;
    }
    let (colours_a, colours_b) = (colours(&open_a), colours(&open_b));
    let (list_a, list_b) = (signed(&open_a, &colours_a), signed(&open_b, &colours_b));
    list_a.iter().map(|r| r.0).eq(list_b.iter().map(|r| r.0))
        && Matching {
            a: &list_a,
            b: &list_b,
            used: vec![false; list_b.len()],
            there: BTreeMap::new(),
            back: BTreeMap::new(),
        }
        .extend(0)
}

/// Rows without blank nodes, as sorted texts, and the others.
fn split(rows: &[Row]) -> (Vec<String>, Vec<&Row>) {
    let (open, ground): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| row.iter().any(|term| is_blank(term.as_ref())));
    let mut texts: Vec<String> = ground.iter().map(|row| format!("{row:?}")).collect();
    texts.sort_unstable();
    (texts, open)
}

fn is_blank(term: Option<&Term>) -> bool {
    matches!(term, Some(Term::BlankNode(_)))
}

/// Blank node → a number that says in which rows it stands.
type Colours = BTreeMap<String, u64>;

/// Rounds after which blank nodes that differ have different colours, mostly; the matching decides.
const ROUNDS: usize = 4;

fn colours(rows: &[&Row]) -> Colours {
    let mut colours = Colours::new();
    for _ in 0..ROUNDS {
        let mut seen: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for row in rows {
            let whole = signature(row, &colours);
            for (column, term) in row.iter().enumerate().filter(|(_, term)| is_blank(term.as_ref())) {
                seen.entry(label(term.as_ref())).or_default().push(hash(&(whole, column)));
            }
        }
        colours = seen
            .into_iter()
            .map(|(name, mut list)| {
                (name, {
                    list.sort_unstable();
                    hash(&list)
                })
            })
            .collect();
    }
    colours
}

fn signature(row: &Row, colours: &Colours) -> u64 {
    let part = |term: &Option<Term>| match term {
        Some(Term::BlankNode(_)) => format!("_:{}", colours.get(&label(term.as_ref())).copied().unwrap_or(0)),
        other => format!("{other:?}"),
    };
    hash(&row.iter().map(part).collect::<Vec<_>>())
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn label(term: Option<&Term>) -> String {
    term.map(ToString::to_string).unwrap_or_default()
}

/// Rows with their signature, ordered by it.
fn signed<'a>(rows: &[&'a Row], colours: &Colours) -> Vec<(u64, &'a Row)> {
    let mut list: Vec<(u64, &Row)> = rows.iter().map(|row| (signature(row, colours), *row)).collect();
    list.sort_by_key(|row| row.0);
    list
}

/// A search for a renaming of blank nodes, row by row.
struct Matching<'a> {
    a: &'a [(u64, &'a Row)],
    b: &'a [(u64, &'a Row)],
    used: Vec<bool>,
    there: BTreeMap<String, String>,
    back: BTreeMap<String, String>,
}

impl Matching<'_> {
    fn extend(&mut self, next: usize) -> bool {
        let Some(&(sign, row)) = self.a.get(next) else { return true };
        let start = self.b.partition_point(|other| other.0 < sign);
        for i in (start..self.b.len()).take_while(|&i| self.b[i].0 == sign).collect::<Vec<_>>() {
            if self.used[i] {
                continue;
            }
            let before = (self.there.clone(), self.back.clone());
            self.used[i] = true;
            if self.rename(row, self.b[i].1) && self.extend(next + 1) {
                return true;
            }
            self.used[i] = false;
            (self.there, self.back) = before;
        }
        false
    }

    fn rename(&mut self, a: &Row, b: &Row) -> bool {
        a.iter().zip(b).all(|(a, b)| {
            if !is_blank(a.as_ref()) || !is_blank(b.as_ref()) {
                return a == b;
            }
            let (a, b) = (label(a.as_ref()), label(b.as_ref()));
            *self.there.entry(a.clone()).or_insert_with(|| b.clone()) == b
                && *self.back.entry(b).or_insert_with(|| a.clone()) == a
        })
    }
}

#[test]
fn answers_are_told_apart() {
    use oxrdf::BlankNode;
    let blank = |name: &str| Some(Term::from(BlankNode::new_unchecked(name)));
    let typed = |text: &str| Some(Term::from(Literal::new_typed_literal(text, oxrdf::vocab::xsd::INTEGER)));
    let table = |rows: Vec<Row>| Answer::Graph(rows);
    let one = table(vec![vec![blank("a"), blank("b")], vec![blank("b"), blank("a")], vec![typed("7"), None]]);
    let renamed =
        table(vec![vec![blank("y"), blank("x")], vec![typed("7"), None], vec![blank("x"), blank("y")]]);
    let spelled =
        table(vec![vec![blank("y"), blank("x")], vec![typed("007"), None], vec![blank("x"), blank("y")]]);
    let folded =
        table(vec![vec![blank("y"), blank("y")], vec![typed("7"), None], vec![blank("x"), blank("x")]]);
    let twice = table(vec![vec![typed("7"), None], vec![typed("7"), None], vec![blank("x"), blank("y")]]);
    assert_eq!(one.likeness(&renamed), Likeness::Exact);
    assert_eq!(one.likeness(&spelled), Likeness::Value);
    assert_eq!(one.likeness(&folded), Likeness::Different);
    assert_eq!(one.likeness(&twice), Likeness::Different);
    let ordered = |rows: Vec<Row>| Answer::Table(vec!["x".to_owned()], rows).numbered();
    let (up, down) = (vec![vec![typed("1")], vec![typed("2")]], vec![vec![typed("2")], vec![typed("1")]]);
    assert_eq!(ordered(up.clone()).likeness(&ordered(down)), Likeness::Different);
    assert_eq!(ordered(up.clone()).likeness(&ordered(up)), Likeness::Exact);
}
