"""Tags that move, references without a digest, registries that are not approved, and who built an image."""

import pytest
from facts.images_made import attestation, dockerfile, said, workflow
from replacing import replace

from generator.checks.images.image_built_by_unknown import CHECK as BUILT
from generator.checks.images.image_not_pinned import CHECK as PINNED
from generator.checks.images.registry_not_approved import CHECK as APPROVED
from generator.checks.images.tag_moved import CHECK as MOVED
from generator.facts.signatures import Keys
from generator.model.attestation import MessageSignature, SignedMessage
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.images import approved_by, parse_reference, registry_path
from tests.checks.cluster_evidence import verdicts
from tests.checks.image_evidence import (
    ARM,
    CART,
    INDEX,
    OTHER,
    PODS,
    RUNNING,
    ask,
    container,
    day,
    declared,
    index,
    running,
)

NOT_ASKED = "unknown: the registry was not asked what the tag points to"
STORED = index(("linux/amd64", RUNNING), digest=RUNNING, is_index=False)
ELSEWHERE = index(("linux/amd64", OTHER), digest=OTHER, is_index=False)
MOVED_AWAY = "fails (observed): runs by another digest than its tag points to"


def by_cloud(digest: str, *, lists: bool = False) -> CloudSnapshot:
    """An answer of Amazon ECR about the tag."""
    evidence = replace(PODS.evidence, path="evidence/cloud/images.json")
    settings = (("lists platforms", "yes"),) if lists else ()
    resource = CloudResource(
        kind=ResourceKind.IMAGE,
        identifier="x",
        name=f"registry.example/shop/cart@{digest}",
        settings=(*settings, ("tags", "1")),
        source=evidence.source,
    )
    return CloudSnapshot(
        evidence=evidence,
        provider="AWS",
        account="1",
        region="r",
        operation="ecr describe-images",
        taken=day(19),
        resources=(resource,),
    )


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((PODS,), NOT_ASKED, id="no registry"),
        pytest.param((PODS, STORED), "passes (observed)", id="the same"),
        pytest.param((PODS, index(("linux/amd64", RUNNING), ("linux/arm64", ARM))), "passes (observed)", id="its index"),
        pytest.param((PODS, ELSEWHERE), MOVED_AWAY, id="another"),
        pytest.param((PODS, index()), "unknown: the index was not resolved", id="a blind index"),
        pytest.param((PODS, by_cloud(RUNNING)), "passes (observed)", id="by the cloud"),
        pytest.param((PODS, by_cloud(OTHER)), MOVED_AWAY, id="another by the cloud"),
        pytest.param((PODS, by_cloud(INDEX, lists=True)), "unknown: the index was not resolved", id="an index of the cloud"),
        pytest.param(
            (PODS, by_cloud(INDEX, lists=True), STORED), "passes (observed)", id="the cloud is blind, the registry not"
        ),
        pytest.param(
            (PODS, index(("linux/amd64", RUNNING), digest=RUNNING, is_index=False, taken=day(18))),
            "unknown: the registry was asked before what runs was collected",
            id="asked before",
        ),
        pytest.param(
            (PODS, index(("linux/amd64", OTHER), digest=OTHER, is_index=False, taken=day(18))),
            "unknown: the registry was asked before what runs was collected",
            id="another, asked before",
        ),
        pytest.param(
            (PODS, index(("linux/amd64", RUNNING), digest=RUNNING, is_index=False, taken=None)),
            "unknown: the answer of the registry carries no date",
            id="undated",
        ),
        pytest.param((running(container(), taken=None), STORED), "unknown: the answer of the registry carries no date"),
        pytest.param((running(container(digest=None)), STORED), "unknown: the digest that runs is not known", id="no digest"),
        pytest.param((running(container(), container(digest=OTHER)), STORED), MOVED_AWAY, id="two digests"),
        pytest.param((running(container(), container(digest=OTHER)),), NOT_ASKED, id="two digests, nobody asked"),
        pytest.param(
            (running(container(digest=INDEX)), index(("linux/amd64", RUNNING)), STORED), "passes (observed)", id="an index runs"
        ),
    ],
)
def test_moved(snapshots: tuple[object, ...], verdict: str) -> None:
    assert verdicts(ask(MOVED, *snapshots)) == {CART: verdict}


def test_a_reference_without_a_digest_is_asked_about_beside_one_with_it() -> None:
    both = running(container(), container(f"{CART}@{RUNNING}"))
    assert verdicts(ask(MOVED, both, STORED)) == {CART: "passes (observed)"}


def test_when_another_cluster_was_collected_does_not_matter() -> None:
    other = running(container("a/b:1", digest=OTHER), taken=day(20), cluster="dr", path="evidence/cluster/dr.json")
    assert verdicts(ask(MOVED, PODS, other, STORED))[CART] == "passes (observed)"


def test_no_tag_is_latest() -> None:
    name = "registry.example/shop/cart"
    stored = index(("linux/amd64", OTHER), digest=OTHER, is_index=False, name=name)
    assert verdicts(ask(MOVED, running(container(name)), stored)) == {f"{name}:latest": MOVED_AWAY}


def test_what_is_named_by_digest_has_no_tag_to_move() -> None:
    pinned = container(f"{CART}@{RUNNING}")
    assert ask(MOVED, running(pinned), ELSEWHERE).label == "none found"
    assert ask(MOVED, running(pinned, whole=False)).label == "not collected"
    assert ask(MOVED).label == "not collected"
    assert ask(MOVED, running()).label == "none found"


def test_two_answers_that_disagree_contest_each_other() -> None:
    (subject,) = ask(MOVED, PODS, STORED, by_cloud(OTHER)).failing
    assert {source.path for source in subject.contested_by} == {"evidence/registry/index.json", "evidence/cloud/images.json"}
    (alone,) = ask(MOVED, PODS, ELSEWHERE).failing
    assert alone.contested_by == ()
    assert f"{RUNNING[:19]}… runs as {CART}, while the registry's tag points to {OTHER[:19]}…" in alone.detail


@pytest.mark.parametrize(
    ("snapshot", "verdict"),
    [
        (running(container(f"{CART}@{RUNNING}")), "passes (observed)"),
        (declared(container(f"{CART}@{RUNNING}", only_requested=True)), "passes (declared)"),
        (PODS, "fails (observed): is not pinned by digest"),
        (declared(container(digest=None)), "fails (declared): is not pinned by digest"),
        (running(container(f"{CART}@{RUNNING}"), container()), "fails (observed): is not pinned by digest"),
        (running(container(f"{CART}@sha512:{'a' * 128}")), "passes (observed)"),
    ],
)
def test_pinned(snapshot: object, verdict: str) -> None:
    assert verdicts(ask(PINNED, snapshot)) == {CART: verdict}


def test_a_reference_that_cannot_be_read() -> None:
    assert verdicts(ask(PINNED, running(container("Not An Image", digest=None)))) == {
        "Not An Image": "unknown: the reference could not be read"
    }
    assert ask(PINNED).label == "not collected"
    (subject,) = ask(PINNED, PODS).failing
    assert subject.detail.startswith("web/DaemonSet/app-0 names the image by tag only")


def test_only_what_names_an_image_by_tag_is_named() -> None:
    (subject,) = ask(PINNED, running(container(f"{CART}@{RUNNING}"), container())).failing
    assert subject.detail.startswith("web/DaemonSet/app-1 names the image by tag only")


LIST = "approved-registries: [{}]"


@pytest.mark.parametrize(
    ("image", "approved", "passes"),
    [
        ("a/x:1", "docker.io/a", True),
        ("a/x:1", "index.docker.io/a", True),
        ("a/x:1", "https://registry-1.docker.io/a/", True),
        ("docker.io/a/x:1", "index.docker.io/a/x", True),
        ("index.docker.io/a/x:1", "docker.io", True),
        ("ab/x:1", "docker.io/a", False),
        ("registry.example/a/x:1", "REGISTRY.example/a", True),
        ("registry.example/ab/x:1", "registry.example/a", False),
        ("quay.io/a/x:1", "docker.io/a", False),
        ("nginx:1", "docker.io/library", True),
    ],
)
def test_approved(image: str, approved: str, *, passes: bool) -> None:
    (verdict,) = verdicts(ask(APPROVED, running(container(image)), system=LIST.format(approved))).values()
    assert verdict == ("passes (stated)" if passes else "fails (observed): comes from a registry that is not approved")
    reference = parse_reference(image)
    assert reference is not None
    assert (approved_by(reference, [approved]) == approved) == passes


def test_the_name_of_a_registry() -> None:
    assert registry_path(" https://Index.Docker.io/a/B/ ") == "docker.io/a/B"
    assert registry_path("quay.io") == "quay.io"


def test_approved_in_other_cases() -> None:
    assert ask(APPROVED, PODS).label == "not collected"
    assert ask(APPROVED, system=LIST.format("a.example")).label == "not collected"
    by_id = container("sha256:" + "f" * 64, digest=None)
    assert list(verdicts(ask(APPROVED, running(by_id), system=LIST.format("a.example"))).values()) == [
        "unknown: the image is known by id only"
    ]
    bare = container("f" * 64, digest=None)
    assert list(verdicts(ask(APPROVED, running(bare), system=LIST.format("a.example"))).values()) == [
        "unknown: the image is known by id only"
    ]
    short = container("NotAnImage", digest=None)
    assert list(verdicts(ask(APPROVED, running(short), system=LIST.format("a.example"))).values()) == [
        "unknown: the reference could not be read"
    ]
    odd = container("Not An Image", digest=None)
    assert list(verdicts(ask(APPROVED, running(odd), system=LIST.format("a.example"))).values()) == [
        "unknown: the reference could not be read"
    ]
    (subject,) = ask(APPROVED, PODS, system=LIST.format("a.example")).failing
    assert subject.detail == f"{CART} (web/DaemonSet/app-0) is pulled from registry.example; approved are a.example."


SIGNED = SignedMessage(b"bytes", (MessageSignature(b"signature"),))
VERIFIES, REFUSES = Keys((lambda _value, _message: True,), 1), Keys((lambda _value, _message: False,), 1)
BUILDS = workflow(CART)
OURS = said(attestation(workflow=".github/workflows/release.yml@refs/heads/main", signed=SIGNED))
THEIRS = said(attestation(workflow=".github/workflows/other.yml", signed=SIGNED))
NAMELESS = said(attestation(signed=SIGNED))
FOREIGN = (
    "fails (reported): runs with provenance that names .github/workflows/other.yml, which is none of the collected pipelines"
)
REFUSED = "fails (reported): runs with provenance that carries a signature that is refused"
PUSHED = f"passes (declared): evidence/pipelines/release.yml pushes {CART}"
TAG_OPEN = (
    "unknown: a pipeline pushes this repository by a tag that is set when it runs, and that it pushed this one is not shown"
)
OTHER_TAG = "unknown: collected pipelines push other tags of this repository, none of which can be the one that runs"
NONE = "unknown: no collected pipeline names this repository"


@pytest.mark.parametrize(
    ("snapshots", "keys", "verdict"),
    [
        pytest.param((), None, NONE, id="nothing"),
        pytest.param((BUILDS,), None, PUSHED, id="a pipeline pushes it"),
        pytest.param((workflow("registry.example/shop/cart:9"),), None, OTHER_TAG, id="by another tag"),
        pytest.param((workflow("registry.example/till/cart:1"),), None, NONE, id="the same last part"),
        pytest.param((workflow("other.example/shop/cart:1"),), None, NONE, id="another registry"),
        pytest.param(
            (workflow("$REGISTRY/shop/cart:$TAG"),), None, "unknown: the pipeline names it by a variable", id="a variable"
        ),
        pytest.param(
            (workflow("registry.example/${{ github.repository }}:1"),), None, "unknown: the pipeline names it by a variable"
        ),
        pytest.param((workflow("$REGISTRY/shop/till:$TAG"),), None, NONE, id="a variable that is none of it"),
        pytest.param((BUILDS, OURS), VERIFIES, "passes (reported)", id="provenance of it"),
        pytest.param(
            (workflow("a/b:1"), OURS),
            VERIFIES,
            "unknown: verified provenance names a workflow, and the collected definition of that file name pushes other images",
            id="provenance that names a file which pushes something else",
        ),
        pytest.param((workflow("$IMAGE"), OURS), VERIFIES, "passes (reported)", id="provenance of a file that may push it"),
        pytest.param((workflow(), OURS), VERIFIES, "passes (reported)", id="provenance of a file that names no image"),
        pytest.param((BUILDS, OURS), None, PUSHED, id="provenance that was not verified"),
        pytest.param((BUILDS, THEIRS), VERIFIES, FOREIGN, id="provenance of another"),
        pytest.param((BUILDS, THEIRS), None, PUSHED, id="of another, not verified"),
        pytest.param((THEIRS,), VERIFIES, NONE, id="no pipeline to compare"),
        pytest.param((BUILDS, OURS), REFUSES, REFUSED, id="refused"),
        pytest.param((OURS,), REFUSES, REFUSED, id="refused, and no pipeline"),
        pytest.param((BUILDS, NAMELESS), VERIFIES, PUSHED, id="provenance that names no workflow"),
        pytest.param((NAMELESS,), VERIFIES, NONE, id="that alone"),
        pytest.param((dockerfile(base="debian:12"), THEIRS), VERIFIES, NONE, id="a Dockerfile is no pipeline"),
        pytest.param((workflow("registry.example/shop/cart:$TAG"),), None, TAG_OPEN, id="only the tag varies"),
        pytest.param((workflow("registry.example/$NAME"),), None, "unknown: the pipeline names it by a variable", id="its end"),
    ],
)
def test_built(snapshots: tuple[object, ...], keys: Keys | None, verdict: str) -> None:
    assert verdicts(ask(BUILT, PODS, *snapshots, keys=keys)) == {CART: verdict}


def test_provenance_of_one_of_two_digests() -> None:
    two = running(container(), container(digest=ARM))
    one_only = "unknown: several digests run under this name, and verified provenance names the pipeline of some of them only"
    assert verdicts(ask(BUILT, two, workflow("$IMAGE"), OURS, keys=VERIFIES)) == {CART: one_only}
    assert verdicts(ask(BUILT, two, BUILDS, OURS, keys=VERIFIES)) == {CART: PUSHED}
    listed = index(("linux/amd64", RUNNING), ("linux/arm64", ARM))
    of_index = said(attestation(INDEX, workflow="release.yml", signed=SIGNED))
    assert verdicts(ask(BUILT, two, BUILDS, of_index, listed, keys=VERIFIES)) == {CART: "passes (reported)"}


def test_what_to_do_where_the_tag_is_open() -> None:
    (subject,) = ask(BUILT, PODS, workflow("registry.example/shop/cart:$TAG")).subjects
    assert subject.next_step.endswith("(evidence/pipelines/release.yml writes `registry.example/shop/cart:$TAG`)")


def test_what_contests_who_built_it() -> None:
    paths = {"evidence/pipelines/release.yml", "evidence/registry/statements.json"}
    (failing,) = ask(BUILT, PODS, BUILDS, THEIRS, keys=VERIFIES).subjects
    assert {source.path for source in failing.contested_by} == paths
    (passing,) = ask(BUILT, PODS, BUILDS, THEIRS).subjects
    assert [source.path for source in passing.contested_by] == ["evidence/registry/statements.json"]
    (agreed,) = ask(BUILT, PODS, BUILDS, OURS).subjects
    assert agreed.contested_by == ()
    (alone,) = ask(BUILT, PODS, OURS, keys=REFUSES).subjects
    assert alone.contested_by == ()
    assert ask(BUILT, BUILDS).label == "not collected"


@pytest.mark.parametrize("check", [MOVED, PINNED, APPROVED, BUILT])
@pytest.mark.parametrize("kind", [type(PODS), type(STORED), type(BUILDS), CloudSnapshot])
def test_less_evidence_never_proves_more(check, kind) -> None:  # type: ignore[no-untyped-def]
    everything = (
        running(container(), container("a/b:1", digest=OTHER), container(f"c.example/d@{ARM}")),
        STORED,
        by_cloud(OTHER),
        BUILDS,
    )
    system = LIST.format("registry.example")
    before = ask(check, *everything, system=system)
    after = ask(check, *(each for each in everything if not isinstance(each, kind)), system=system)
    contested = {each.name for each in before.subjects if each.contested_by}
    assert {each.name for each in after.passing} - contested <= {each.name for each in before.passing}
