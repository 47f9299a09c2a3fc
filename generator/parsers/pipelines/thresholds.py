"""Which results of a scan count, where not all of them do: the options that leave results out, in words.

https://trivy.dev/latest/docs/references/configuration/cli/trivy_image/, https://github.com/anchore/grype#gating-on-severity-of-vulnerabilities,
https://docs.snyk.io/snyk-cli/commands/container-test, https://docs.docker.com/reference/cli/docker/scout/cves/
"""

from collections.abc import Iterator

from generator.limits import QUOTED
from generator.parsers.pipelines.invocations import ProgramCall, is_false
from generator.text import one_line, shortened

_VALUED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("severity", "$TRIVY_SEVERITY"), "severity {}"),
    (("only-severity", "only-severities"), "severity {}"),
    (("fail-on", "fail-on-severity", "$GRYPE_FAIL_ON_SEVERITY"), "from severity {}"),
    (("severity-threshold", "severity-cutoff", "failure-threshold", "min-severity"), "from severity {}"),
    (("vuln-type", "pkg-types"), "packages of type {} alone"),
    (("ignorefile", "$TRIVY_IGNOREFILE", "ignore-policy", "trivyignores", "vex", "vex-location"), "less what {} sets aside"),
    (("min-high-cves-to-fail",), "from {} high results"),
)
_SWITCHES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ignore-unfixed", "$TRIVY_IGNORE_UNFIXED", "only-fixed", "$GRYPE_ONLY_FIXED"), "results without a fix are left out"),
    (("exclude-base-image-vulns",), "results of the base image are left out"),
)
_SHORT = {"trivy": ("s", "severity {}"), "grype": ("f", "from severity {}")}


def threshold_of(call: ProgramCall) -> str:
    """`severity HIGH,CRITICAL; results without a fix are left out`; empty where every result counts."""
    return "; ".join(dict.fromkeys(_parts(call)))


def _parts(call: ProgramCall) -> Iterator[str]:
    short, words = _SHORT.get(call.program, ("", ""))
    for names, text in (*_VALUED, *((((short,), words),) if short else ())):
        for name in names:
            values = [value for value in call.values(name) if value]
            if values:
                yield text.format(shortened(one_line(values[-1]), QUOTED))
                break
    for names, text in _SWITCHES:
        if any(not value or not is_false(value) for name in names for value in call.values(name)):
            yield text
