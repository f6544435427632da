//! `aicity` ranks cities by their research and says how sure it is.

pub mod base;
pub mod cli;
pub mod edition;
pub mod engine;
pub mod gazetteer;
pub mod graph;
pub mod index;
pub mod indicators;
pub mod model;
pub mod network;
pub mod rdf;
pub mod report;
pub mod robustness;
pub mod server;
pub mod sources;
pub mod sparql;
pub mod store;
pub mod synthetic;
