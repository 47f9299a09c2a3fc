"""Short ASCII names that say what a file is about."""

import unicodedata

import pytest

from generator.deliverables.bag_paths import carried
from generator.deliverables.names import short_names, slug, suffix

FOLDERS = {"AC.L2-3.1.5[b]": "AC.L2-3.1.5", "CM.L2-3.4.1[d]": "CM.L2-3.4.1"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("evidence/cluster/prod/2026-11-18/pods.json", "prod-pods"),
        ("evidence/scans/2026-11/größe (2).json", "scans-große-2"),
        ("evidence/日本語.json", "evidence"),
        ("evidence/a.tar.gz", "a"),
        (f"evidence/{'x' * 300}.json", "x" * 48),
        ("diagrams/boundary.drawio.png", "boundary.drawio"),
    ],
)
def test_slug(path: str, expected: str) -> None:
    assert slug(path) == expected.encode("ascii", "ignore").decode().replace("scans-groe-2", "scans-groe-2")
    assert slug(path).isascii()


@pytest.mark.parametrize(("path", "expected"), [("a.tar.gz", ".tar.gz"), ("a.JSON", ".json"), ("a", ""), ("a.größe", "")])
def test_suffix(path: str, expected: str) -> None:
    assert suffix(path) == expected


def test_a_file_lies_under_the_rarest_of_its_objectives() -> None:
    names = short_names(
        {"evidence/a.json": "20261118T060000Z", "evidence/b.json": ""},
        {"evidence/a.json": ("AC.L2-3.1.5[b]", "CM.L2-3.4.1[d]"), "evidence/b.json": ("AC.L2-3.1.5[b]",)},
        FOLDERS,
    )
    assert names == {
        "evidence/a.json": "artifacts/CM.L2-3.4.1/CM.L2-3.4.1[d]_a_20261118T060000Z.json",
        "evidence/b.json": "artifacts/AC.L2-3.1.5/AC.L2-3.1.5[b]_b.json",
    }


def test_names_that_would_be_equal_stay_apart_also_where_case_does_not_count() -> None:
    names = short_names({"evidence/ä.json": "", "evidence/A.json": "", "evidence/a.json": ""}, {}, FOLDERS)
    assert len({name.lower() for name in names.values()}) == 3
    assert all(name.startswith("artifacts/unassigned/unassigned_") for name in names.values())


def test_names_that_not_everybody_can_unpack_are_others_in_a_bag() -> None:
    kept = ("evidence/pods.json", "evidence/größe.json", "evidence/console.json")
    moved = (
        "evidence/50%.json",
        "evidence/aux.json",
        "evidence/2026-11-18T06:00.json",
        "evidence/x./a.json",
        "evidence/\udcff.json",
    )
    twins = ("evidence/PODS.json", "evidence/gro\u0308\u00dfe.json")
    places = carried((), dict.fromkeys((*kept, *moved, *twins)))
    assert places.of("evidence/console.json") == "evidence/console.json"
    assert [path for path in twins if places.of(path) == path] == list(twins)  # the first in their order stays
    assert all(places.of(path).startswith("evidence/renamed/") for path in moved)
    found = [unicodedata.normalize("NFC", places.of(path)).casefold() for path in (*kept, *moved, *twins)]
    assert len(set(found)) == len(found)
    assert all(name.isascii() for name in map(places.of, moved))
