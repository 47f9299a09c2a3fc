"""What we say about documents that others published, and why we are right; and that an outside judge says no more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from prerequisites import need, needs, shared
from test_validate_valid import FILES, PLAN, POAM, encoded, plan, poam

from generator.oscal.validate import DocumentFault, Level, OscalFile, validate_documents

SHARED = shared("")
EXAMPLES = SHARED / "reference" / "oscal" / "examples"
pytestmark = needs(EXAMPLES)

# The links of these examples lead into the folders of NIST's repository, which are not here.
_ELSEWHERE = "attachment-path"
EXPECTED = {
    "basic-catalog.json": {},
    # One statement was copied with its uuid, and the role `customer` is used but not defined.
    "example-component-definition.json": {"uuid-unique": 1, "role-defined": 2},
    # The task names an activity that is not in the plan.
    "ifa_assessment-plan-example.json": {"reference-resolves": 1},
    "ifa_assessment-results-example.json": {},
    # The item's risk is the uuid of a mitigating factor.
    "ifa_plan-of-action-and-milestones.json": {"reference-kind": 1},
    "ifa_ssp-example.json": {},
    "ssp-example.json": {},
}


def faults_of(path: Path) -> tuple[DocumentFault, ...]:
    return validate_documents([OscalFile(name=path.name, data=path.read_bytes(), folder=path.parent)])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_errors_in_nists_examples(name) -> None:
    errors = [fault.rule for fault in faults_of(EXAMPLES / name) if fault.severity is Level.ERROR and fault.rule != _ELSEWHERE]
    assert {rule: errors.count(rule) for rule in errors} == EXPECTED[name]


def test_every_example_is_expected() -> None:
    assert {path.name for path in EXAMPLES.glob("*.json")} == set(EXPECTED)


def test_nists_catalog_has_one_loose_link_and_no_error() -> None:
    path = EXAMPLES.parent / "nist-800-53-rev5" / "NIST_SP-800-53_rev5_catalog.json"
    assert [(fault.rule, fault.severity) for fault in faults_of(path)] == [("link-resolves", Level.WARNING)]


def test_the_outside_judge_finds_our_documents_right(tmp_path) -> None:
    judge = need(shared("checks/oscal_judge.py"))
    for name, data in (*FILES.items(), (PLAN, encoded(plan())), (POAM, encoded(poam()))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    paths = [str(tmp_path / name) for name in (PLAN, POAM)]
    done = subprocess.run([sys.executable, str(judge), *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_outside_judge_finds_nothing_that_we_miss(tmp_path) -> None:
    judge = need(shared("checks/oscal_judge.py"))
    for path in sorted(EXAMPLES.glob("*.json")):
        done = subprocess.run([sys.executable, str(judge), str(path)], capture_output=True, text=True, check=False)
        said = [
            line.split(": ", 1)[0].removeprefix(str(path)) for line in done.stdout.splitlines() if line.startswith(str(path))
        ]
        ours = {place for fault in faults_of(path) for place in (fault.place, *fault.also)}
        for place in filter(None, said):
            # The judge names the list of links, we name the link.
            assert any(one.startswith(place) for one in ours), (path.name, place)
    assert json.loads((EXAMPLES / "ssp-example.json").read_bytes())
