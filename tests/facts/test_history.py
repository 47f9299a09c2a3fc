"""The fold over snapshots: order, grouping and repetition do not matter."""

from hypothesis import given
from hypothesis import strategies as st

from generator.facts.history import History
from tests.facts.scans_made import day, evidence, pods, scan

PATHS = st.sampled_from([f"evidence/{name}.json" for name in "abcdef"])
CONTENTS = st.sampled_from(["", "same", "other"])


@st.composite
def snapshots(draw: st.DrawFn) -> object:
    path, content, taken = draw(PATHS), draw(CONTENTS), draw(st.sampled_from([None, day(1), day(2)]))
    made = scan(path, "a:1", ["CVE-1"], taken) if draw(st.booleans()) else pods(path, taken, {"a": "a:1"})
    return type(made)(**{**{f: getattr(made, f) for f in made.__slots__}, "evidence": evidence(path, taken, content)})


HISTORIES = st.lists(snapshots(), max_size=6).map(History.of)


def files(history: History) -> object:
    return history.evidence()


@given(HISTORIES, HISTORIES)
def test_merging_is_commutative(one: History, two: History) -> None:
    assert files(one.merge(two)) == files(two.merge(one))


@given(HISTORIES, HISTORIES, HISTORIES)
def test_merging_is_associative(one: History, two: History, three: History) -> None:
    assert files(one.merge(two).merge(three)) == files(one.merge(two.merge(three)))


@given(HISTORIES)
def test_merging_is_idempotent(one: History) -> None:
    assert dict(one.merge(one).snapshots) == dict(one.snapshots)
    assert dict(one.merge(History()).snapshots) == dict(one.snapshots)


@given(st.lists(snapshots(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(read: list[object], random: object) -> None:
    shuffled = list(read)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert files(History.of(read)) == files(History.of(shuffled))  # type: ignore[arg-type]
