// A network file in Cytoscape JSON, loaded by Cytoscape.js.
//
//   node cytoscape.mjs FILE
//
// Prints {"data", "nodes", "edges", "warnings"} as JSON: the data of each element as Cytoscape.js holds it, of nodes with
// their `position`, of edges with the keys of the nodes that they join. Whatever Cytoscape.js does not take is an error or a warning.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import cytoscape from 'cytoscape';

const warnings = [];
console.warn = (...words) => warnings.push(words.join(' '));
const { data, elements } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const cy = cytoscape({ headless: true, styleEnabled: false, data, elements, layout: { name: 'preset' } });
assert.equal(cy.nodes().length, elements.nodes.length);
assert.equal(cy.edges().length, elements.edges.length);
const placed = new Set(elements.nodes.filter(node => node.position).map(node => node.data.id));
const nodes = cy.nodes().map(node => ({ ...node.data(), position: placed.has(node.id()) ? node.position() : null }));
const edges = cy.edges().map(edge => ({ ...edge.data(), joins: [edge.source().id(), edge.target().id()] }));
process.stdout.write(JSON.stringify({ data: cy.data(), nodes, edges, warnings }));
