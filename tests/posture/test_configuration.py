"""Which settings count on a day, and whose they are."""

from dataclasses import replace
from datetime import UTC, date, datetime

from generator.facts.configuration import configurations
from generator.model.posture import Certainty, PostureState
from generator.model.settings.isolation import NamespaceLabels, PodIsolation
from generator.posture.registry import judge_all
from generator.workspace.system_yaml import read
from tests.posture.ground import AS_OF, TAKEN, facts, postures, snapshot
from tests.posture.manifests import api_server, container, empty, namespace, network_policy, refused, secured, thing

MONDAY, TUESDAY = datetime(2026, 11, 16, 8, tzinfo=UTC), datetime(2026, 11, 17, 8, tzinfo=UTC)


def levels(*snapshots: object) -> list[tuple[str, str | None]]:
    (found,) = configurations(snapshots, AS_OF)  # type: ignore[arg-type]
    return [(each.name, each.says.label("pod-security.kubernetes.io/enforce")) for each in found.of(NamespaceLabels)]


def test_the_newest_day_counts() -> None:
    old = snapshot(secured("shop", "privileged"), "a.yaml", MONDAY)
    new = snapshot(secured("shop", "restricted"), "b.yaml", TUESDAY)
    assert levels(old, new) == levels(new, old) == [("shop", "restricted")]


def test_what_was_collected_after_the_day_does_not_count() -> None:
    late = snapshot(secured("shop", "restricted"), "b.yaml", datetime(2026, 12, 1, tzinfo=UTC))
    (found,) = configurations([late, snapshot(namespace("shop"), "a.yaml", MONDAY)], date(2026, 11, 20))
    assert len(found.settings) == 1
    assert found.settings[0].taken == MONDAY


def test_undated_files_count_only_where_no_dated_one_does() -> None:
    undated = snapshot(secured("shop", "privileged"), "a.yaml", None)
    assert levels(undated) == [("shop", "privileged")]
    assert levels(undated, snapshot(secured("shop", "baseline"), "b.yaml", MONDAY)) == [("shop", "baseline")]


def test_an_empty_list_of_a_newer_day_takes_the_place_of_an_older_one() -> None:
    old = snapshot(network_policy(), "a.yaml", MONDAY)
    new = snapshot(empty("NetworkPolicy", "networking.k8s.io/v1"), "b.yaml", TUESDAY)
    names = snapshot(namespace("shop"), "c.yaml", MONDAY)
    assert postures(old, names)["network-default-deny"].state is PostureState.ENFORCING
    assert postures(old, new, names)["network-default-deny"].state is PostureState.NONE_FOUND


def test_manifests_count_only_where_nothing_runs() -> None:
    manifest = secured("till", "restricted").replace('"uid": "u-till", ', "")
    assert postures(manifest)["pod-security-level"].certainty is Certainty.DECLARED
    both = postures(manifest, secured("shop", "restricted"))["pod-security-level"]
    assert (both.certainty, [each.name for each in both.citations]) == (Certainty.SEEN, ["shop"])


def test_kinds_of_two_projects_are_told_apart() -> None:
    calico = empty("NetworkPolicy", "crd.projectcalico.org/v1")
    assert postures(namespace("shop"), calico)["network-default-deny"].state is PostureState.NOT_COLLECTED


def test_an_older_refusal_is_forgotten() -> None:
    old = snapshot(refused("networkpolicies", "networking.k8s.io"), "a.yaml", MONDAY)
    new = snapshot(namespace("shop"), "b.yaml", TUESDAY)
    (found,) = configurations([old, new], AS_OF)
    assert not found.refused
    (found,) = configurations([old], AS_OF)
    assert found.refused == {("networking.k8s.io", "networkpolicies")}


def page(names: str, more: str, name: str, hour: int) -> object:
    """One page of a list of namespaces, answered in an hour of one day."""
    items = ",".join(secured(each, "restricted") for each in names.split())
    meta = f'{{"resourceVersion":"7"{more}}}'
    text = f'{{"kind":"NamespaceList","apiVersion":"v1","metadata":{meta},"items":[{items}]}}'
    return snapshot(text, name, TAKEN.replace(hour=hour))


def test_pages_of_one_list_are_one_list() -> None:
    first = page("shop till", ',"continue":"x","remainingItemCount":1', "a.json", 8)
    assert [name for name, _ in levels(first, page("post", "", "b.json", 9))] == ["post", "shop", "till"]


def test_pods_of_a_job_of_a_cron_job_belong_to_the_cron_job() -> None:
    pod = thing("Pod", "v1", "nightly-29000000-abcde", "shop", spec={"containers": [container()]}, status={"phase": "Running"})
    owner = '"ownerReferences": [{"kind": "Job", "name": "nightly-29000000", "controller": true}], '
    (found,) = facts(pod.replace('"metadata": {', f'"metadata": {{{owner}')).configurations
    assert [each.key for each in found.of(PodIsolation)] == ["shop/CronJob/nightly"]


def test_the_citation_is_the_object_in_the_api() -> None:
    (cited,) = postures(secured("shop", "restricted"))["pod-security-level"].citations
    assert (cited.key, cited.uid, cited.resource_version, cited.taken) == ("Namespace/shop", "u-shop", "42", TAKEN)
    assert cited.source.path == "evidence/cluster/file0.yaml"


def test_two_clusters_are_judged_apart() -> None:
    here, there = snapshot(secured("shop", "restricted")), snapshot(namespace("shop"), "b.yaml")
    found = facts(replace(here, cluster="east"), replace(there, cluster="west"))
    states = {
        each.cluster: each.state
        for each in judge_all(read("", folder="x"), found)
        if each.requirement.id == "pod-security-level"
    }
    assert states == {"east": PostureState.ENFORCING, "west": PostureState.NONE_FOUND}


def test_without_any_cluster_every_row_about_one_is_not_collected() -> None:
    found = [each for each in judge_all(read("", folder="x"), facts()) if each.requirement.area != "Sensors"]
    assert {each.state for each in found if each.missing == ("a cluster",)} == {PostureState.NOT_COLLECTED}
    assert len([each for each in found if each.missing == ("a cluster",)]) >= 17


def test_the_order_of_files_does_not_matter() -> None:
    files = [
        snapshot(text, f"{at}.yaml") for at, text in enumerate([secured("shop", "baseline"), network_policy(), api_server()])
    ]
    assert configurations(files, AS_OF) == configurations(files[::-1], AS_OF)
