//! Records of ROR.
