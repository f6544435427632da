// Clients that are not ours on a running endpoint: Comunica and fetch-sparql-endpoint.
//
//   node clients.mjs http://127.0.0.1:7878/sparql TABLES
//
// The endpoint serves the corpus of the folder TABLES (`aicity load --format tables TABLES`). What it must answer is counted
// here from the tables. With --stock it is oxigraph's own server on a dump of that corpus, which connects to wherever SERVICE
// says.

import './loopback.mjs';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { QueryEngine } = require('@comunica/query-sparql');
const { BindingsFactory } = require('@comunica/utils-bindings-factory');
const { SparqlEndpointFetcher } = require('fetch-sparql-endpoint');
const { DataFactory } = require('n3');
const Papa = require('papaparse');

const PREFIXES = `
PREFIX : <https://aicity.example/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
`;
const INTEGER = 'http://www.w3.org/2001/XMLSchema#integer';
const TITLE = DataFactory.namedNode('http://purl.org/dc/terms/title');

/** The rows of a table. */
function table(folder, name) {
  const { data, errors } = Papa.parse(readFileSync(join(folder, `${name}.csv`), 'utf8'), { header: true, skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data;
}

/** Counts by key. */
function tally(keys) {
  const counts = {};
  for (const key of keys) {
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** What the tables say. */
function expectations(folder) {
  const papers = table(folder, 'papers');
  const authorships = table(folder, 'authorships');
  const cited = papers.filter(paper => paper.citations !== '');
  // Cambridge is a name of two cities, and is asked for once.
  const chinese = new Set(table(folder, 'cities').map(city => city.name_zh).filter(name => name !== ''));
  return {
    papers: papers.length,
    titles: papers.map(paper => paper.title).sort(),
    years: tally(papers.map(paper => paper.year).filter(year => year !== '')),
    citations: cited.reduce((sum, paper) => sum + Number(paper.citations), 0),
    scholars: new Set(authorships.map(authorship => authorship.scholar_id)).size,
    chinese: [...chinese].sort(),
    some: papers.find(paper => paper.year !== ''),
  };
}

const all = async (stream) => {
  const items = [];
  for await (const item of stream) {
    items.push(item);
  }
  return items;
};

const YEARS = `${PREFIXES} SELECT ?year (COUNT(*) AS ?papers) { ?paper a :Paper ; :year ?year } GROUP BY ?year`;
const SUMS = `${PREFIXES} SELECT (COUNT(*) AS ?papers) (SUM(COALESCE(?citations, 0)) AS ?sum)
  { ?paper a :Paper OPTIONAL { ?paper :citations ?citations } }`;
const SCHOLARS = `${PREFIXES} SELECT (COUNT(DISTINCT ?scholar) AS ?scholars) { ?authorship :scholar ?scholar }`;
const CHINESE = `${PREFIXES} SELECT DISTINCT ?name { ?city a :City ; skos:prefLabel ?name FILTER(LANG(?name) = "zh") }`;
const TITLES = `${PREFIXES} CONSTRUCT { ?paper dct:title ?title } { ?paper a :Paper ; dct:title ?title }`;
const THERE = `${PREFIXES} ASK { ?paper a :Paper }`;
const NOT_THERE = `${PREFIXES} ASK { ?paper a :Paper ; a :City }`;
/** Longer than any address may be: it has to be posted. */
const long = titles => `${PREFIXES} SELECT (COUNT(DISTINCT ?title) AS ?found)
  { VALUES ?title { ${titles.map(title => JSON.stringify(title)).join(' ')} ${'"nothing" '.repeat(1000)} } ?paper dct:title ?title }`;

/** Fails with what a promise that must fail did not say. */
async function refuses(what, promise, pattern) {
  await assert.rejects(promise, (error) => {
    assert.match(`${error}`, pattern, what);
    return true;
  }, `${what} is not refused`);
}

/** fetch-sparql-endpoint, by each way that a query can be sent. */
async function fetcher(endpoint, expected, check, stock) {
  const ways = {
    'POST form': { method: 'POST' },
    'POST direct': { method: 'POST', directPost: true },
    'GET': { method: 'GET' },
  };
  for (const [way, options] of Object.entries(ways)) {
    const client = new SparqlEndpointFetcher(options);
    const rows = async query => all(await client.fetchBindings(endpoint, query));
    const years = await rows(YEARS);
    check(`${way}: papers by year`, Object.fromEntries(years.map(row => [row.year.value, Number(row.papers.value)])), expected.years);
    check(`${way}: types of numbers`, years.every(row => row.papers.datatype.value === INTEGER), true);
    const [sums] = await rows(SUMS);
    check(`${way}: papers and citations`, [Number(sums.papers.value), Number(sums.sum.value)], [expected.papers, expected.citations]);
    check(`${way}: scholars`, Number((await rows(SCHOLARS))[0].scholars.value), expected.scholars);
    const chinese = await rows(CHINESE);
    check(`${way}: texts in Chinese`, chinese.map(row => row.name.value).sort(), expected.chinese);
    check(`${way}: their language`, chinese.every(row => row.name.language === 'zh'), true);
    check(`${way}: ASK`, [await client.fetchAsk(endpoint, THERE), await client.fetchAsk(endpoint, NOT_THERE)], [true, false]);
    const titles = await all(await client.fetchTriples(endpoint, TITLES));
    check(`${way}: CONSTRUCT`, titles.map(quad => quad.object.value).sort(), expected.titles);
    await refuses(`${way}: what is no query`, client.fetchBindings(endpoint, 'SELECT * { ?s ?p'), /400/u);
  }
  const [{ found }] = await all(await new SparqlEndpointFetcher().fetchBindings(endpoint, long(expected.titles)));
  check('a long query by POST', Number(found.value), new Set(expected.titles).size);
  if (!stock) {
    const elsewhere = 'SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }';
    await refuses('SERVICE', new SparqlEndpointFetcher().fetchBindings(endpoint, elsewhere), /403/u);
  }
}

/** Comunica, which sends what it can of a query to the endpoint and works out the rest itself. */
async function comunica(endpoint, expected, check) {
  const engine = new QueryEngine();
  const source = { sources: [{ type: 'sparql', value: endpoint }] };
  const rows = async (query, more) => (await engine.queryBindings(query, { ...source, ...more })).toArray();
  const number = (row, name) => Number(row.get(name).value);
  const years = await rows(YEARS);
  check('Comunica: papers by year', Object.fromEntries(years.map(row => [row.get('year').value, number(row, 'papers')])), expected.years);
  const [sums] = await rows(SUMS);
  check('Comunica: papers and citations', [number(sums, 'papers'), number(sums, 'sum')], [expected.papers, expected.citations]);
  const chinese = await rows(CHINESE);
  check('Comunica: texts in Chinese', chinese.map(row => row.get('name').value).sort(), expected.chinese);
  check('Comunica: their language', chinese.every(row => row.get('name').language === 'zh'), true);
  const bound = new BindingsFactory(DataFactory).bindings([[DataFactory.variable('title'), DataFactory.literal(expected.some.title)]]);
  const some = await rows(`${PREFIXES} SELECT ?title ?year { ?paper dct:title ?title ; :year ?year }`, { initialBindings: bound });
  check('Comunica: a bound variable', some.map(row => row.get('year').value).includes(expected.some.year), true);
  check('Comunica: nothing else than it', some.every(row => row.get('title').value === expected.some.title), true);
  check('Comunica: ASK', [await engine.queryBoolean(THERE, source), await engine.queryBoolean(NOT_THERE, source)], [true, false]);
  const titles = await (await engine.queryQuads(TITLES, source)).toArray();
  check('Comunica: CONSTRUCT', titles.map(quad => quad.object.value).sort(), expected.titles);
  check('Comunica: its predicates', titles.every(quad => quad.predicate.equals(TITLE)), true);
  const insert = 'INSERT DATA { <https://a.example/s> <https://a.example/p> "o" }';
  const destination = { type: 'sparql', value: endpoint };
  await assert.rejects(engine.queryVoid(insert, { ...source, destination }), 'an update is not refused');
  const [after] = await rows(`SELECT * { <https://a.example/s> ?p ?o }`);
  check('Comunica: an update changed nothing', after, undefined);
}

const [endpoint, folder, flag] = process.argv.slice(2);
if (endpoint === undefined || folder === undefined || ![undefined, '--stock'].includes(flag)) {
  throw new Error('usage: node clients.mjs http://127.0.0.1:PORT/sparql TABLES [--stock]');
}
let checks = 0;
const check = (what, found, wanted) => {
  assert.deepEqual(found, wanted, `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
  checks += 1;
};
const expected = expectations(folder);
assert.ok(expected.papers > 0 && expected.citations > 0 && expected.chinese.length > 0, 'tables that check nothing');
await fetcher(endpoint, expected, check, flag !== undefined);
await comunica(endpoint, expected, check);
console.log(`${checks} answers to clients are those of the tables`);
