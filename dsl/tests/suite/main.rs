//! One binary for every test of the crate's public surface.

mod accepting;
mod analysis;
mod binding;
mod blocks;
mod corpus;
mod definitions;
mod effects;
mod explanations;
mod fixture;
mod formatting;
mod guards;
mod holds;
mod levels;
mod library;
mod library_guards;
mod pages;
mod past;
mod portfolio;
mod reference;
mod robustness;
mod schedules;
mod scripts;
mod specs;
mod strategies;
mod tests_of_rules;
