"""Every decision has its fields, numbers are unique, and the index lists all of them."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs/decisions"
FILES = sorted(FOLDER.glob("[0-9]*.md"))
TEXTS = {path.name: path.read_text("utf-8") for path in FILES}
INDEX = re.findall(
    r"^\| \[(\d{4})\]\(([\w.-]+)\) \| (.+?) \| (\d{4}-\d\d-\d\d) \| (accepted|superseded by \d{4}) \| .+ \|$",
    (FOLDER / "README.md").read_text("utf-8"),
    re.MULTILINE,
)
_FORM = re.compile(
    r"# (?P<number>\d{4}) · (?P<title>\S.*)\n\n- Date: (?P<date>\d{4}-\d\d-\d\d)\n"
    r"- Status: (?P<status>accepted|superseded by \[\d{4}\]\([\w.-]+\))\n(?:- Supersedes: \[(?P<before>\d{4})\]\([\w.-]+\)\n)?"
    r"\n## Context and decision\n\n(?P<decision>\S.*)\n\n## Given up\n\n(?P<given_up>\S.*)\n",
    re.DOTALL,
)


def fields(name: str) -> dict[str, str]:
    """The fields of a decision by name; a status as the index words it."""
    found = _FORM.fullmatch(TEXTS[name])
    assert found, f"{name}: number and title, date, status and both headings, in this order"
    return {**found.groupdict(default=""), "status": re.sub(r"[\[\]]|\(.*\)", "", found["status"])}


def test_every_decision_has_its_fields() -> None:
    for name in TEXTS:
        assert name.startswith(f"{fields(name)['number']}-"), name
        assert re.fullmatch(r"\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md", name), name


def test_numbers_are_unique_without_a_hole_and_in_the_order_of_dates() -> None:
    assert [int(name[:4]) for name in TEXTS] == list(range(1, len(TEXTS) + 1))
    dates = [fields(name)["date"] for name in TEXTS]
    assert dates == sorted(dates)


def test_the_index_lists_every_decision() -> None:
    written = [
        (found["number"], name, found["title"], found["date"], found["status"]) for name in TEXTS for found in [fields(name)]
    ]
    assert written == INDEX


def test_a_superseded_decision_and_its_successor_name_each_other() -> None:
    by_number = {found["number"]: found for found in map(fields, TEXTS)}
    superseded = {number: found["status"][-4:] for number, found in by_number.items() if found["status"] != "accepted"}
    assert superseded == {found["before"]: number for number, found in by_number.items() if found["before"]}


def test_links_of_decisions_lead_to_files() -> None:
    texts = {**TEXTS, "README.md": (FOLDER / "README.md").read_text("utf-8")}
    targets = {(name, target) for name, text in texts.items() for target in re.findall(r"\]\(([^)#:…]+)\)", text)}
    assert {(name, target) for name, target in targets if not (FOLDER / target).exists()} == set()
