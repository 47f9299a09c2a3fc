"""What rules of other tools found: the newest result of each target, what passes and what does not, and where it stands."""

from msgspec import structs
from replacing import replace

from generator.facts.rule_results import report_tools, rule_results
from generator.model.scan import Disposition, ResultKind, ScanSnapshot
from tests.facts.scans_made import day, scan

TOOLS = frozenset({"Trivy"})


def ruled(number: int, dispositions: dict[str, Disposition]) -> ScanSnapshot:
    """A report of the day that lists what every rule found."""
    made = scan(f"evidence/scans/{number}.json", "account-1", list(dispositions), day(number))
    rows = tuple(
        structs.replace(row, kind=ResultKind.MISCONFIGURATION, disposition=dispositions[row.identifier]) for row in made.results
    )
    return replace(made, results=rows)


def test_the_newest_report_of_a_target_counts_with_its_place() -> None:
    old = ruled(3, {"R-1": Disposition.OPEN, "R-2": Disposition.OPEN})
    new = ruled(9, {"R-1": Disposition.PASSED, "R-3": Disposition.NOT_APPLICABLE})
    (result,) = rule_results([new, old], day(20).date(), TOOLS)
    assert (result.rule, result.target, result.taken) == ("R-1", "account-1", new.taken)
    assert result.source == new.results[0].source


def test_what_is_from_after_the_day_and_of_other_tools_does_not_count() -> None:
    scans = [ruled(9, {"R-1": Disposition.OPEN}), ruled(19, {"R-1": Disposition.PASSED})]
    assert [result.passed for result in rule_results(scans, day(10).date(), TOOLS)] == [False]
    assert rule_results(scans, day(10).date(), frozenset({"Grype"})) == ()
    assert report_tools(scans) == (("evidence/scans/19.json", "Trivy"), ("evidence/scans/9.json", "Trivy"))


def test_undecided_results_say_why_and_a_report_without_a_day_passes_nothing() -> None:
    made = ruled(9, {f"R-{each}": each for each in (Disposition.MANUAL, Disposition.ERROR, Disposition.PASSED)})
    assert {result.rule: (result.passed, result.why) for result in rule_results([made], day(10).date(), TOOLS)} == {
        "R-manual": (None, "the tool leaves it to a person"),
        "R-error": (None, "the tool could not look"),
        "R-passed": (True, ""),
    }
    undated = replace(made, taken=None, evidence=replace(made.evidence, collected=None))
    assert {result.why for result in rule_results([undated], day(10).date(), TOOLS)} >= {"nothing dates the report"}


def test_a_target_that_the_report_does_not_name_is_the_report_itself() -> None:
    made = ruled(9, {"R-1": Disposition.OPEN})
    (target,) = made.targets
    unnamed = replace(made, targets=(replace(target, named=False),))
    names = [[result.target for result in rule_results([each], day(10).date(), TOOLS)] for each in (made, unnamed)]
    assert names == [["account-1"], ["evidence/scans/9.json"]]
