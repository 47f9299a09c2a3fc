"""The page and its tables: hostile text, long tables, many names, and no order of systems."""

import csv
import io
from datetime import date

from generator.cli.exit_codes import CLEAN, INCOMPLETE
from generator.cli.fleet import exit_code
from generator.fleet.building import BuildFailure, SystemBuild
from generator.fleet.page import files_of, view
from generator.limits import PAGE_ROWS
from tests.fleet.systems_made import built, made_fleet, system, use

DAY = date(2026, 11, 20)


def page_of(builds: list[SystemBuild], name: str = "Depots") -> str:
    return files_of(view(name, DAY, builds))["index.html"][0].decode()


def table(builds: list[SystemBuild], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files_of(view("Depots", DAY, builds))[name][0].decode("utf-8-sig"))))


def test_the_order_of_systems_changes_no_byte() -> None:
    builds = made_fleet()
    assert files_of(view("Depots", DAY, builds)) == files_of(view("Depots", DAY, list(reversed(builds))))


def test_many_systems_of_an_image_are_folded_on_the_page_and_whole_in_the_file() -> None:
    builds = made_fleet()
    assert "<summary>10 systems</summary>" in page_of(builds)
    (proxy,) = [row for row in table(builds, "images.csv") if row["Image"].endswith("proxy:2")]
    assert proxy["In"].startswith("10 systems: depot-0, depot-1")
    assert proxy["In"].endswith("shop")


def test_text_from_evidence_is_no_markup_and_no_formula() -> None:
    hostile = "=cmd|' /C calc'!A0<script>alert(1)</script>"
    builds = [
        built(system("shop", use(hostile, base=hostile))),
        built(BuildFailure(what=hostile, where=hostile, next_step="", exit_code=2)),
    ]
    page = page_of(builds, name=hostile)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    for name in ("images.csv", "bases.csv"):
        (row,) = table(builds, name)
        assert next(iter(row.values())).startswith("'=cmd")


def test_a_long_table_says_how_many_rows_the_file_has_more() -> None:
    builds = [built(system("shop", *(use(f"a.example/{number}:1") for number in range(PAGE_ROWS + 3))))]
    page = page_of(builds)
    assert "and 3 more in images.csv" in page
    assert len(table(builds, "images.csv")) == PAGE_ROWS + 3
    assert f"the base of {PAGE_ROWS + 3} is not known, and they are in no row" in page


def test_columns_that_say_nothing_are_not_on_the_page_but_in_the_file() -> None:
    builds = [built(system("shop", use("a.example/web:1", "a")))]
    assert "Why not" not in page_of(builds)
    assert table(builds, "systems.csv")[0]["Why not"] == ""
    assert "No evidence names a base image." in page_of(builds)


def test_the_exit_code_is_the_highest_of_what_was_not_built() -> None:
    failed = [built(BuildFailure(what="", where="", next_step="", exit_code=code), f"f-{code}") for code in (2, 4)]
    clean = built(system("shop"))
    assert exit_code([clean, *failed], strict=True) == 4
    assert exit_code([clean], strict=True) == CLEAN
    gaps = system("gaps")
    fields = {name: getattr(gaps, name) for name in gaps.__slots__}
    with_gap, with_both = type(gaps)(**fields | {"gaps": 1}), type(gaps)(**fields | {"gaps": 1, "discrepancies": 2})
    assert exit_code([clean, built(with_gap)], strict=True) == INCOMPLETE
    assert exit_code([clean, built(with_gap)], strict=False) == CLEAN
    assert exit_code([clean, built(with_both)], strict=False) == 1
