"""`atopack monitor` records the indicators of a system on the 20x path, by the clock and once for each new evidence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from three_months import CART, Months, pods, trivy

from generator.cli.main import main
from generator.workspace.indicator_records import history_of

NOW = datetime(2026, 2, 28, 4, 30, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = Months(tmp_path, None)
    pods(made.root, "2026-02-27", [CART])
    trivy(made.root, "2026-02-26", CART, {"CVE-1": "LOW"})
    file = made.root / "system.yaml"
    file.write_text(file.read_text() + "\nframeworks: [fedramp-20x]\nclass: c\n")
    return made.root


def _run(root: Path, monkeypatch: pytest.MonkeyPatch, now: datetime, *options: str) -> None:
    monkeypatch.setattr("generator.cli.monitor.utc_now", lambda: now)
    assert main(["monitor", str(root), *options]) in (0, 1)


def _records(root: Path) -> list[datetime]:
    from generator.workspace.folder import Workspace

    return [kept.record.taken for kept in history_of(root, Workspace.open(root).system.id).records]


def test_a_run_adds_a_record_with_its_real_time(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(root, monkeypatch, NOW)
    assert _records(root) == [NOW]
    assert "history/indicators/2026-02-28T043000Z-" in capsys.readouterr().out


def test_the_same_evidence_again_adds_none_though_the_monitor_left_a_record_of_its_own(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(root, monkeypatch, NOW)
    _run(root, monkeypatch, NOW + timedelta(days=1))
    assert _records(root) == [NOW]
    assert "no record was added: it rests on the same evidence" in capsys.readouterr().out


def test_new_evidence_adds_the_next_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(root, monkeypatch, NOW)
    pods(root, "2026-03-01", [CART, CART])
    _run(root, monkeypatch, NOW + timedelta(days=2))
    assert _records(root) == [NOW, NOW + timedelta(days=2)]


def test_a_past_day_adds_none(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _run(root, monkeypatch, NOW + timedelta(days=3), "--as-of", "2026-02-28")
    assert _records(root) == []
    assert "no record was added: it is as of 2026-02-28" in capsys.readouterr().out


def test_a_clock_that_went_back_adds_none(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(root, monkeypatch, NOW)
    pods(root, "2026-02-27", [CART, CART])
    _run(root, monkeypatch, NOW - timedelta(hours=1))
    assert _records(root) == [NOW]
    assert "clock went back" in capsys.readouterr().out


def test_a_second_that_has_a_record_is_no_clock_that_went_back() -> None:
    from generator.indicators.records import IndicatorMaking, record_of
    from generator.model.indicator_history import IndicatorHistory, KeptRecord

    made = IndicatorMaking(points=(), evidence=("a" * 64,), as_of=NOW.date(), by="monitor", certification="c", rules="1")
    first = record_of(made, IndicatorHistory(), taken=NOW, system="cart")
    assert not isinstance(first, str)
    history = IndicatorHistory(records=(KeptRecord(path="one.json", sha256="b" * 64, record=first),))
    assert record_of(made, history, taken=NOW, system="cart") == (
        "a record of this second is there already: run it again for a record of its own"
    )
