#!/usr/bin/env bash
# The one step of the GitHub Action. Inputs arrive in the environment, never in the script's text, so that a
# branch name or a path cannot become a command. What the checkout holds is hostile: a file of the name that
# the result gets, or a link, is removed before the run, so that what stands there afterwards is the run's.
set -euo pipefail

# Blanks and line breaks separate words; nothing is expanded.
words() { IFS=$' \t\n' read -r -d '' -a "$1" <<<"$2" || true; }
words paths "${PATHS:-.}"
words more "${ARGS:-}"
binary=${BINARY:-kic2kong}
fail_on=${FAIL_ON:-error}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# What later steps may ask for: `steps.<id>.outputs.<name>`.
result() { if [ -n "${GITHUB_OUTPUT:-}" ]; then printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; fi; }

# Make room for the result: no line break that would add outputs, no name that is an option, nothing from the checkout
# in its place, no link above it that leads out of the checkout.
make_room() {
  case $file in
  *$'\n'* | *$'\r'*) fail 'the input `output-file` has a line break' ;;
  - | */) fail 'the input `output-file` names no file' ;;
  /*) ;;
  *) file=./${file#./} ;;
  esac
  local folder here
  folder=$(cd -P -- "$(dirname -- "$file")" && pwd -P) || fail 'the folder of `output-file` is not there'
  here=$(pwd -P)
  case $file in
  */../*) ;; # As the workflow says.
  ./* | "${here%/}"/* | "$PWD"/*)
    case $folder/ in
    "${here%/}"/.git/* | "${here%/}"/*/.git/*) fail 'a link leads the input `output-file` into .git' ;;
    "${here%/}"/*) ;;
    *) fail 'a link leads the input `output-file` out of the checkout' ;;
    esac
    ;;
  esac
  rm -f -- "$file"
  file=${file#./}
}

# A runner without the program gets it from the sources of this very version of the action, built where nothing of the
# checkout says how: neither its toolchain nor its configuration of cargo.
if ! command -v -- "$binary" >/dev/null && [ "$binary" = kic2kong ]; then
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  root=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/kic2kong
  (cd "$source" && cargo install --quiet --locked --path "$source" --root "$root")
  binary=$root/bin/kic2kong
fi

run() {
  local command=$1
  shift
  "$binary" "$command" --fail-on="$fail_on" "$@" ${more[@]+"${more[@]}"} -- "${paths[@]}"
}

case ${COMMAND:-check} in
check)
  run check --format=github
  ;;
render)
  file=${OUTPUT_FILE:-kong.yaml}
  make_room
  run render --output-file="$file"
  result file "$file"
  ;;
diff)
  : "${AGAINST:?set the input \`against\` to a Git revision}"
  file=${OUTPUT_FILE:-kong-diff.md}
  make_room
  status=0
  run diff --against-git="$AGAINST" --format=markdown --exit-code --output-file="$file" || status=$?
  # A difference is news, not a failure.
  case $status in
  0) changed=false ;;
  2) changed=true ;;
  *) changed= ;;
  esac
  # A run that failed may still have written what it found. Nobody else can have.
  if [ -f "$file" ] && [ ! -L "$file" ]; then
    result file "$file"
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat -- "$file" >>"$GITHUB_STEP_SUMMARY"; fi
  fi
  [ -n "$changed" ] || exit "$status"
  result changed "$changed"
  ;;
*)
  fail "command \`${COMMAND}\` is not check, render or diff"
  ;;
esac
