"""What Powerpipe's and Steampipe's results of benchmarks say alike in JSON and CSV.

https://powerpipe.io/docs/reference/cli/benchmark: a result is `alarm`, `ok`, `info`, `skip` or `error`; its resource is
named as the provider names it.
"""

from generator.model.scan import Disposition, ResultKind
from generator.parsers.scans.field_map import FieldMap

SCANNER = "Powerpipe"
DISPOSITIONS = {
    "ok": Disposition.PASSED,
    "info": Disposition.MANUAL,
    "skip": Disposition.NOT_APPLICABLE,
    "error": Disposition.ERROR,
}
ROW = FieldMap(
    identifier=("control_id",),
    kind=ResultKind.MISCONFIGURATION,
    title=("control_title", "title"),
    description=("reason",),
    level=("severity",),
    status=("status",),
    dispositions=DISPOSITIONS,
)
