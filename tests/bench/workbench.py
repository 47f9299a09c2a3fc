"""The workbench over 20,000 POA&M items and 5,000 assets: a page and a filter, beside the same rows decoded and rendered bare.

Bare: all rows of the page out of JSON with msgspec, and through a template of nothing but a table, in this process.
`python -m tests.bench.workbench [FOLDER]`; a folder is kept and used again.
"""

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from jinja2 import Environment
from starlette.testclient import TestClient

from generator.review.access import Doorkeeper
from generator.review.app import application
from generator.review.assessment import AssessmentCache
from generator.review.bench import PageRequest, Workbench
from generator.review.pages.inventory import GridRow, grid_rows
from generator.review.pages.poam import ItemRow, item_rows
from generator.review.people import Person
from tests.bench.findings import write_workspace

_ITEMS, _IMAGES = 20_000, 5_000
_AS_OF = date(2026, 11, 20)
_HOST = "127.0.0.1:8631"
_TIMES = 5
_TABLE = Environment(autoescape=True).from_string(
    "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)

Row = tuple[str, str, float, int]


def rows(folder: Path) -> Iterator[Row]:
    """What, limit, CPU seconds and peak MB of this process."""
    root = folder / "workbench"
    if not root.exists():
        write_workspace(root, findings=_ITEMS, images=_IMAGES, identifiers=_ITEMS)
    client, bench = _opened(root)
    start = time.process_time()
    assert client.get("/you").status_code == 200
    bench.assessments.current()
    yield f"assessment of {_ITEMS:,} items and {_IMAGES:,} assets", "–", time.process_time() - start, _peak()
    session = next(iter(bench.door._sessions.values()))
    request = PageRequest(bench=bench, session=session, query={}, path={})
    for name, address, rows_of in (("POA&M", "/poam", item_rows), ("inventory", "/inventory", grid_rows)):
        yield f"{name}: its first page", "–", _least(_get(client, address), times=1), _peak()
        shown: Sequence[ItemRow | GridRow] = request.assessment.once(rows_of)
        bare = _least(_bare(shown))
        yield f"{name}: {len(shown):,} rows decoded and rendered bare", "–", bare, _peak()
        yield f"{name}: a page", f"{2 * bare:.2f} s", _least(_get(client, f"{address}?page=7")), _peak()
        yield f"{name}: a filter", f"{bare:.2f} s", _least(_get(client, f"{address}?q=service-042+high")), _peak()


def _opened(root: Path) -> tuple[TestClient, Workbench]:
    bench = Workbench(
        root=root,
        door=Doorkeeper(hosts=frozenset({_HOST})),
        assessments=AssessmentCache(root, lambda: _AS_OF, lambda: datetime(2026, 11, 20, tzinfo=UTC)),
        as_of=lambda: _AS_OF,
        now=lambda: datetime(2026, 11, 20, tzinfo=UTC),
        person=Person(name="A. Lovelace"),
    )
    client = TestClient(application(bench), base_url=f"http://{_HOST}")
    client.get(f"/?token={bench.door.new_token()}", follow_redirects=False)
    return client, bench


def _bare(shown: Sequence[ItemRow | GridRow]) -> Callable[[], object]:
    data = msgspec.json.encode([_cells(row) for row in shown])
    decoder = msgspec.json.Decoder(list[list[object]])
    return lambda: _TABLE.render(rows=decoder.decode(data))


def _cells(row: ItemRow | GridRow) -> list[object]:
    """Of a row, as its page shows them."""
    if isinstance(row, ItemRow):
        return list(msgspec.to_builtins(row).values())
    return [row.asset_id, row.asset_type, *(cell.value for cell in row.cells)]


def _get(client: TestClient, address: str) -> Callable[[], object]:
    def answered() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text[:500]

    return answered


def _least(run: Callable[[], object], times: int = _TIMES) -> float:
    seconds = []
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return min(seconds)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name)
        for what, limit, seconds, megabytes in rows(folder):
            sys.stdout.write(f"{what:60} {limit:>8} {seconds:8.3f} {megabytes:6}\n")


if __name__ == "__main__":
    main()
