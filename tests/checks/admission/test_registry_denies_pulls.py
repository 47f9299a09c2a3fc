"""A registry's policy that refuses pulls, in place of an admission webhook."""

import json
from datetime import date
from typing import Any

import pytest
from replacing import replace

from generator.checks.admission import registry_denies_pulls
from generator.checks.base import CheckContext
from generator.checks.judging import judge
from generator.model.acceptance import Acceptance, AcceptedThing, AcceptingRole
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.posture import Posture
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import Evidence, facts, harbor, listing, reply, resource, snapshot, verdicts
from tests.checks.manifests import deployment
from tests.checks.operation_manifests import pod

CHECK = registry_denies_pulls.CHECK
HOST = "111122223333.dkr.ecr.us-east-1.amazonaws.com"
CART = f"{HOST}/shop/cart:1"
DENIED = "pull denied"
ACCEPTED = Acceptance(
    accepts=AcceptedThing.REFUSED_PULLS,
    of=(HOST, "harbor.example"),
    by="Dana Reyes",
    role=AcceptingRole.AUTHORIZING_OFFICIAL,
    day=date(2026, 9, 1),
    since=date(2026, 9, 1),
    place="decisions/acceptances.yaml, line 1",
)
WHO = "Dana Reyes (authorizing official) is named as who accepted that on 2026-09-01 in decisions/acceptances.yaml, line 1"
PASSES = f"passes (stated): pulls are refused to everyone; the outage is accepted: {WHO}"


def policy(word: str = "to everyone", repository: str = "shop/cart", taken: int = 19) -> CloudSnapshot:
    of_it = replace(resource(ResourceKind.REPOSITORY, f"{HOST}/{repository}"), settings=((DENIED, word),))
    made = reply(of_it, operation="ecr get-repository-policy", account="111122223333")
    assert made.taken is not None
    return replace(made, region="us-east-1", taken=made.taken.replace(day=taken))


def of_registry(pattern: str = "*", word: str = "never") -> CloudSnapshot:
    account = replace(resource(ResourceKind.ACCOUNT, "111122223333"), settings=((f"{DENIED} of {pattern}", word),))
    return replace(reply(account, operation="ecr get-registry-policy", account="111122223333"), region="us-east-1")


def pods(pull: str | None = "Always", created: str = "2026-10-01T08:00:00Z", image: str = CART, name: str = "cart") -> Any:
    made = json.loads(pod(name, ("app", image)))
    if pull:
        made["spec"]["containers"][0]["imagePullPolicy"] = pull
    if created:
        made["metadata"]["creationTimestamp"] = created
    return listing("Pod", "v1", json.dumps(made))


def asked(*files: Evidence, accepted: tuple[Acceptance, ...] = (ACCEPTED,)) -> Posture:
    known = replace(facts(*files), acceptances=accepted)
    (state,) = judge(CHECK, CheckContext(system=read("", folder="x"), facts=known))
    return state


def said(*files: Evidence, accepted: tuple[Acceptance, ...] = (ACCEPTED,), image: str = CART) -> str:
    return verdicts(asked(*files, accepted=accepted))[image]


def test_all_four_parts_are_needed_to_pass() -> None:
    state = asked(pods(), policy())
    assert verdicts(state) == {CART: PASSES}
    assert state.passing[0].stated_by == ""
    assert len(state.passing[0].citations) == 2
    assert said(pods(), policy(), accepted=()).startswith("unknown: since when the policy refuses pulls is not known")
    assert asked(pods()).label == "not collected"
    assert asked(pods(), policy("never"), of_registry()).label == "not collected"


@pytest.mark.parametrize(
    ("pull", "verdict"),
    [
        ("IfNotPresent", "fails (observed): is not pulled each time by shop/Deployment/cart (imagePullPolicy: IfNotPresent)"),
        ("Never", "fails (observed): is not pulled each time by shop/Deployment/cart (imagePullPolicy: Never)"),
        (None, "unknown: shop/Deployment/cart leaves imagePullPolicy to its default"),
    ],
)
def test_the_registry_has_to_be_asked_each_time(pull: str | None, verdict: str) -> None:
    assert said(pods(pull), policy()) == verdict


def test_pods_have_to_be_newer_than_the_policy() -> None:
    assert said(pods(created="2026-08-01T00:00:00Z"), policy()).startswith("fails (stated): runs in pods of shop/Deployment")
    assert said(pods(created=""), policy()) == "unknown: when the pods of shop/Deployment/cart started was not collected"
    assert said(pods(created="zzz"), policy()) == said(pods(created=""), policy())
    without_day = (replace(ACCEPTED, since=None),)
    assert said(pods(), policy(), accepted=without_day) == "unknown: since when the policy refuses pulls is not known"
    assert said(pods(created="2026-11-18T00:00:00Z"), policy(taken=17), accepted=without_day) == PASSES


def test_the_oldest_pod_of_a_workload_counts() -> None:
    young, old = (json.loads(pods(created=day))["items"][0] for day in ("2026-10-01T00:00:00Z", "2026-01-01T00:00:00Z"))
    old["metadata"]["name"] += "-2"
    both = listing("Pod", "v1", json.dumps(young), json.dumps(old))
    assert said(both, policy()).startswith("fails (stated): runs in pods")
    del old["metadata"]["creationTimestamp"]
    old["spec"]["containers"][0]["env"] = [{"name": "A", "value": "http://b:1"}]
    mixed = listing("Pod", "v1", json.dumps(young), json.dumps(old))
    assert said(mixed, policy()) == "unknown: when the pods of shop/Deployment/cart started was not collected"


def test_templates_alone_do_not_say_when_pods_started() -> None:
    spec = {"name": "app", "image": CART, "imagePullPolicy": "Always"}
    template = snapshot(deployment(spec), "d.yaml", real=True)
    assert said(template, policy()) == "unknown: when the pods of shop/Deployment/cart started was not collected"
    kept = snapshot(deployment({**spec, "imagePullPolicy": "IfNotPresent"}), "d.yaml", real=True)
    assert said(kept, policy()).startswith("fails (declared): is not pulled each time")


def test_images_of_other_registries_are_not_governed() -> None:
    other = pods(image="ghcr.io/shop/redis:7", name="redis")
    verdict = said(other, policy(), image="ghcr.io/shop/redis:7")
    assert verdict == "fails (observed): comes from a registry that the policy does not govern"


def test_other_repositories_of_the_registry() -> None:
    mail = f"{HOST}/shop/mail:1"
    mails = pods(image=mail, name="mail")
    assert said(mails, policy(), image=mail) == "unknown: the policy of its repository was not collected"
    plain = policy("never", "shop/mail")
    assert said(mails, policy(), plain, image=mail) == "unknown: the policy of its registry as a whole was not collected"
    refuses_none = "fails (observed): comes from a repository whose policy refuses no pull"
    assert said(mails, policy(), plain, of_registry(), image=mail) == refuses_none
    assert said(mails, plain, of_registry("shop/*", "to everyone"), image=mail) == PASSES
    assert said(mails, plain, of_registry("prod/*", "to everyone"), image=mail) == refuses_none
    elsewhere = replace(of_registry("shop/*", "to everyone"), region="eu-west-1")
    assert said(mails, plain, of_registry(), elsewhere, image=mail) == refuses_none, "the registry of another region"


@pytest.mark.parametrize("word", ["of layers only", "to some", "under other conditions"])
def test_a_refusal_in_part_is_none_that_is_known(word: str) -> None:
    assert said(pods(), policy(word), of_registry()).startswith("unknown: the policy refuses")


def test_nobody_accepted_the_outage() -> None:
    young = pods(created="2026-11-18T00:00:00Z")
    assert said(young, policy(taken=17), accepted=()) == "unknown: no person accepted the outage of refused pulls by name"
    elsewhere = (replace(ACCEPTED, of=("other.example",)),)
    assert said(young, policy(taken=17), accepted=elsewhere).startswith("unknown: no person accepted")


def test_projects_of_harbor_that_prevent_vulnerable_images() -> None:
    image = "harbor.example/shop/cart:1"
    project = replace(resource(ResourceKind.PROJECT, "harbor.example/shop"), settings=(("pull refused", "from high on"),))
    assert said(pods(image=image), harbor(project), image=image).startswith("passes (stated): pulls are refused from high on")
    other = "harbor.example/shop2/cart:1"
    assert said(pods(image=other), harbor(project), image=other).startswith("fails (observed): comes from a registry")


def test_pods_that_were_not_listed_whole() -> None:
    alone = json.dumps(json.loads(pods())["items"][0])
    in_part = snapshot(alone, "p.json", real=True)
    assert said(in_part, policy()) == "unknown: the pods of the cluster were not listed whole"


def test_less_evidence_never_proves_more() -> None:
    mail = f"{HOST}/shop/mail:1"
    both = listing("Pod", "v1", *(json.dumps(json.loads(each)["items"][0]) for each in (pods(), pods(image=mail, name="mail"))))
    files: list[Evidence] = [both, policy(), policy("to some", "shop/mail"), of_registry()]
    whole = {each.name: each for each in asked(*files).subjects}
    assert [each.outcome for each in whole.values()] == ["passes", "unknown"]
    for at, _ in enumerate(files):
        for each in asked(*files[:at], *files[at + 1 :]).passing:
            assert whole[each.name].outcome is each.outcome, at
