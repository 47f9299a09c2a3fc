#!/usr/bin/env bash
# The package of a workspace, as action.yml and the GitLab component build it. Ends with 0 where a package was written: what it lacks
# stands in it, and the check before has decided about the pull request.
set -euo pipefail

bin=${ATOPACK_BIN:-${RUNNER_TEMP:?}/atopack/bin/atopack}
out=${RUNNER_TEMP:?}/authorization-package
arguments=(--output "$out")
[ -z "${ATOPACK_AS_OF:-}" ] || arguments+=(--as-of "$ATOPACK_AS_OF")

code=0
"$bin" build "${arguments[@]}" -- "${ATOPACK_WORKSPACE:-.}" || code=$?
if ! compgen -G "$out/*/manifest.json" >/dev/null; then
  exit "$((code > 0 ? code : 1))"
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  echo "package=$out" >>"$GITHUB_OUTPUT"
fi
