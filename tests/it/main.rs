//! The program as a whole, run from outside.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod oracle;
