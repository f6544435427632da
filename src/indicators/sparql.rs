//! The SPARQL engine: runs `queries/indicators/*.rq` on an image and reads the counts. It selects and sums integers; every
//! division is done by whoever shows the tallies, as for the graph engine.

use super::count::{CollaborationRule, Counting, Request};
use super::{Sum, Tallies, Tally};
use crate::base::{Error, Result};
use crate::graph::{Selection, Units};
use crate::model::Corpus;
use crate::model::corpus::Labels;
use crate::rdf::iri::{self, Kind};
use crate::rdf::vocabulary as v;
use crate::sparql::evaluate::{evaluate, failed};
use crate::sparql::{library, rewrite};
use crate::store::Image;
use oxigraph::sparql::{QueryResults, QuerySolution};
use oxrdf::{Literal, NamedNode, Term, Variable};
use rustc_hash::FxHashMap;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

/// Counts by SPARQL over the image of the same corpus.
pub fn count(image: &Image, corpus: &Corpus, units: &Units<'_>, request: &Request) -> Result<Tallies> {
    super::count::check_range(corpus)?;
    let selects_all = request.selection.mask(corpus).iter().all(|&selected| selected);
    let engine =
        Engine { image, corpus, units, selection: &request.selection, selects_all, index: index(units) };
    match request.counting {
        Counting::Full => engine.full(request.collaboration),
        Counting::Fractional => engine.fractional(request.collaboration),
    }
}

/// Entity IRI → unit.
fn index(units: &Units<'_>) -> FxHashMap<String, u32> {
    let entry = |unit: u32| {
        let mut text = Vec::new();
        iri::write(units.kind(unit), units.key(unit), &mut text);
        let iri = String::from_utf8_lossy(&text[1..text.len() - 1]).into_owned();
        (iri, unit)
    };
    (0..units.len() as u32).map(entry).collect()
}

struct Engine<'a> {
    image: &'a Image,
    corpus: &'a Corpus,
    units: &'a Units<'a>,
    selection: &'a Selection,
    /// Whether the selection lets every paper through.
    selects_all: bool,
    index: FxHashMap<String, u32>,
}

/// A column of a query's answer, and where it goes.
type Column = (&'static str, fn(&mut Tally) -> &mut Sum);

impl Engine<'_> {
    fn full(&self, rule: CollaborationRule) -> Result<Tallies> {
        let mut tallies = Tallies::new(self.units.len());
        let queries: [(&str, &[Column]); 4] = [
            (
                "indicators/papers",
                &[("papers", |t| &mut t.papers), ("citations", |t| &mut t.paper_citations)],
            ),
            (
                "indicators/scholars",
                &[("scholars", |t| &mut t.scholars), ("citations", |t| &mut t.scholar_citations)],
            ),
            (
                "indicators/institutions",
                &[("institutions", |t| &mut t.institutions), ("citations", |t| &mut t.institution_citations)],
            ),
            (collaborations(rule, Counting::Full), &[("collaborations", |t| &mut t.collaborations)]),
        ];
        for (name, columns) in queries {
            self.add(name, columns, &mut tallies)?;
        }
        Ok(tallies)
    }

    fn fractional(&self, rule: CollaborationRule) -> Result<Tallies> {
        let mut tallies = Tallies::new(self.units.len());
        let queries: [(&str, &[Column]); 4] = [
            (
                "indicators/fractional-papers",
                &[("papers", |t| &mut t.papers), ("citations", |t| &mut t.paper_citations)],
            ),
            ("indicators/fractional-scholars", &[("scholars", |t| &mut t.scholars)]),
            ("indicators/institutions", &[("institutions", |t| &mut t.institutions)]),
            (collaborations(rule, Counting::Fractional), &[("collaborations", |t| &mut t.collaborations)]),
        ];
        for (name, columns) in queries {
            self.add(name, columns, &mut tallies)?;
        }
        for tally in &mut tallies.units {
            tally.scholar_citations = tally.paper_citations.clone();
            tally.institution_citations = tally.paper_citations.clone();
        }
        self.unresolved(&mut tallies)?;
        Ok(tallies)
    }

    /// Adds the columns of a query's answer. A column `denominator` divides every other one.
    fn add(&self, name: &str, columns: &[Column], tallies: &mut Tallies) -> Result<()> {
        self.each(name, |row| {
            let unit = self.unit(row)?;
            let tally = &mut tallies.units[unit as usize];
            let denominator = integer(row, "denominator")?.unwrap_or(1);
            for (column, sum) in columns {
                sum(tally).add(denominator, integer(row, column)?.unwrap_or(0));
            }
            Ok(())
        })
    }

    /// What the units leave of each denominator.
    fn unresolved(&self, tallies: &mut Tallies) -> Result<()> {
        let mut left = Sum::default();
        self.each("indicators/fractional-weights", |row| {
            let (denominator, count) = (integer(row, "denominator")?, integer(row, "affiliations")?);
            left.add(denominator.unwrap_or(1), count.unwrap_or(0));
            Ok(())
        })?;
        tallies.units.iter().for_each(|tally| left.subtract(&tally.papers));
        tallies.unresolved = left;
        Ok(())
    }

    fn each(&self, name: &str, mut visit: impl FnMut(&QuerySolution) -> Result<()>) -> Result<()> {
        let query = self.narrowed(library::find(name)?.parse()?);
        let QueryResults::Solutions(rows) = evaluate(self.image, &query)? else {
            return Err(Error::Bug(format!("query {name} is no SELECT")));
        };
        for row in rows {
            visit(&row.map_err(|e| failed(&e))?)?;
        }
        Ok(())
    }

    /// The query for one level and the selected papers.
    fn narrowed(&self, mut query: Query) -> Query {
        let level = NamedNode::new_unchecked(self.units.level().property());
        rewrite::fix(&mut query, "level", &GroundTerm::NamedNode(level));
        // A filter that lets every paper through is not run.
        if !self.selects_all {
            let paper = NamedNode::new_unchecked(v::OF_PAPER);
            rewrite::narrow_objects_of(&mut query, &paper, &|pattern, paper| {
                narrow(self.selection, self.corpus, pattern, paper)
            });
        }
        query
    }

    fn unit(&self, row: &QuerySolution) -> Result<u32> {
        let unit = match row.get("unit") {
            Some(Term::NamedNode(node)) => self.index.get(node.as_str()),
            _ => None,
        };
        unit.copied().ok_or_else(|| Error::Bug(format!("no unit in {row:?}")))
    }
}

/// Name of the query that counts international collaborations.
pub const fn collaborations(rule: CollaborationRule, counting: Counting) -> &'static str {
    match (counting, rule) {
        (Counting::Full, CollaborationRule::Incidences) => "indicators/collaborations-incidences",
        (Counting::Full, CollaborationRule::Papers) => "indicators/collaborations-papers",
        (Counting::Full, CollaborationRule::Countries) => "indicators/collaborations-countries",
        (Counting::Fractional, CollaborationRule::Incidences) => {
            "indicators/fractional-collaborations-incidences"
        }
        (Counting::Fractional, CollaborationRule::Papers) => "indicators/fractional-collaborations-papers",
        (Counting::Fractional, CollaborationRule::Countries) => {
            "indicators/fractional-collaborations-countries"
        }
    }
}

fn integer(row: &QuerySolution, column: &str) -> Result<Option<u64>> {
    let Some(term) = row.get(column) else { return Ok(None) };
    let value = match term {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    };
    value.map(Some).ok_or_else(|| Error::Bug(format!("{column} is {term}, not a count")))
}

/// A pattern that binds a paper, for the selected papers only.
fn narrow(
    selection: &Selection,
    corpus: &Corpus,
    mut pattern: GraphPattern,
    paper: &Variable,
) -> GraphPattern {
    // The join stands where the paper is bound and the condition above: the other way round, or outside of an OPTIONAL, the
    // planner cannot order the joins, and seconds become minutes.
    if let Some(most) = selection.maximum_authors {
        let predicate = NamedNode::new_unchecked(v::OF_PAPER);
        rewrite::join_where_bound(&mut pattern, &predicate, paper, &of_few_authors(paper, most));
    }
    GraphPattern::Filter { expr: selects(selection, corpus, paper), inner: Box::new(pattern) }
}

/// `{ SELECT ?paper { ?authorship aicity:paper ?paper } GROUP BY ?paper HAVING (COUNT(*) <= most) }`: a join with it is
/// computed once, where a condition would count anew for every row.
fn of_few_authors(paper: &Variable, most: u32) -> GraphPattern {
    let [authorship, number] = ["aicityAuthorship", "aicityAuthors"].map(Variable::new_unchecked);
    let signed = TriplePattern {
        subject: authorship.into(),
        predicate: NamedNodePattern::NamedNode(NamedNode::new_unchecked(v::OF_PAPER)),
        object: paper.clone().into(),
    };
    let counted = GraphPattern::Group {
        inner: Box::new(GraphPattern::Bgp { patterns: vec![signed] }),
        variables: vec![paper.clone()],
        aggregates: vec![(number.clone(), AggregateExpression::CountSolutions { distinct: false })],
    };
    let expr = Expression::LessOrEqual(
        Box::new(Expression::Variable(number)),
        Box::new(Expression::Literal(Literal::from(i64::from(most)))),
    );
    let few = GraphPattern::Filter { expr, inner: Box::new(counted) };
    GraphPattern::Project { inner: Box::new(few), variables: vec![paper.clone()] }
}

/// The selection as a SPARQL condition on a paper, but for its number of authors.
fn selects(selection: &Selection, corpus: &Corpus, paper: &Variable) -> Expression {
    let mut all = Vec::new();
    if let Some((from, to)) = selection.years {
        all.push(published(paper, from, to));
    }
    for (property, kind, labels, wanted) in [
        (v::IN_VENUE, Kind::Venue, &corpus.venues, &selection.venues),
        (v::IN_SUBFIELD, Kind::Subfield, &corpus.subfields, &selection.subfields),
    ] {
        let any = wanted.iter().map(|&i| exists(paper, property, entity(kind, labels, i).into()));
        all.extend(any.reduce(|a, b| Expression::Or(Box::new(a), Box::new(b))));
    }
    let and = |a, b| Expression::And(Box::new(a), Box::new(b));
    all.into_iter().reduce(and).unwrap_or_else(|| Expression::Literal(true.into()))
}

fn entity(kind: Kind, labels: &Labels, index: u32) -> NamedNode {
    let mut text = Vec::new();
    iri::write(kind, labels.id.get(index as usize), &mut text);
    NamedNode::new_unchecked(String::from_utf8_lossy(&text[1..text.len() - 1]))
}

fn bgp(paper: &Variable, property: &str, object: TermPattern) -> GraphPattern {
    let predicate = NamedNodePattern::NamedNode(NamedNode::new_unchecked(property));
    GraphPattern::Bgp { patterns: vec![TriplePattern { subject: paper.clone().into(), predicate, object }] }
}

fn exists(paper: &Variable, property: &str, object: TermPattern) -> Expression {
    Expression::Exists(Box::new(bgp(paper, property, object)))
}

fn published(paper: &Variable, from: u32, to: u32) -> Expression {
    let year = Variable::new_unchecked("aicityYear");
    let at = |year: u32| Box::new(Expression::Literal(Literal::from(i64::from(year))));
    let of = || Box::new(Expression::Variable(year.clone()));
    let expr = Expression::And(
        Box::new(Expression::GreaterOrEqual(of(), at(from))),
        Box::new(Expression::LessOrEqual(of(), at(to))),
    );
    let inner = Box::new(bgp(paper, v::YEAR, year.clone().into()));
    Expression::Exists(Box::new(GraphPattern::Filter { expr, inner }))
}
