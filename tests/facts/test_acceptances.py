"""`decisions/acceptances.yaml`."""

from datetime import date

import pytest

from generator.errors import ConfigError
from generator.facts.acceptances import read_acceptances
from generator.model.acceptance import AcceptedThing, AcceptingRole, BoundarySide

AS_OF = date(2026, 11, 20)
ENTRY = """
- accepts: {accepts}
  of: [{of}]
  by: Larkspur
  role: assessor
  accepted: {day}
"""


def entry(accepts: str = "service", of: str = "GitHub *", day: str = "2026-05-01", more: str = "") -> str:
    return ENTRY.format(accepts=accepts, of=of, day=day) + (f"  {more}\n" if more else "")


def test_an_entry_names_who_accepts_what() -> None:
    (one,), gaps = read_acceptances(entry(), as_of=AS_OF)
    assert (one.accepts, one.by, one.role, one.day) == (
        AcceptedThing.SERVICE,
        "Larkspur",
        AcceptingRole.ASSESSOR,
        date(2026, 5, 1),
    )
    assert one.who.endswith("in decisions/acceptances.yaml, line 2")
    assert one.concerns("github actions")
    assert not one.concerns("GitLab")
    assert gaps == ()
    assert read_acceptances("", as_of=AS_OF) == ((), ())


def test_what_is_accepted_later_does_not_count() -> None:
    accepted, (gap,) = read_acceptances(entry(day="2026-12-01"), as_of=AS_OF)
    assert accepted == ()
    assert "Larkspur accepted `service` on 2026-12-01" in gap.reason


def test_keys_of_one_kind_of_entry() -> None:
    (one,), _ = read_acceptances(entry("build-environment", more="boundary: outside"), as_of=AS_OF)
    assert one.boundary is BoundarySide.OUTSIDE
    (one,), _ = read_acceptances(entry("refused-pulls", more="since: 2026-01-02"), as_of=AS_OF)
    assert one.since == date(2026, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        entry("build-environment"),
        entry("service", more="boundary: inside"),
        entry("service", more="since: 2026-01-02"),
        entry("everything"),
        entry(of=""),
        entry(of="' '"),
        entry().replace("Larkspur", "' '"),
        entry(more="because: x"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_acceptances(text, as_of=AS_OF)
    assert "decisions/acceptances.yaml" in error.value.where
