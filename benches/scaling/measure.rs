//! What one command line costs on an input of one size.

use super::shapes::Shape;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use tempfile::TempDir;

/// The costs of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Costs {
    /// User and system time.
    pub seconds: f64,
    /// Instructions; 0 when they were not counted.
    pub instructions: f64,
    /// Bytes of memory at the peak.
    pub memory: f64,
    /// Bytes on standard output and standard error.
    pub output: f64,
}

/// Where a child leaves its figures.
const FIGURES: &str = "figures.txt";

/// Run a command line in this process, and leave time and memory in a file behind it.
pub fn one(words: &[String]) -> ExitCode {
    let words: Vec<OsString> = std::iter::once("kic2kong".into())
        .chain(words.iter().map(OsString::from))
        .collect();
    let _ = kic2kong::inner::cli::run(&words);
    fs::write(FIGURES, format!("{} {}", cpu_seconds(), peak_bytes())).unwrap();
    ExitCode::SUCCESS
}

/// Whether valgrind is there.
pub fn can_count() -> bool {
    let version = Command::new("valgrind").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

/// Measure a shape at a size; instructions on demand.
pub fn measure(shape: &Shape, command: &str, size: usize, with_instructions: bool) -> Costs {
    let directory = TempDir::new().unwrap();
    for (name, text) in (shape.files)(size) {
        fs::write(directory.path().join(name), text).unwrap();
    }
    let this = std::env::current_exe().unwrap();
    let mut costs = run(Command::new(&this), command, directory.path());
    if with_instructions {
        let mut valgrind = Command::new("valgrind");
        valgrind.args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
            "--log-file=valgrind.txt",
        ]);
        valgrind.arg(&this);
        run(valgrind, command, directory.path());
        costs.instructions = instructions(&directory.path().join("valgrind.txt"));
    }
    costs
}

/// Run a child; its time, memory and output.
fn run(mut child: Command, command: &str, directory: &Path) -> Costs {
    let result = child
        .arg("one")
        .args(command.split(' '))
        .current_dir(directory)
        .env("RAYON_NUM_THREADS", "1")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let figures = fs::read_to_string(directory.join(FIGURES)).unwrap_or_default();
    let mut figures = figures.split(' ').map(|figure| figure.parse().unwrap());
    let (Some(seconds), Some(memory)) = (figures.next(), figures.next()) else {
        let message = String::from_utf8_lossy(&result.stderr);
        panic!("{command} ended early, {}: {message}", result.status);
    };
    Costs {
        seconds,
        memory,
        output: (result.stdout.len() + result.stderr.len()) as f64,
        ..Costs::default()
    }
}

/// The number behind `I refs:` in the log of cachegrind.
fn instructions(log: &Path) -> f64 {
    let log = fs::read_to_string(log).unwrap();
    let line = log
        .lines()
        .find_map(|line| line.split_once("refs:"))
        .map(|(_, number)| number.trim().replace(',', ""));
    line.and_then(|number| number.parse().ok())
        .unwrap_or_else(|| panic!("valgrind counted nothing: {log}"))
}

/// User and system time of this process, from `/proc`; 0 where there is none.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

/// The most memory this process ever held, from `/proc`; 0 where there is none.
fn peak_bytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|figure| figure.trim().strip_suffix(" kB"))
        .and_then(|figure| figure.parse::<f64>().ok());
    peak.unwrap_or_default() * 1024.0
}
