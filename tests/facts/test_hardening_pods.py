"""As whom pods run an image, where their security contexts decide it."""

from collections.abc import Sequence

import pytest
from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.hardening_users import users_of_pods
from generator.facts.history import History
from generator.model.evidence import EvidenceSource
from generator.model.hardening import StatedUser
from generator.model.inventory import ClusterSnapshot
from generator.model.settings.base import Setting
from generator.model.settings.isolation import ContainerIsolation, PodIsolation
from generator.workspace.system_yaml import read
from tests.facts.images_made import AS_OF, CART
from tests.facts.scans_made import day, pods


def running(*isolated: ContainerIsolation | None) -> ClusterSnapshot:
    """A DaemonSet of one container for each; None where the security context was not read."""
    made = pods("c/pods.json", day(19), {f"w{number}": CART for number, _ in enumerate(isolated)})
    settings = tuple(
        Setting(
            group="apps",
            kind="DaemonSet",
            namespace="web",
            name=f"w{number}",
            read_from=("apps", "DaemonSet"),
            taken=day(19),
            source=EvidenceSource(made.evidence.sha256, made.evidence.path, f"/{number}"),
            says=PodIsolation(containers=(one,)),
        )
        for number, one in enumerate(isolated)
        if one is not None
    )
    return replace(made, settings=settings)


def said(isolated: Sequence[ContainerIsolation | None]) -> StatedUser | None:
    found = facts_of(History.of([running(*isolated)]), read("", folder="x"), AS_OF)
    return users_of_pods(found).get(CART)


def one(user: int | None = None, *, non_root: bool | None = None, name: str = "main", init: bool = False) -> ContainerIsolation:
    return ContainerIsolation(name=name, init=init, run_as_user=user, run_as_non_root=non_root)


@pytest.mark.parametrize(
    ("isolated", "user", "root", "place"),
    [
        ((one(0),), "0", True, "/0"),
        ((one(1000), one(0)), "0", True, "/1"),
        ((one(0, non_root=True), one(1000)), "0", True, "/0"),
        ((one(1000), one(2000)), "1000", False, "/0"),
        ((one(non_root=True),), "any but root (runAsNonRoot)", False, "/0"),
        ((one(1000, non_root=True),), "1000", False, "/0"),
    ],
)
def test_an_image_runs_as_root_where_any_container_does_and_else_as_its_first_user(
    isolated: Sequence[ContainerIsolation], user: str, root: bool, place: str
) -> None:
    found = said(isolated)
    assert found is not None
    assert (found.user, found.root, found.by, found.source.place) == (user, root, "pod security context", place)


@pytest.mark.parametrize(
    "isolated",
    [
        (one(),),
        (one(non_root=False),),
        (one(1000), one()),
        (one(1000), None),
        (None,),
        (one(0, init=True),),
        (one(0, name="other"),),
    ],
)
def test_where_one_container_leaves_it_open_the_pods_decide_nothing(isolated: Sequence[ContainerIsolation | None]) -> None:
    assert said(isolated) is None
