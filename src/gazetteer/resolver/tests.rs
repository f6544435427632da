//! Rules of the resolver.
