# Format, lints, tests, documentation.
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo test
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# The golden cases only.
golden:
    cargo test --test reference

# CPU, memory and throughput.
bench:
    cargo bench

# Rewrite completions, the man page, help texts and docs/problems.md; read the diff before you keep it.
completions:
    UPDATE_EXPECT=1 cargo test --test cli --test catalogue

# How the work grows with the input: fails when a doubling costs more than 2.6 times the instructions.
scaling:
    cargo bench --profile quick --bench scaling -- --check
