"""How many drawn rows find their workload without a mapping file, with one system left out at a time.

`python tests/bench/matching.py [PAIRS…]`. The one number that can be tuned on these systems is the share from which a pair is a
match (`match_weighed.SURE`). For each system it is chosen on all others, as the lowest at which 98 % of their matches are
right, and then used on the one left out. A match counts as the shared check counts it: right where a row of `expect.json` says
so, wrong where a row says something else or `never` forbids it.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.graph import match_weighed
from generator.graph.comparison import compare_whole
from generator.graph.flows import flow_graph
from generator.graph.mapping import DiagramMapping
from generator.graph.match_reasons import Evidence
from generator.graph.match_weighed import Weighed
from generator.graph.match_weighing import Weighing
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramSnapshot
from generator.model.flow import FlowGraph
from generator.model.inventory import Workload
from generator.pipeline.loose_files import read_cluster, read_diagram

_PAIRS = Path(__file__).resolve().parents[3] / "shared/cases/diagrams/pairs"
_SHARES = tuple(share / 100 for share in range(50, 100, 5))
_PRECISION = 0.98
_KINDS = (
    Evidence.NAME, Evidence.SOFTWARE, Evidence.ONLY, Evidence.NEIGHBORS, Evidence.PLACE, Evidence.PORT, Evidence.FAMILY,
    Evidence.TAKEN, Evidence.COPY,
)  # fmt: skip


class System(msgspec.Struct, frozen=True):
    """One pair of a drawing and definitions, read."""

    name: str
    expected: Mapping[str, Sequence[Mapping[str, Sequence[object]]]]
    diagram: DiagramSnapshot
    workloads: tuple[Workload, ...]
    flows: FlowGraph


class Count(msgspec.Struct, frozen=True):
    """What came of one system."""

    rows: int
    right: int
    wrong: int
    rest: int
    """Rows without a match."""
    suggested: int
    """Of these with the right first suggestion."""

    @property
    def precision(self) -> float:
        """Of the matches that a row or `never` judges."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


def main() -> None:
    """Print the table."""
    systems = [_read(folder) for folder in sorted(_folders()) if (folder / "expect.json").exists()]
    counts = {share: {system.name: _counted(system, share) for system in systems} for share in _SHARES}
    used = match_weighed.SURE
    print(f"| system | rows | matched at {used} | wrong | rest, first suggestion right | chosen without it | matched | wrong |")
    print("|---|---|---|---|---|---|---|---|")
    total = [0] * 6
    for system in systems:
        chosen = _chosen(counts, system.name)
        own, left_out = counts[used][system.name], counts[chosen][system.name]
        print(
            f"| {system.name} | {own.rows} | {own.right} | {own.wrong} | {own.suggested} of {own.rest} | {chosen:.2f} "
            f"| {left_out.right} | {left_out.wrong} |"
        )
        for place, number in enumerate((own.rows, own.right, own.wrong, own.suggested, left_out.right, left_out.wrong)):
            total[place] += number
    print(f"| all | {total[0]} | {total[1]} | {total[2]} | {total[3]} | | {total[4]} | {total[5]} |")
    print("\n| without | matched | wrong |\n|---|---|---|")
    for kind in _KINDS:
        without = [_without(kind, system) for system in systems]
        print(f"| {kind.value} | {sum(each.right for each in without)} | {sum(each.wrong for each in without)} |")
    print("\n| share | matched | wrong |\n|---|---|---|")
    for share in _SHARES:
        of_all = counts[share].values()
        print(f"| {share:.2f} | {sum(each.right for each in of_all)} | {sum(each.wrong for each in of_all)} |")


def _without(kind: Evidence, system: System) -> Count:
    """As if there were no evidence of a kind."""
    pair = Weighing._pair

    def pruned(self: Weighing, *arguments: Any) -> Weighed:
        weighed = pair(self, *arguments)
        left = tuple(reason for reason in weighed.reasons if reason.evidence is not kind)
        lost = sum(reason.points for reason in weighed.reasons if reason.evidence is kind)
        return replace(weighed, points=weighed.points - lost, reasons=left, grounds=weighed.grounds - {kind})

    Weighing._pair = pruned  # type: ignore[method-assign]
    try:
        return _counted(system, match_weighed.SURE)
    finally:
        Weighing._pair = pair  # type: ignore[method-assign]


def _folders() -> list[Path]:
    folders = [Path(argument) for argument in sys.argv[1:]] or [_PAIRS]
    return [pair for folder in folders for pair in folder.iterdir() if pair.is_dir()]


def _read(folder: Path) -> System:
    cluster = read_cluster([folder / "manifests"]).context
    return System(
        folder.name,
        json.loads((folder / "expect.json").read_text(encoding="utf-8")),
        read_diagram(next(folder.glob("diagram.*"))),
        tuple(cluster.workloads),
        flow_graph(cluster),
    )


def _chosen(counts: Mapping[float, Mapping[str, Count]], without: str) -> float:
    for share in _SHARES:
        others = [count for name, count in counts[share].items() if name != without]
        right, wrong = sum(each.right for each in others), sum(each.wrong for each in others)
        if right >= _PRECISION * (right + wrong):
            return share
    return _SHARES[-1]


def _counted(system: System, share: float) -> Count:
    default = match_weighed.SURE
    match_weighed.SURE = share
    try:
        found = compare_whole([system.diagram], system.workloads, system.flows, DiagramMapping())
    finally:
        match_weighed.SURE = default
    return _count(system.expected, found)


def _count(expected: Mapping[str, Sequence[Mapping[str, Sequence[object]]]], found: Comparison) -> Count:
    rows = expected["rows"]
    done, wrong = set(), 0
    for match in found.in_both:
        place = next((place for place, row in enumerate(rows) if _is_drawn(row["drawn"], match.id, match.label)), None)
        if place is not None and _is_right(rows[place], match.workloads):
            done.add(place)
        elif place is not None or any(_is_drawn([name], match.id, match.label) for name, _ in expected["never"]):
            wrong += 1
    first = {}
    for each in found.suggested:
        first.setdefault(each.id, each)
    rest = [row for place, row in enumerate(rows) if place not in done]
    suggested = sum(
        any(_is_drawn(row["drawn"], each.id, each.label) and _is_right(row, each.workloads) for each in first.values())
        for row in rest
    )
    return Count(len(rows), len(done), wrong, len(rest), suggested)


def _plain(name: object) -> str:
    return "".join(letter for letter in str(name).lower() if letter.isalnum())


def _is_drawn(names: Sequence[object], id_: str, label: str) -> bool:
    return any(_plain(name) in (_plain(id_), _plain(label)) for name in names)


def _is_right(row: Mapping[str, Sequence[object]], workloads: Sequence[str]) -> bool:
    return all(any(_is_called(name, key) for name in names for key in workloads) for names in row["workloads"])  # type: ignore[attr-defined]


def _is_called(name: object, workload: str) -> bool:
    parts = workload.split("/")
    return _plain(name) in {_plain(part) for part in parts} | {_plain(part.split("((")[0].rstrip("-_")) for part in parts}


if __name__ == "__main__":
    main()
