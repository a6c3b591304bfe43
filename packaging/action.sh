#!/usr/bin/env bash
# The one step of the GitHub Action. Inputs arrive in the environment, never in the script's text, so that a
# branch name or a path cannot become a command.
set -euo pipefail

read -r -a paths <<<"${PATHS:-.}"
read -r -a more <<<"${ARGS:-}"
binary=${BINARY:-kic2kong}
fail_on=${FAIL_ON:-error}
output=${OUTPUT_FILE:-}

case ${COMMAND:-check} in
check)
  "$binary" check --format github --fail-on "$fail_on" ${more[@]+"${more[@]}"} "${paths[@]}"
  ;;
render)
  "$binary" render --fail-on "$fail_on" -o "${output:-kong.yaml}" ${more[@]+"${more[@]}"} "${paths[@]}"
  ;;
diff)
  : "${AGAINST:?set the input 'against' to a Git revision}"
  "$binary" diff --against-git "$AGAINST" --format markdown ${more[@]+"${more[@]}"} "${paths[@]}" >"${output:-kong-diff.md}"
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "${output:-kong-diff.md}" >>"$GITHUB_STEP_SUMMARY"; fi
  ;;
*)
  echo "command '${COMMAND}' is not check, render or diff" >&2
  exit 1
  ;;
esac
