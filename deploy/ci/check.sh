#!/usr/bin/env bash
# The check of a pull request, as action.yml and the GitLab component run it. Reads ATOPACK_WORKSPACE, ATOPACK_AS_OF, ATOPACK_FAIL_ON
# and ATOPACK_STRICT; writes atopack.sarif and atopack.md to RUNNER_TEMP; ends as `atopack check` does.
set -euo pipefail

bin=${ATOPACK_BIN:-${RUNNER_TEMP:?}/atopack/bin/atopack}
out=${RUNNER_TEMP:?}
arguments=(--fail-on "${ATOPACK_FAIL_ON:-high}" --sarif "$out/atopack.sarif" --markdown "$out/atopack.md")
[ -z "${ATOPACK_AS_OF:-}" ] || arguments+=(--as-of "$ATOPACK_AS_OF")
[ "${ATOPACK_STRICT:-false}" != true ] || arguments+=(--strict)

code=0
"$bin" check "${arguments[@]}" -- "${ATOPACK_WORKSPACE:-.}" || code=$?
if [ -f "$out/atopack.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$out/atopack.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [ -f "$out/atopack.sarif" ] && [ -n "${GITHUB_OUTPUT:-}" ]; then
  echo "sarif=$out/atopack.sarif" >>"$GITHUB_OUTPUT"
fi
exit "$code"
