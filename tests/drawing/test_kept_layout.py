"""From month to month: what did not change stands where it stood."""

import msgspec
import pytest
from drawing.subjects import PERCH, SEED_API, STORE, flow, many, subject, workload
from replacing import replace

from generator.drawing import kept
from generator.drawing.kept import NOTHING_KEPT, KeptPicture
from generator.drawing.picture import draw
from generator.model.picture import PictureKind


def by_name(drawn, kind=PictureKind.NAMESPACE):
    return {picture.name: picture for picture in drawn.pictures if picture.kind is kind}


def grown(of, *, namespace, calls):
    """The system with one more workload in a namespace, which is the first in its order and calls others there."""
    new = workload("a-new-one", namespace=namespace)
    return replace(
        of,
        workloads=(*of.workloads, new),
        flows=replace(of.flows, flows=(*of.flows.flows, *(flow(new, other, 8080) for other in calls))),
    )


def apart():
    """Three namespaces whose workloads call one another, none in another namespace."""
    rows = [workload(f"nest-{number:02}", namespace=f"tree-{number % 3}") for number in range(45)]
    calls = [flow(row, rows[(number + 3 * step) % 45], 8080) for number, row in enumerate(rows) for step in (1, 4)]
    return subject(rows, flows=calls)


def test_a_change_in_one_namespace_leaves_the_figures_of_the_others_as_they_were():
    before = apart()
    first = draw(before)
    after = grown(before, namespace="tree-0", calls=[row for row in before.workloads if row.namespace == "tree-0"][:3])
    second = draw(after, kept.read(first.layout))
    old, new = by_name(first), by_name(second)
    untouched = [name for name in old if not name.startswith("namespace-tree-0")]
    assert len(untouched) >= 2
    for name in untouched:
        assert new[name].svg == old[name].svg
    assert any(new[name].svg != old[name].svg for name in old if name.startswith("namespace-tree-0"))


def test_in_one_figure_the_boxes_of_another_namespace_keep_their_cells():
    rows = (PERCH, SEED_API, STORE, workload("vault", namespace="cellar"), workload("rack", namespace="cellar"))
    before = subject(rows, flows=[flow(PERCH, SEED_API, 1), flow(STORE, rows[3], 2), flow(rows[3], rows[4], 3)])
    first = draw(before)
    after = grown(before, namespace="yard", calls=[PERCH])
    (old,), (new,) = msgspec.json.decode(first.layout), msgspec.json.decode(draw(after, kept.read(first.layout)).layout)
    assert {key: new["cells"][key] for key in old["cells"]} == old["cells"]
    without = msgspec.json.decode(draw(after).layout)[0]
    assert set(without["cells"]) == set(new["cells"])


def test_a_workload_that_is_new_joins_the_part_that_it_has_flows_with():
    before = many(60, 1, (1,))
    first = draw(before)
    last = [row for row in before.workloads if row.name in {"nest-40", "nest-41"}]
    second = draw(grown(before, namespace="tree-0", calls=last), kept.read(first.layout))
    home = {key: picture.name for picture in by_name(second).values() for key in picture.members}
    assert home["workload prod tree-0/Deployment/a-new-one"] in {home[f"workload prod {row.key}"] for row in last}
    was = {key: picture.name for picture in by_name(first).values() for key in picture.members}
    moved = [key for key, name in was.items() if home[key].split("-of-")[0] != name]
    joined = home["workload prod tree-0/Deployment/a-new-one"]
    assert all(was[key] == joined or home[key] == joined or home[key] not in was.values() for key in moved)


def test_the_same_system_again_gives_the_same_bytes_with_and_without_the_layout_before():
    for of in (apart(), many(60, 1, (1,)), subject()):
        first = draw(of)
        again = draw(of, kept.read(first.layout))
        assert [one.svg for one in again.pictures] == [one.svg for one in first.pictures]
        assert again.layout == first.layout


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1]",
        b"[]",
        b'[{"name": "x", "columns": -1, "cells": {}}]',
        b'[{"name": "x", "columns": 2, "cells": {"workload a": [99999999, 0]}}]',
    ],
)
def test_a_layout_that_makes_no_sense_is_left_aside(data):
    assert kept.read(data) == NOTHING_KEPT


def test_a_layout_that_was_made_up_moves_boxes_and_changes_no_content():
    made_up = KeptPicture(name="authorization-boundary", columns=900, cells={f"workload prod {PERCH.key}": (7, 1)})
    plain, moved = draw(subject()), draw(subject(), kept.read(kept.write([made_up])))
    assert moved.pictures[0].flows == plain.pictures[0].flows
    assert moved.gaps == plain.gaps == ()
