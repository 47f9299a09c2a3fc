"""What single boxes of a figure say, in words that are whole."""

import pytest
from replacing import replace

from generator.drawing.boxes import absent_box, more_box, neighbor_box, workload_box
from generator.drawing.figure import Figure
from generator.drawing.namespace_boxes import namespace_box, together_box
from generator.model.comparison import DrawnOnly
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import Sha256
from generator.model.inventory import KEPT_BY_CLOUD, MANAGED_KIND, Container, Workload


def _rows(figure: Figure) -> list[str]:
    return [row.text for row in figure.lines]


def _workload(kind: str, namespace: str = "shop", *, instances: int | None = None) -> Workload:
    containers = () if kind == MANAGED_KIND else (Container(name="a", image="acme/a:1"),)
    return Workload(cluster="c", namespace=namespace, kind=kind, name="orders", containers=containers, instances=instances)


@pytest.mark.parametrize(
    ("kind", "namespace", "instances", "word"),
    [
        ("Deployment", "shop", 2, "running"),
        ("Deployment", "shop", None, "declared"),
        (MANAGED_KIND, "shop", None, "declared"),
        ("Database", KEPT_BY_CLOUD, None, "running"),
    ],
)
def test_what_is_only_declared_is_not_said_to_run(kind: str, namespace: str, instances: int | None, word: str) -> None:
    box = workload_box(_workload(kind, namespace, instances=instances), undrawn=True, drawn_as=None, ports="", brief=False)
    assert f"{word}, not drawn" in _rows(box)


def test_pods_that_wait_to_start_are_no_running_instances() -> None:
    waiting = replace(_workload("Deployment", instances=3), waiting=True)
    rows = _rows(workload_box(waiting, undrawn=True, drawn_as=None, ports="", brief=False))
    assert {"Deployment, not started", "not started, not drawn"} <= set(rows)
    box = namespace_box(("c", "shop"), [waiting, _workload("Job", instances=1)], 0)
    assert box.full == "Namespace shop: 2 workloads, 1 running instance"


def test_ports_that_do_not_fit_beside_the_words_have_a_line_of_their_own() -> None:
    of_two = workload_box(_workload("Deployment"), undrawn=False, drawn_as=None, ports="TCP 4317, 4318 +2", brief=False)
    assert _rows(of_two)[-2:] == ["listens on", "TCP 4317, 4318 +2"]
    assert (
        _rows(workload_box(_workload("Job"), undrawn=False, drawn_as=None, ports="TCP 80", brief=False))[-1]
        == "listens on TCP 80"
    )


@pytest.mark.parametrize(
    ("image", "rows"),
    [
        ("r.example/team/tracking-api:2.4.1", ["tracking-api:2.4.1"]),
        (
            "r.example/team/claims-intake-document-classifier:2026.11.29-rc3-fips",
            ["claims-intake-document-", "classifier:2026.11.29-rc3-fips"],
        ),
        (f"r.example/team/claims-intake-classifier@sha256:{'0' * 64}", ["claims-intake-classifier@", f"sha256:{'0' * 12}"]),
        (f"r.example/{'abcdefghijklmnopqrstuvwxyz' * 2}:1", ["abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvw", "xyz:1"]),
    ],
)
def test_a_long_image_is_on_several_lines(image: str, rows: list[str]) -> None:
    workload = replace(_workload("Deployment"), containers=(Container(name="a", image=image),))
    box = workload_box(workload, undrawn=False, drawn_as=None, ports="", brief=False)
    assert _rows(box)[2:] == rows
    assert box.height > box.lines[-1].y


def test_names_of_several_workloads_together_are_on_two_lines_each() -> None:
    members = [replace(_workload("Deployment"), name=name) for name in ("claims-intake-document-classifier", "orders")]
    assert _rows(together_box("k", "namespace claims", members)) == [
        "namespace", "claims", "claims-intake-", "document-classifier", "orders",
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "last"), [(4, "w3"), (5, "and 1 more")])
def test_four_names_are_listed_and_the_rest_is_counted(number: int, last: str) -> None:
    members = [replace(_workload("Job"), name=f"w{index}") for index in range(number)]
    assert _rows(together_box("k", "shop", members)) == ["shop", "w0", "w1", "w2", "w3", *([last] if number > 4 else [])]


def test_services_that_do_not_fit_are_counted() -> None:
    box = more_box(1_200)
    assert (box.name, box.full) == ("and 1,200 more external services", "and 1,200 more external services")
    assert " ".join(_rows(box)) == box.name


def test_a_service_of_the_platform_is_called_so_beside_others_as_well() -> None:
    assert " ".join(_rows(neighbor_box(_workload(MANAGED_KIND), undrawn=False))) == "orders service of the platform"


def test_of_two_components_with_one_text_each_says_in_which_box_it_is_drawn() -> None:
    shape = DrawnOnly(
        id="n1", label="Database", kind="component", page="p", source=EvidenceSource(Sha256("d" * 64), "d.mmd", "")
    )
    box = absent_box(shape, "Staging", alone=False)
    assert (box.name, _rows(box)) == ("Database in Staging", ["Database", "in Staging"])
    assert absent_box(shape, "Staging", alone=True).name == "Database"
    assert _rows(absent_box(shape, "", alone=True)) == ["Database", "page p"]
