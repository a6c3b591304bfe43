#!/usr/bin/env bash
# The one step of the GitHub Action. Inputs arrive in the environment, never in the script's text, so that a
# branch name or a path cannot become a command.
set -euo pipefail

# Blanks and line breaks separate words; nothing is expanded.
words() { IFS=$' \t\n' read -r -d '' -a "$1" <<<"$2" || true; }
words paths "${PATHS:-.}"
words more "${ARGS:-}"
binary=${BINARY:-kic2kong}
fail_on=${FAIL_ON:-error}

# What later steps may ask for: `steps.<id>.outputs.<name>`.
result() { if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "$1=$2" >>"$GITHUB_OUTPUT"; fi; }

# A runner without the program gets it from the sources of this very version of the action.
if ! command -v "$binary" >/dev/null && [ "$binary" = kic2kong ]; then
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
  root=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/kic2kong
  cargo install --quiet --locked --path "$source" --root "$root"
  binary=$root/bin/kic2kong
fi

run() {
  local command=$1
  shift
  "$binary" "$command" --fail-on "$fail_on" "$@" ${more[@]+"${more[@]}"} -- "${paths[@]}"
}

case ${COMMAND:-check} in
check)
  run check --format github
  ;;
render)
  file=${OUTPUT_FILE:-kong.yaml}
  run render -o "$file"
  result file "$file"
  ;;
diff)
  : "${AGAINST:?set the input \`against\` to a Git revision}"
  file=${OUTPUT_FILE:-kong-diff.md}
  status=0
  run diff --against-git "$AGAINST" --format markdown --exit-code -o "$file" || status=$?
  if [ -f "$file" ]; then
    result file "$file"
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$file" >>"$GITHUB_STEP_SUMMARY"; fi
  fi
  case $status in
  0) result changed false ;;
  2) result changed true ;; # A difference is news, not a failure.
  *) exit "$status" ;;
  esac
  ;;
*)
  echo "command \`${COMMAND}\` is not check, render or diff" >&2
  exit 1
  ;;
esac
