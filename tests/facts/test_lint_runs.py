"""What linters of Dockerfiles reported: every report, with the files that it names."""

from replacing import replace

from generator.facts.operation import lint_runs
from generator.model.scan import LintedFile, Scanner, ScanSnapshot
from tests.facts.scans_made import day, scan


def lint(path: str, *files: str, number: int = 18, tool: str = "Hadolint") -> ScanSnapshot:
    made = scan(path, "Dockerfile", [], day(number))
    named = tuple(
        LintedFile(name=name, broken=("DL3006",), lesser=0, unread=False, source=made.evidence.source) for name in files
    )
    return replace(made, scanner=Scanner(name=tool), linted=named)


def test_every_report_of_a_linter_with_the_files_that_it_names() -> None:
    found = lint_runs(
        [lint("c.json", "x", number=17), lint("a.json", "y", "z"), lint("t.json", "x", tool="Trivy"), lint("b.json", number=19)]
    )
    assert [(run.tool, run.source.path, run.taken, [file.name for file in run.files]) for run in found] == [
        ("Hadolint", "a.json", day(18), ["y", "z"]),
        ("Hadolint", "b.json", day(19), []),
        ("Hadolint", "c.json", day(17), ["x"]),
    ]
