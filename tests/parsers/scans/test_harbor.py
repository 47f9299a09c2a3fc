"""Harbor: what its goldens show only in passing."""

from pathlib import Path

from scan_reading import read

_DATA = Path(__file__).parent / "testdata" / "harbor-json"


def test_the_registry_scans_by_itself() -> None:
    taker, snapshot = read("many.json", (_DATA / "many.json").read_bytes())
    assert (taker, snapshot.monitor) == ("harbor-json", "Harbor")
