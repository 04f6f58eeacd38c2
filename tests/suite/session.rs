//! The command line as it is used: each session asserts standard output, standard error and the
//! exit status together.

mod aborting;
mod broken;
mod campaigns;
mod commands;
mod coverage;
mod errors;
mod expectations;
mod explaining;
mod faults;
mod handlebars;
mod help;
mod languages;
mod nasty;
mod output;
mod overlap;
mod personas;
mod raw;
mod sending;
mod suggesting;
mod unused;
