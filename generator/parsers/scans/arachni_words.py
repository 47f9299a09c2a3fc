"""What Arachni's reports say alike in JSON (`arachni_reporter --reporter=json`) and XML. https://github.com/Arachni/arachni."""

from generator.model.scan import ScanResult, ScanTarget
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.web_targets import within_site

SCANNER = "Arachni"
_ISSUE = FieldMap(
    identifier=("check.shortname", "check/shortname", "name"),
    title=("name",),
    description=("description",),
    solution=("remedy_guidance",),
    level=("severity",),
    cwe=("cwe",),
)


def result(issue: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One issue: the page and the input that it is about are the scope."""
    page = within_site(issue.get("vector.action", "vector/action", "vector.url", "vector/url"), target)
    name = issue.get("vector.affected_input_name", "vector/affected_input_name")
    return _ISSUE.result(issue, target, place, scope=" ".join(filter(None, (page, name))))
