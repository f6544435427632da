// The W3C's query tests, run by the npm package rdf-test-suite through a running endpoint.
//
//   node w3c.mjs --aicity target/debug/aicity [--data DIR]      what CI runs
//   node w3c.mjs --stock $(which oxigraph)    [--data DIR]      the same runner on oxigraph's own server
//
// DIR is the folder that holds `sparql/sparql11` of github.com/w3c/rdf-tests; ../shared/data/rdf-tests beside the project
// unless told otherwise. Each table is asked for as JSON, XML and TSV, each graph as Turtle and N-Triples, and all must say
// the same.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { aicity, nquads, stock } from './server.mjs';

const require = createRequire(import.meta.url);
const { TestSuiteRunner } = require('rdf-test-suite/lib/TestSuiteRunner');
const { Util } = require('rdf-test-suite/lib/Util');
const { TestCaseQueryEvaluationHandler: Results } = require('rdf-test-suite/lib/testcase/sparql/TestCaseQueryEvaluation');

// Without this the runner passes over the tests whose data are RDF/XML, and counts them nowhere.
Util.extensionToContentType.rdf = 'application/rdf+xml';

const SUITE = 'https://w3c.github.io/rdf-tests/';
const ROOT = `${SUITE}sparql/sparql11/`;

/** What is run, how many tests there are, and how many have to pass. */
const MANIFESTS = [
  { name: 'manifest-sparql11-query.ttl', tests: 328, least: 317 },
  { name: 'manifest-sparql11-results.ttl', tests: 10, least: 9 },
];

const KEPT_TAG = 'GROUP_CONCAT keeps the language tag that all its literals have';
const EMPTY_PATH = 'a path of length 0 does not match a constant that is not in the graph';

/** Tests that fail, and why. One that passes has to leave its list. */
const KNOWN = [
  ['aggregates/agg-empty-group-count-graph', 'GRAPH ?g around an aggregate counts all graphs together and leaves ?g open'],
  ['aggregates/agg-groupconcat-04', KEPT_TAG],
  ['aggregates/agg-groupconcat-06', KEPT_TAG],
  ['bindings/graph', 'a table inside GRAPH ?g is not joined with the names of graphs: UNDEF stays open'],
  ['functions/bnode01', 'BNODE(text) is one blank node in all rows, not one in each'],
  ['negation/graph-minus', 'GRAPH ?g around MINUS makes ?g a variable that both sides share'],
  ['property-path/zero_or_more_set_end', EMPTY_PATH],
  ['property-path/zero_or_more_set_start', EMPTY_PATH],
  ['property-path/zero_or_one_set_end', EMPTY_PATH],
  ['property-path/zero_or_one_set_start', EMPTY_PATH],
];

/** Those that fail on our server beside them. */
const KNOWN_OURS = [
  ['syntax-query/test_4', 'a function that is not known is an error of the query (400), not a variable that stays open'],
];

/** Those that fail on oxigraph's own server beside them. */
const KNOWN_STOCK = [
  ['csv-tsv-res/csv03', 'the store keeps the value of a literal and not its text: 1.0E6 is 1000000'],
];

const JSON_TABLE = 'application/sparql-results+json';
const TABLES = [JSON_TABLE, 'application/sparql-results+xml', 'text/tab-separated-values'];
const GRAPHS = ['text/turtle', 'application/n-triples'];
/** Queries that may answer something else when they are asked again. */
const FICKLE = /\b(?:rand|now|uuid|struuid|bnode)\b/iu;

/** An answer that says what was wrong with a query. */
class Refused extends Error {
  constructor(status, text) {
    super(`${status}: ${text.slice(0, 500)}`);
    this.status = status;
  }
}

async function ask(endpoint, query, accept) {
  const headers = { accept, 'content-type': 'application/sparql-query' };
  const answer = await fetch(endpoint, { method: 'POST', body: query, headers });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Refused(answer.status, text);
  }
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  if (!accept.split(', ').includes(type)) {
    throw new Error(`asked for ${accept}, got ${type}`);
  }
  return { type, text };
}

const read = ({ type, text }) => Results.parseQueryResult(type, 'http://127.0.0.1/', Readable.from([text]));

/** What rdf-test-suite calls an engine. */
class Engine {
  constructor(server) {
    this.server = server;
    this.served = undefined;
    this.datasets = 0;
    this.requests = 0;
  }

  async serve(data) {
    const text = nquads(data);
    if (text !== this.served) {
      await this.server.dataset(text);
      this.served = text;
      this.datasets += 1;
    }
  }

  async ask(query, baseIRI, accept) {
    this.requests += 1;
    return ask(this.server.endpoint, `BASE <${baseIRI}>\n${query}`, accept);
  }

  /** Throws for what is no query. A query that is understood and not answered is one. */
  async parse(query, { baseIRI }) {
    try {
      await this.ask(query, baseIRI, [...TABLES, ...GRAPHS].join(', '));
    } catch (error) {
      if (!this.server.understood.includes(error.status)) {
        throw error;
      }
    }
  }

  async query(data, query, { baseIRI, checkOrder }) {
    await this.serve(data);
    const first = await this.ask(query, baseIRI, `${JSON_TABLE}, ${GRAPHS[0]}`);
    const result = await read(first);
    result.checkOrder = checkOrder;
    const others = (first.type === JSON_TABLE ? TABLES : GRAPHS).filter(type => type !== first.type);
    for (const type of FICKLE.test(query) ? [] : others) {
      const again = await this.ask(query, baseIRI, type);
      const other = await read(again);
      other.checkOrder = false;
      const before = await read(first);
      if (!before.equals(other)) {
        throw new Error(`${type} says something else:\n${again.text}\nthan ${first.type}:\n${first.text}`);
      }
    }
    return result;
  }

  async queryResultFormat(data, query, mediaType, { baseIRI }) {
    await this.serve(data);
    return Readable.from([(await this.ask(query, baseIRI, mediaType)).text]);
  }
}

/** Runs a manifest; answers what is wrong with what came of it. */
async function manifest(engine, root, { name, tests, least }, known) {
  const config = {
    customEngingeOptions: {},
    timeOutDuration: 60_000,
    urlToFileMapping: `${SUITE}~${root}/`,
  };
  const results = await new TestSuiteRunner().runManifest(`${ROOT}${name}`, engine, config);
  const id = ({ test }) => test.uri.replace(/^.*sparql11\/(.*)\/manifest(?:\.ttl)?#/u, '$1/');
  const failed = results.filter(result => !result.ok);
  const passed = results.length - failed.length;
  const wrong = [];
  for (const result of failed) {
    const why = known.get(id(result));
    console.log(`failed: ${id(result)}: ${why ?? `NOT KNOWN TO FAIL\n${result.error.stack ?? result.error}`}`);
    if (why === undefined) {
      wrong.push(`${id(result)} fails`);
    }
  }
  for (const result of results.filter(result => result.ok && known.has(id(result)))) {
    wrong.push(`${id(result)} passes: take it off the list of known failures`);
  }
  console.log(`${engine.server.name}, ${name}: ${passed} of ${results.length} tests passed`);
  if (results.length !== tests) {
    wrong.push(`${name} has ${results.length} tests instead of ${tests}`);
  }
  if (passed < least) {
    wrong.push(`${passed} tests of ${name} passed, ${least} have to`);
  }
  return wrong;
}

async function main() {
  const { values } = parseArgs({
    options: { aicity: { type: 'string' }, stock: { type: 'string' }, data: { type: 'string' } },
  });
  if ((values.aicity === undefined) === (values.stock === undefined)) {
    throw new Error('usage: node w3c.mjs --aicity PROGRAM | --stock PROGRAM [--data DIR]');
  }
  const root = resolve(values.data ?? fileURLToPath(new URL('../../../shared/data/rdf-tests', import.meta.url)));
  if (!existsSync(`${root}/sparql/sparql11`)) {
    console.log(`SKIPPED: ${root}/sparql/sparql11 is not here`);
    return [];
  }
  const server = await (values.aicity ? aicity(resolve(values.aicity)) : stock(resolve(values.stock)));
  try {
    const engine = new Engine(server);
    const known = new Map([...KNOWN, ...(values.aicity ? KNOWN_OURS : KNOWN_STOCK)]);
    const wrong = [];
    for (const each of MANIFESTS) {
      wrong.push(...await manifest(engine, root, each, known));
    }
    console.log(`${engine.datasets} datasets, ${engine.requests} requests`);
    return wrong;
  } finally {
    await server.stop();
  }
}

const wrong = await main();
wrong.forEach(what => console.error(`error: ${what}`));
process.exitCode = wrong.length > 0 ? 1 : 0;
