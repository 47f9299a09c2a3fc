"""A list that was refused or broke off is a gap: an inventory of half the pods must not look like one of all."""

from datetime import date

from replacing import replace

from generator.model.evidence import GapKind
from generator.model.inventory import ClusterSnapshot, ListPage
from generator.pipeline.as_of import cut_short
from tests.facts.assets_made import cluster, pod
from tests.facts.scans_made import day, evidence

AS_OF = date(2026, 11, 20)
CART = "registry.example/cart:1"


def page(name: str, *, items: int, remaining: int | None, number: int = 19) -> ClusterSnapshot:
    """One page of a list of pods, in a file of its own."""
    made = cluster("prod", pod("cart", CART), taken=day(number))
    file = evidence(f"evidence/cluster/prod/{name}.json", day(number))
    one = ListPage(kind="Pod", resource_version="7", items=items, continues=remaining is not None, remaining=remaining)
    return replace(made, evidence=file, pages=(one,), not_collected=("Pod",) if remaining is not None else ())


def test_a_list_that_broke_off_is_told() -> None:
    (gap,) = cut_short([page("half", items=500, remaining=703)], AS_OF)
    assert (gap.path, gap.place, gap.kind) == ("evidence/cluster/prod/half.json", "cluster prod", GapKind.NOT_COLLECTED)
    assert gap.reason.endswith(": Pod")
    assert gap.next_step


def test_the_rest_of_it_in_another_file_makes_it_whole() -> None:
    assert cut_short([page("one", items=500, remaining=703), page("two", items=703, remaining=None)], AS_OF) == []


def test_a_later_collection_that_was_given_everything_counts() -> None:
    whole = replace(cluster("prod", pod("cart", CART), taken=day(20)), not_collected=())
    assert cut_short([page("half", items=500, remaining=703), whole], AS_OF) == []
    assert len(cut_short([page("half", items=500, remaining=703), whole], date(2026, 11, 19))) == 1


def test_of_many_kinds_a_few_are_named() -> None:
    refused = replace(cluster("prod", pod("cart", CART)), not_collected=tuple(f"Kind{number:03}" for number in range(100)))
    (gap,) = cut_short([refused], AS_OF)
    assert gap.reason.endswith("Kind011 and 88 more")
