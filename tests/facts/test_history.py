"""The fold over snapshots: order, grouping and repetition do not matter."""

from hypothesis import given
from hypothesis import strategies as st
from replacing import replace

from generator.facts.history import History
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ClusterSnapshot
from generator.model.pipeline import PipelineSnapshot
from generator.model.scan import ScanSnapshot
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


def flows(path: str, cluster: str) -> FlowLogSnapshot:
    file = evidence(path, day(1), "same")
    return FlowLogSnapshot(evidence=file, tool="Cilium Hubble", cluster=cluster, taken=day(1), start=None, flows=(), entries=0)


def test_equal_bytes_of_two_clusters_are_two_dumps_and_a_copy_within_one_is_none() -> None:
    def dump(path: str, cluster: str) -> ClusterSnapshot:
        return replace(pods(path, day(1), {"a": "a:1"}), evidence=evidence(path, day(1), "same"), cluster=cluster)

    for made in (dump, flows):
        found = History.of([made("b.json", "prod"), made("a.json", "prod"), made("c.json", "edge")])
        assert [one.path for one in found.evidence()] == ["a.json", "c.json"]


def test_equal_bytes_about_two_targets_are_two_scans() -> None:
    def of(path: str, target: str) -> ScanSnapshot:
        made = scan(path, "a:1", [], day(1))
        return replace(made, evidence=replace(evidence(path, day(1), "same"), target=target))

    found = History.of([of("a.json", "host-a"), of("b.json", "host-b"), of("c.json", "host-b")])
    assert [one.evidence.path for one in found.of_kind(ScanSnapshot)] == ["a.json", "b.json"]


def pipeline(path: str, *parts: str) -> PipelineSnapshot:
    included = tuple(evidence(part) for part in parts)
    return PipelineSnapshot(evidence=evidence(path), system="GitLab CI", name=path, taken=None, stages=(), parts=included)


def test_of_two_pipelines_that_include_each_other_the_larger_stays() -> None:
    small, large, leaf = pipeline("a.yml", "b.yml"), pipeline("b.yml", "a.yml", "c.yml"), pipeline("c.yml")
    assert History.of([small, large, leaf]).pipelines() == (large,)


def test_of_two_equal_pipelines_that_include_each_other_the_first_stays() -> None:
    one, two = pipeline("a.yml", "b.yml"), pipeline("b.yml", "a.yml")
    assert History.of([two, one]).pipelines() == (one,)


def test_empty_lists_of_two_kinds_or_namespaces_have_the_same_bytes_and_are_two() -> None:
    def dump(path: str, kind: str, command: str = "") -> ClusterSnapshot:
        file = replace(evidence(path, day(1), "same"), command=command)
        return replace(pods(path, day(1), {}), evidence=file, kinds=((kind, 0),))

    lists = [dump("pods.json", "Pod"), dump("jobs.json", "Job"), dump("shop.json", "Job", "kubectl get jobs -n shop")]
    assert len(History.of([*lists, dump("pods-copy.json", "Pod")]).evidence()) == len(lists)
