"""How far an image is hardened: who says what, and who is believed."""

from datetime import date

import pytest
from msgspec import structs
from replacing import replace

from generator.errors import ConfigError
from generator.facts.hardening_decisions import ChosenBenchmark, read_benchmarks, unmet
from generator.facts.validations import read_validations
from generator.model.evidence import GapKind
from generator.model.hardening import BaseKind, BenchmarkKind, ValidationSubject
from generator.model.posture import Certainty
from generator.model.scan import Disposition
from tests.facts.images_made import AS_OF, CART, RUNNING, dockerfile, hardening, hardening_manifest, measured, stored
from tests.facts.scans_made import day, pods, scan

CLUSTER = pods("c/pods.json", day(19), {"cart": CART}, digest=RUNNING)
STIG = "xccdf_mil.disa.stig_benchmark_RHEL_9_STIG"


def _sha256(file: str) -> str:
    if file == "missing.md":
        raise ConfigError("there is no such file")
    return "f" * 64


def _chosen(text: str) -> tuple[ChosenBenchmark, ...]:
    return read_benchmarks(text, as_of=AS_OF, checksum=_sha256)[0]


def test_nothing_is_known_of_an_image_that_only_runs() -> None:
    one = hardening(CLUSTER)
    assert (one.os_name, one.base, one.base_kind, one.benchmark, one.results) == (None, None, BaseKind.UNKNOWN, None, ())
    assert (one.root, one.setuid, one.known_exploited) == (None, None, None)


def test_the_benchmark_that_fits_the_system() -> None:
    one = hardening(CLUSTER, measured(os_name="redhat 9.4", tool="Trivy"))
    assert one.benchmark is not None
    assert (one.benchmark.kind, one.benchmark.name) == (BenchmarkKind.STIG, "Red Hat Enterprise Linux 9 STIG")
    assert "redhat 9.4, as Trivy says" in one.benchmark.because


def test_results_are_counted_and_the_newest_counts() -> None:
    system = measured(os_name="redhat 9.4", tool="Trivy", path="evidence/scans/trivy.json")
    old = measured(STIG, taken=day(1), counts=(1, 9, 0), path="evidence/scans/old.xml")
    new = measured(STIG, taken=day(9), counts=(5, 2, 1), path="evidence/scans/new.xml")
    one = hardening(CLUSTER, system, new, old)
    (result,) = one.fitting
    assert (result.passed, result.failed, result.not_reviewed, result.day) == (5, 2, 1, date(2026, 11, 9))
    assert result.version == "V2R4"


def test_each_result_is_counted_under_what_it_says() -> None:
    counts = {
        Disposition.PASSED: 1,
        Disposition.RESOLVED: 2,
        Disposition.OPEN: 4,
        Disposition.MANUAL: 8,
        Disposition.ERROR: 16,
        Disposition.NOT_APPLICABLE: 32,
        Disposition.NOT_AFFECTED: 64,
        Disposition.SUPPRESSED: 128,
    }
    checks = {f"{word}-{number}": (word, "") for word, count in counts.items() for number in range(count)}
    (result,) = hardening(CLUSTER, measured(STIG, taken=day(9), checks=checks)).results
    counted = (result.passed, result.failed, result.not_reviewed, result.not_applicable, result.waived)
    assert counted == (1 + 2, 4, 8 + 16, 32 + 64, 128)


def test_results_of_another_benchmark_do_not_fit() -> None:
    system = measured(os_name="redhat 9.4", tool="Trivy", path="evidence/scans/trivy.json")
    one = hardening(CLUSTER, system, measured("RHEL_8_STIG"))
    assert one.fitting == ()
    assert [result.benchmark for result in one.results] == ["RHEL_8_STIG"]


def test_a_result_of_a_host_is_the_images_where_a_person_says_so() -> None:

    from generator.model.scan import TargetKind

    system = measured(os_name="redhat 9.4", tool="Trivy", path="evidence/scans/trivy.json")
    of_host = measured("RHEL_9_STIG", target="build-host-7")
    of_host = replace(of_host, targets=(replace(of_host.targets[0], kind=TargetKind.HOST),))
    assert hardening(CLUSTER, system, of_host).results == ()
    named = replace(of_host, evidence=replace(of_host.evidence, target=CART))
    assert len(hardening(CLUSTER, system, named).fitting) == 1


@pytest.mark.parametrize(
    ("base", "kind", "hardened"),
    [
        ("registry1.dso.mil/ironbank/redhat/ubi/ubi9:9.4", BaseKind.IRON_BANK, True),
        ("cgr.dev/acme/static:latest", BaseKind.VENDOR, True),
        ("registry.example/base/runtime:12", BaseKind.APPROVED, True),
        ("gcr.io/distroless/static-debian12:nonroot", BaseKind.MINIMAL, None),
        ("scratch", BaseKind.MINIMAL, None),
        ("debian:12", BaseKind.GENERAL, False),
        ("registry.access.redhat.com/ubi9/ubi:9.4", BaseKind.GENERAL, False),
        ("quay.io/somebody/runtime:1", BaseKind.GENERAL, False),
    ],
)
def test_what_a_base_is(base: str, kind: BaseKind, *, hardened: bool | None) -> None:
    one = hardening(CLUSTER, dockerfile(base=base), system="approved-registries: [registry.example/base]")
    assert (one.base, one.base_kind, one.base_kind.is_hardened) == (base, kind, hardened)
    assert one.minimal == (kind is BaseKind.MINIMAL or "static" in base)


def test_a_label_speaks_before_a_dockerfile() -> None:
    labels = {"org.opencontainers.image.base.name": "registry1.dso.mil/ironbank/debian:12"}
    one = hardening(CLUSTER, stored(labels=labels), dockerfile(base="debian:12"))
    assert one.base_kind is BaseKind.IRON_BANK


def test_labels_of_iron_bank() -> None:
    assert hardening(CLUSTER, stored(labels={"mil.dso.ironbank.image.type": "opensource"})).base_kind is BaseKind.IRON_BANK


def test_an_image_that_is_published_for_everybody() -> None:
    cluster = pods("c/pods.json", day(19), {"cart": "nginx:1.27"}, digest=RUNNING)
    assert hardening(cluster).base_kind is BaseKind.GENERAL


def test_an_image_that_is_published_as_a_minimal_base() -> None:
    cluster = pods("c/pods.json", day(19), {"cart": "gcr.io/distroless/static:1"}, digest=RUNNING)
    of_image = hardening(cluster)
    assert (of_image.base_kind, of_image.base_because) == (BaseKind.MINIMAL, "the image itself comes from distroless")


def test_a_dockerfile_of_another_image_says_nothing() -> None:
    assert hardening(CLUSTER, dockerfile("evidence/pipelines/till/Dockerfile", base="debian:12")).base is None
    assert hardening(CLUSTER, dockerfile("evidence/pipelines/Dockerfile.cart", base="debian:12")).base == "debian:12"


@pytest.mark.parametrize(
    ("evidence", "root", "by"),
    [
        ((stored(user=""),), True, "image configuration"),
        ((stored(user="0:0"),), True, "image configuration"),
        ((stored(user="root"),), True, "image configuration"),
        ((stored(user="10001:0"), dockerfile(user="root", root=True)), False, "image configuration"),
        ((stored(user=None), dockerfile(user="app", root=False)), False, "Dockerfile (by the name of its file or folder)"),
        ((measured("x", tool="Dockle", checks={"CIS-DI-0001": (Disposition.OPEN, "")}),), True, "Dockle"),
        ((measured("x", tool="Dockle", checks={"CIS-DI-0001": (Disposition.PASSED, "")}),), False, "Dockle"),
    ],
)
def test_as_whom_it_runs(evidence: tuple[object, ...], by: str, *, root: bool) -> None:
    one = hardening(CLUSTER, *evidence)
    assert (one.root, one.users[0].by) == (root, by)


def test_the_user_is_named_where_the_evidence_names_it_and_a_check_names_none() -> None:
    dockle = measured("x", tool="Dockle", checks={"CIS-DI-0001": (Disposition.PASSED, "")})
    one = hardening(CLUSTER, stored(user="10001:0"), dockerfile(user="app", root=False), dockle)
    assert [(each.user, each.by) for each in one.users] == [
        ("10001:0", "image configuration"),
        ("app", "Dockerfile (by the name of its file or folder)"),
        ("", "Dockle"),
    ]


def test_what_a_base_is_published_for_is_said() -> None:
    for base, words in (
        ("docker.io/library/debian:12", "published for general use"),
        ("private.example/base:1", "is not approved"),
    ):
        assert words in hardening(CLUSTER, dockerfile(base=base)).base_because


def test_setuid_files() -> None:
    text = "setuid file: urwxr-xr-x usr/bin/passwd\nsetgid file: grwxr-xr-x usr/bin/wall"
    found = measured("x", tool="Dockle", checks={"CIS-DI-0008": (Disposition.OPEN, text)})
    assert hardening(CLUSTER, found).setuid == ("usr/bin/passwd", "usr/bin/wall")
    passed = measured("x", tool="Dockle", checks={"CIS-DI-0008": (Disposition.PASSED, "")})
    assert hardening(CLUSTER, passed).setuid == ()


def test_known_exploited_by_the_catalogue_that_was_added() -> None:
    found = scan("s.json", CART, ["CVE-2099-1", "CVE-2099-2"], day(18))
    assert hardening(CLUSTER, found).known_exploited == ()
    assert hardening(CLUSTER, found, exploited=lambda cve: cve == "CVE-2099-2").known_exploited == ("CVE-2099-2",)


@pytest.mark.parametrize(("cves", "named"), [(("CVE-2099-3",), ("CVE-2099-3",)), ((), ("PLUGIN-7",))])
def test_what_a_scanner_calls_known_exploited_is_so_whatever_the_catalogue_says(
    cves: tuple[str, ...], named: tuple[str, ...]
) -> None:
    found = scan("s.json", CART, ["PLUGIN-7", "PLUGIN-8"], day(18))
    first, second = found.results
    seen = replace(found, results=(structs.replace(first, cves=cves, known_exploited=AS_OF), structs.replace(second, cves=())))
    assert hardening(CLUSTER, seen).known_exploited == named


def test_distroless_needs_a_benchmark_of_its_own() -> None:
    bare = dockerfile(base="gcr.io/distroless/static-debian12")
    one = hardening(CLUSTER, bare, measured(os_name="debian 12.5", tool="Trivy"))
    assert one.benchmark is not None
    assert (one.benchmark.kind, one.benchmark.name) == (BenchmarkKind.CUSTOM, "")
    chosen = _chosen(
        "- minimal: true\n  benchmark: Static baseline\n  file: s.md\n  accepted-by: Larkspur\n  accepted: 2026-05-01\n"
    )
    result = measured("Static baseline v1", tool="InSpec", path="evidence/scans/hdf.json")
    one = hardening(CLUSTER, bare, result, chosen=chosen)
    assert one.benchmark is not None
    assert (one.benchmark.accepted_by, one.benchmark.document) == ("Larkspur", f"s.md (SHA-256 {'f' * 64})")
    assert len(one.fitting) == 1


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ("image: registry.example/shop/cart", True),
        ("image: registry.example/shop/", True),
        ("image: registry.example/shop/car", False),
        ("os: alpine", True),
        ("os: alpine 3.20", True),
        ("os: alpine 3.2", False),
        ("os: debian", False),
    ],
)
def test_what_a_chosen_benchmark_is_for(row: str, *, fits: bool) -> None:
    chosen = _chosen(f"- {row}\n  benchmark: Ours\n")
    one = hardening(CLUSTER, measured(os_name="alpine 3.20.3", tool="Trivy"), chosen=chosen)
    assert one.benchmark is not None
    assert (one.benchmark.name == "Ours") == fits


def test_what_is_accepted_later_is_not_accepted_yet() -> None:
    text = "- os: alpine\n  benchmark: Ours\n  accepted-by: L\n  accepted: 2026-12-01\n"
    (one,), (gap,) = read_benchmarks(text, as_of=AS_OF, checksum=_sha256)
    assert one.benchmark.accepted is None
    assert (gap.kind, gap.path, gap.place) == (GapKind.LATER, "decisions/benchmarks.yaml", "line 1")
    assert "L accepted `Ours` on 2026-12-01" in gap.reason


def test_a_chosen_benchmark_that_no_image_meets_is_a_gap() -> None:
    chosen = _chosen(
        "- image: registry.example/shop/gone\n  benchmark: Gone\n"
        "- os: alpine\n  benchmark: Ours\n"
        "- os: alpine 3.20\n  benchmark: Too late\n"
        "- minimal: true\n  benchmark: Static\n"
    )
    one = hardening(CLUSTER, measured(os_name="alpine 3.20.3", tool="Trivy"), chosen=chosen)
    assert [(gap.place, gap.reason.partition(" decides")[0]) for gap in unmet(chosen, [one])] == [
        ("line 1", "`Gone` for `registry.example/shop/gone`"),
        ("line 5", "`Too late` for `alpine 3.20`"),
        ("line 7", "`Static` for images without a distribution"),
    ]
    assert list(unmet(chosen, [])) == []


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("- benchmark: Ours\n", "not clear what the benchmark is for", "line 1, the first entry"),
        (
            "- os: alpine\n  minimal: true\n  benchmark: Ours\n",
            "not clear what the benchmark is for",
            "line 1, the first entry",
        ),
        ("- os: alpine\n  benchmark: ' '\n", "the benchmark has no name", "line 2, key benchmark of the first entry"),
        ("- benchmark: Ours\n  os: ' '\n", "the text is empty", "line 2, key os of the first entry"),
        ("- benchmark: Ours\n  image: ''\n", "the text is empty", "line 2, key image of the first entry"),
        (
            "- os: alpine\n  benchmark: Ours\n  accepted-by: ''\n  accepted: 2026-01-01\n",
            "the text is empty",
            "line 3, key accepted-by of the first entry",
        ),
        (
            "- os: alpine\n  benchmark: Ours\n  accepted: 2026-01-01\n",
            "no person or no day of the acceptance is stated",
            "line 1, the first entry",
        ),
        (
            "- os: alpine\n  benchmark: Ours\n  file: missing.md\n",
            "there is no such file",
            "line 3, key file of the first entry",
        ),
        ("- os: alpine\n  benchmark: Ours\n  colour: red\n", "colour", "line 3"),
    ],
)
def test_a_wrong_file_of_benchmarks_is_refused(text: str, what: str, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _chosen(text)
    assert what in str(caught.value)
    assert f"decisions/benchmarks.yaml, {where}" in caught.value.where
    assert caught.value.next_step


def test_validations() -> None:
    text = (
        "- what: hardening-process\n  by: Larkspur\n  validated: 2026-05-01\n  file: v.pdf\n"
        "- what: pipeline-tools\n  by: Larkspur\n  validated: 2027-05-01\n  file: v.pdf\n"
    )
    (one,), (gap,) = read_validations(text, as_of=AS_OF, checksum=_sha256)
    assert (gap.kind, gap.place) == (GapKind.LATER, "line 5")
    assert "Larkspur validated `pipeline-tools` on 2027-05-01" in gap.reason
    assert (one.subject, one.by, one.sha256, one.place) == (
        ValidationSubject.HARDENING,
        "Larkspur",
        "f" * 64,
        "decisions/validations.yaml, line 1",
    )
    assert one.file == "v.pdf"
    ((by_sum,), _) = read_validations(text.replace("v.pdf", "f" * 64, 1), as_of=AS_OF, checksum=_sha256)
    assert by_sum.file == ""
    assert read_validations("", as_of=AS_OF, checksum=_sha256) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "- what: weather\n  by: L\n  validated: 2026-05-01\n  file: v.pdf\n",
        "- what: pipeline-tools\n  by: ' '\n  validated: 2026-05-01\n  file: v.pdf\n",
        "- what: pipeline-tools\n  by: L\n  validated: 2026-05-01\n  file: missing.md\n",
        "- what: pipeline-tools\n  by: L\n  file: v.pdf\n",
    ],
)
def test_a_wrong_file_of_validations_is_refused(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_validations(text, as_of=AS_OF, checksum=_sha256)
    assert ", line " in caught.value.where


_UBI = "registry1.dso.mil/ironbank/example/base/minimal9:9.4"


def test_a_hardening_manifest_says_what_the_image_of_its_name_and_tag_is_built_on() -> None:
    one = hardening(CLUSTER, hardening_manifest("shop/cart", "1", "latest", base=_UBI))
    assert (one.base, one.base_kind) == (_UBI, BaseKind.IRON_BANK)
    assert "says its hardening manifest" in one.base_because
    assert [manifest.source in one.sources for manifest in one.manifests] == [True]


@pytest.mark.parametrize(("name", "tag"), [("shop/cart", "2"), ("other-shop/cart", "1"), ("art", "1"), ("", "1")])
def test_a_manifest_of_another_image_says_nothing(name: str, tag: str) -> None:
    one = hardening(CLUSTER, hardening_manifest(name, tag, base=_UBI))
    assert (one.base, one.manifests) == (None, ())


def test_what_is_in_the_image_outweighs_its_manifest() -> None:
    labelled = stored(labels={"org.opencontainers.image.base.name": "docker.io/library/debian:12"})
    one = hardening(CLUSTER, labelled, hardening_manifest("shop/cart", "1", base=_UBI))
    assert one.base_kind is BaseKind.GENERAL


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        ("nginx:1", BaseKind.GENERAL),
        ("docker.io/library/redis:7", BaseKind.GENERAL),
        ("cart:1", BaseKind.UNKNOWN),
        ("shop-cart:latest", BaseKind.UNKNOWN),
        ("build:./cart", BaseKind.UNKNOWN),
    ],
)
def test_a_name_without_a_registry_is_public_only_where_docker_publishes_it(image: str, kind: BaseKind) -> None:
    assert hardening(pods("c/pods.json", day(19), {"cart": image}, digest=RUNNING)).base_kind is kind


def test_who_names_the_base_and_how_sure_that_is() -> None:
    by_folder = dockerfile(base="debian:12")
    by_person = replace(by_folder, evidence=replace(by_folder.evidence, target=CART))
    label = stored(labels={"org.opencontainers.image.base.name": "registry1.dso.mil/ironbank/debian:12"})
    seen = [
        (one.base_kind, one.base_certainty, bool(one.base_doubt))
        for one in (hardening(CLUSTER, each) for each in (by_folder, by_person, label))
    ]
    assert seen == [
        (BaseKind.GENERAL, None, True),
        (BaseKind.GENERAL, Certainty.DECLARED, False),
        (BaseKind.IRON_BANK, None, True),
    ]
    both = hardening(CLUSTER, label, by_person)
    assert (both.base, both.base_kind, len(both.base_sources)) == ("debian:12", BaseKind.GENERAL, 2)


def test_a_result_names_the_digest_that_was_measured() -> None:
    (by_name,) = hardening(CLUSTER, measured(STIG, target=f"{CART}@{RUNNING}")).results
    (by_tag,) = hardening(CLUSTER, measured(STIG)).results
    one = measured(STIG, target="host-7")
    (by_person,) = hardening(CLUSTER, replace(one, evidence=replace(one.evidence, target=f"{CART}@{RUNNING}"))).results
    assert (by_name.digests, by_tag.digests, by_person.digests) == ((RUNNING,), (), (RUNNING,))
