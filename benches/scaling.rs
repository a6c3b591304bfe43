//! How the work grows with the input: for every shape of [`shapes`], CPU time, peak memory and bytes of output at `n`, `2n` and `4n`.
//!
//! - `cargo bench --profile quick --bench scaling` prints the table; words behind `--` choose shapes whose names contain one of them.
//! - With `--check` it counts instructions under valgrind, too, and fails when a doubling costs more than [`MOST`] times as much. Since
//!   valgrind takes its time, `n` is half as large then.
//!
//! A doubling costs `(c(4n) - c(2n)) / (c(2n) - c(n))`: what does not grow cancels out. 2 is linear, 4 is quadratic. Each measure is a child
//! process, this program again with `one` before the words of a command line.

#![allow(clippy::unwrap_used, reason = "a benchmark that fails says so")]
#![allow(
    unreachable_pub,
    reason = "its modules are shared by name, not exported"
)]
#![allow(clippy::print_stdout, reason = "the figures are its result")]
#![allow(clippy::cast_precision_loss, reason = "figures for people")]

#[path = "scaling/measure.rs"]
mod measure;
#[path = "shapes/mod.rs"]
mod shapes;

use measure::{Costs, measure};
use rayon::prelude::*;
use shapes::Shape;
use std::process::ExitCode;

/// What a doubling may cost.
const MOST: f64 = 2.6;
/// Growth below this is not judged: instructions, bytes of memory, bytes of output.
const NOISE: Costs = Costs {
    seconds: f64::INFINITY,
    instructions: 2e6,
    memory: 32e6,
    output: 1e4,
};

/// A shape under one of its commands.
struct Row {
    shape: &'static Shape,
    command: &'static str,
    /// The smallest of the three sizes.
    size: usize,
    costs: [Costs; 3],
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "one") {
        return measure::one(&words[1..]);
    }
    let is_check = words.iter().any(|word| word == "--check");
    let chosen: Vec<&String> = words
        .iter()
        .filter(|word| !word.starts_with("--"))
        .collect();
    if is_check && !measure::can_count() {
        println!("valgrind is missing, so no instructions are counted: nothing was checked");
        return ExitCode::SUCCESS;
    }
    let jobs: Vec<(&Shape, &str)> = shapes::all()
        .filter(|shape| chosen.is_empty() || chosen.iter().any(|word| shape.name.contains(*word)))
        .flat_map(|shape| shape.commands.iter().map(move |command| (shape, *command)))
        .collect();
    assert!(!jobs.is_empty(), "no shape has such a name");
    println!("{}", Row::HEAD);
    let failures: usize = jobs
        .par_iter()
        .with_max_len(1)
        .map(|(shape, command)| {
            let size = if is_check { shape.size / 2 } else { shape.size };
            let row = Row {
                shape,
                command,
                size,
                costs: [1, 2, 4].map(|factor| measure(shape, command, size * factor, is_check)),
            };
            let excesses = row.excesses();
            println!("{}{}", row.line(), excesses.join(""));
            usize::from(is_check && !excesses.is_empty())
        })
        .sum();
    if failures == 0 {
        return ExitCode::SUCCESS;
    }
    println!("{failures} shapes cost more than {MOST} times as much when they double");
    ExitCode::FAILURE
}

impl Row {
    const HEAD: &str = "     n | CPU s at n, 2n, 4n | peak MB at n, 2n, 4n | output MB at 4n | million instructions | doubling | what";

    /// The figures of a row.
    fn line(&self) -> String {
        let [one, two, four] = &self.costs;
        let doubling = match self.ratio(|costs| costs.instructions, NOISE.instructions) {
            Some(ratio) => format!("{ratio:.2}"),
            None => "-".to_owned(),
        };
        format!(
            "{:>6} | {:>5.2} {:>5.2} {:>6.2} | {:>6.1} {:>6.1} {:>6.1} | {:>15.2} | {:>6.0} {:>6.0} {:>6.0} | {doubling:>8} | {}: {}",
            self.size,
            one.seconds,
            two.seconds,
            four.seconds,
            one.memory / 1e6,
            two.memory / 1e6,
            four.memory / 1e6,
            four.output / 1e6,
            one.instructions / 1e6,
            two.instructions / 1e6,
            four.instructions / 1e6,
            self.shape.name,
            self.command.split(' ').next().unwrap_or_default(),
        )
    }

    /// What grows too much.
    fn excesses(&self) -> Vec<String> {
        let kinds: [(&str, fn(&Costs) -> f64, f64); 3] = [
            (
                "instructions",
                |costs| costs.instructions,
                NOISE.instructions,
            ),
            ("memory", |costs| costs.memory, NOISE.memory),
            ("output", |costs| costs.output, NOISE.output),
        ];
        kinds
            .into_iter()
            .filter_map(|(kind, cost, noise)| {
                let ratio = self.ratio(cost, noise).filter(|ratio| *ratio > MOST)?;
                Some(format!("  <- {kind} {ratio:.2}"))
            })
            .collect()
    }

    /// How much more the second doubling costs than the first; `None` when both drown in `noise`.
    fn ratio(&self, cost: fn(&Costs) -> f64, noise: f64) -> Option<f64> {
        let [one, two, four] = self.costs.each_ref().map(cost);
        let (first, second) = (two - one, four - two);
        (second > noise).then(|| second / first.max(noise / 4.0))
    }
}
