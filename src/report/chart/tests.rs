//! Every sort of chart, drawn from ordinary and from hostile data.
