"""`atopack monitor` from the command line: recipients, what is kept, and that the record is evidence of the next build."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from loopback import served
from three_months import CART, WEB, Months, pods, trivy

from generator.cli.main import main
from generator.parsers.document import Document
from generator.pipeline import parse
from generator.pipeline.stages import assessed, build
from generator.workspace.accept import accept
from generator.workspace.folder import Workspace

AS_OF = ["--as-of", "2026-02-28"]
BAD = {"CVE-1": "HIGH", "CVE-2": "LOW"}


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """CART was scanned in January and has a High that is late by March; WEB runs since February and was never scanned."""
    made = Months(tmp_path, None)
    pods(made.root, "2026-02-20", [CART, WEB])
    trivy(made.root, "2026-02-01", CART, BAD)
    return made


@pytest.fixture
def alarm() -> Iterator[tuple[str, list[dict[str, object]]]]:
    came: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    with served(HTTPServer(("127.0.0.1", 0), Handler)) as host:
        yield f"http://{host}/hook?key=hidden", came


def records(root: Path) -> list[Path]:
    return sorted(path for path in (root / "evidence/monitoring").glob("*.json") if not path.name.endswith(".sidecar.json"))


def test_alerts_are_printed_told_and_kept(
    months: Months, alarm: tuple[str, list[dict[str, object]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, came = alarm
    (tmp_path / "url").write_text(f"{url}\n")
    prom, asff = tmp_path / "atopack.prom", tmp_path / "findings.json"
    words = ["--webhook-file", str(tmp_path / "url"), "--textfile", str(prom), "--asff", str(asff)]
    words += ["--aws-account", "123456789012", "--aws-region", "us-gov-west-1"]
    assert main(["monitor", str(months.root), *AS_OF, *words]) == 1
    out = capsys.readouterr().out
    assert "[image-never-scanned]" in out
    assert "run by: shop/DaemonSet/d1" in out
    assert "Sent       webhook http://127.0.0.1" in out
    assert "hidden" not in out
    (sent,) = came
    assert [one["kind"] for one in sent["alerts"]] == ["image-never-scanned"]  # type: ignore[attr-defined]
    assert 'atopack_monitor_alerts{system="toy-shop",kind="image-never-scanned"} 1' in prom.read_text()
    assert len(json.loads(asff.read_bytes())) == 1
    (kept,) = records(months.root)
    said = json.loads((kept.parent / f"{kept.name}.sidecar.json").read_bytes())
    assert said["sha256"] == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert said["collector"]["name"] == "atopack monitor"
    assert json.loads(kept.read_bytes())["deliveries"][0]["delivered"] is True
    assert "hidden" not in kept.read_text()


def test_what_is_late_is_alerted_of_until_it_is_on_the_poam_and_then_as_past_due(
    months: Months, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["monitor", str(months.root), "--as-of", "2026-03-04", "--json"]

    def kinds() -> list[str]:
        assert main(words) == 1
        return [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]

    assert "late-weakness-not-on-the-poam" in kinds()
    accept(months.build("2026-02-28").folder, months.root, draft=True)
    for path in (months.root / "evidence/monitoring").iterdir():
        path.unlink()
    found = kinds()
    assert "late-weakness-not-on-the-poam" not in found
    assert "weakness-past-due" in found


def test_what_is_on_the_poam_and_not_late_is_no_alarm(months: Months, capsys: pytest.CaptureFixture[str]) -> None:
    trivy(months.root, "2026-02-21", WEB, {})
    accept(months.build("2026-02-28").folder, months.root, draft=True)
    assert main(["monitor", str(months.root), *AS_OF]) == 0
    assert "Alerts     none." in capsys.readouterr().out
    assert len(records(months.root)) == 1


def test_the_record_is_evidence_of_the_next_build_and_of_the_next_run(months: Months, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2026, 3, 1)
    for number, hour in enumerate((4, 5), 1):
        monkeypatch.setattr("generator.cli.monitor.utc_now", lambda hour=hour: datetime(2026, 3, 1, hour, 30, 0, 5, tzinfo=UTC))
        assert main(["monitor", str(months.root)]) == 1
        assert len(records(months.root)) == number
    first, second = records(months.root)
    assert first.name == "2026-03-01T043000Z.json"
    assert json.loads(first.read_bytes())["previous"] == ""
    assert json.loads(second.read_bytes())["previous"] == hashlib.sha256(first.read_bytes()).hexdigest()
    checked = assessed(Workspace.open(months.root), day, lambda *_: None)
    assert [one.run.alerts[0].kind for one in checked.facts.monitored] == ["image-never-scanned"] * 2
    (state,) = [one for one in checked.postures if one.requirement.id == "registry-monitor-alarms"]
    assert state.state == "not enforced"
    built = build(Workspace.open(months.root), months.root.parent / "later", day, lambda *_: None)
    results = json.loads((built.folder / "oscal/assessment-results.json").read_text())
    (observed,) = [
        each
        for each in results["assessment-results"]["results"][0]["observations"]
        if {"registry-monitor-alarms", "not enforced"} <= {prop["value"] for prop in each["props"]}
    ]
    assert observed["relevant-evidence"]
    assert (built.folder / "evidence/monitoring" / second.name).is_file()


def test_an_alarm_that_nobody_takes_ends_with_an_error_where_nothing_else_does(
    months: Months, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    assert main(["monitor", str(months.root), *AS_OF, "--webhook", "http://127.0.0.1:9/secret"]) == 1
    out = capsys.readouterr().out
    assert "Sent       webhook http://127.0.0.1:9: the receiver refused" in out
    assert "secret" not in out
    assert json.loads(records(months.root)[0].read_bytes())["deliveries"][0]["delivered"] is False


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ([], "no workspace is named"),
        (["WS", "--webhook", "http://alerts.example/x"], "not https"),
        (["WS", "--webhook", "https://a.example", "--webhook-file", "x"], "both name an address"),
        (["WS", "--webhook-file", "missing"], "no such file"),
        (["WS", "--webhook-token-file", "missing"], "a token without an address"),
        (["WS", "--asff", "x.json"], "need account and region"),
        (["WS", "--asff", "x.json", "--aws-account", "12", "--aws-region", "r"], "need account and region"),
        (["WS", "--textfile", "missing/x.prom"], "no such folder"),
    ],
)
def test_wrong_options_are_named_and_nothing_is_kept(
    months: Months, words: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["monitor", *(str(months.root) if word == "WS" else word for word in words)]) == 2
    assert what in capsys.readouterr().err
    assert not (months.root / "evidence/monitoring").exists()


@pytest.mark.parametrize("option", ["--webhook-file", "--webhook-token-file"])
@pytest.mark.parametrize("secret", ["t0ken".encode("utf-16"), b"t0ken\xff", b"t0ken\nmore", b""])
def test_a_secret_that_cannot_be_read_is_refused_without_being_repeated(
    months: Months, tmp_path: Path, option: str, secret: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret").write_bytes(secret)
    more = [] if option == "--webhook-file" else ["--webhook", "https://alerts.example/x"]
    assert main(["monitor", str(months.root), option, str(tmp_path / "secret"), *more]) == 2
    said = "".join(capsys.readouterr())
    assert "does not hold one line of UTF-8 text" in said
    assert "t0ken" not in said


def test_without_evidence_of_what_runs_nothing_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "system.yaml").write_text("")
    assert main(["monitor", str(tmp_path)]) == 2
    assert "no evidence says what runs" in capsys.readouterr().err


def test_the_manifest_is_printed_and_nothing_is_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["monitor", "--manifest", "--image", "reg.example/atopack@sha256:1", "--name", "prod"]) == 0
    kinds = [one["kind"] for one in yaml.safe_load_all(capsys.readouterr().out)]
    assert kinds == ["PersistentVolumeClaim", "CronJob"]


def test_what_runs_can_be_collected_first(months: Months, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[Path] = []

    def collect(root: Path) -> None:
        collected.append(root)
        trivy(root, "2026-02-21", WEB, {})

    monkeypatch.setattr("generator.cli.monitor._collect", collect)
    assert main(["monitor", str(months.root), *AS_OF, "--collect"]) == 0
    assert collected == [months.root]


def test_strict_minds_evidence_that_cannot_be_read(months: Months, capsys: pytest.CaptureFixture[str]) -> None:
    trivy(months.root, "2026-02-21", WEB, {})
    (months.root / "evidence/scans/broken.json").write_text("{")
    assert main(["monitor", str(months.root), *AS_OF, "--strict"]) == 3
    assert "evidence/scans/broken.json: not valid JSON" in capsys.readouterr().out


def test_two_runs_in_one_second_do_not_write_over_each_other(months: Months, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("generator.cli.monitor.utc_now", lambda: datetime(2026, 2, 28, 4, tzinfo=UTC))
    monkeypatch.setattr("time.sleep", waited.append)
    assert main(["monitor", str(months.root)]) == 1
    (kept,) = records(months.root)
    before = kept.read_bytes()
    assert main(["monitor", str(months.root)]) == 2
    assert set(waited) == {1.0}
    assert (records(months.root), kept.read_bytes()) == ([kept], before)


@pytest.mark.parametrize("left", ["NAME", "NAME.sidecar.json", ".NAME.partial"])
def test_a_second_that_another_run_has_is_left_to_it(
    months: Months, left: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A killed run leaves a sidecar without a record, or a hidden file; the next takes a second of its own."""
    clock = iter(datetime(2026, 2, 28, 4, 30, second, tzinfo=UTC) for second in (7, 7, 8, 8, 9))
    monkeypatch.setattr("generator.cli.monitor.utc_now", lambda: next(clock))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    folder = months.root / "evidence/monitoring"
    folder.mkdir(parents=True)
    other = folder / left.replace("NAME", "2026-02-28T043007Z.json")
    other.write_text("{}")
    assert main(["monitor", str(months.root), *AS_OF]) == 1
    assert "2026-02-28T043008Z.json" in capsys.readouterr().out
    assert json.loads((folder / "2026-02-28T043008Z.json").read_bytes())["taken"] == "2026-02-28T04:30:08Z"
    assert other.read_text() == "{}"


def test_a_run_that_loses_its_second_while_it_looks_keeps_its_record_in_the_next(
    months: Months, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from generator.pipeline import monitor as looking

    watch, folder = looking.watch, months.root / "evidence/monitoring"
    moments = [datetime(2026, 2, 28, 4, 30, 7, tzinfo=UTC)]
    monkeypatch.setattr("generator.cli.monitor.utc_now", lambda: moments[-1])

    def overtaken(*args: object) -> object:
        result = watch(*args)  # type: ignore[arg-type]
        folder.mkdir(parents=True)
        (folder / "2026-02-28T043007Z.json").write_text("{}")
        moments.append(datetime(2026, 2, 28, 4, 30, 12, tzinfo=UTC))
        return result

    monkeypatch.setattr(looking, "watch", overtaken)
    assert main(["monitor", str(months.root), *AS_OF]) == 1
    assert "2026-02-28T043012Z.json" in capsys.readouterr().out
    assert (folder / "2026-02-28T043007Z.json").read_text() == "{}"


def test_a_clock_that_stands_still_ends_before_anything_is_sent(
    months: Months, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("generator.cli.monitor.utc_now", lambda: datetime(2026, 2, 28, 4, 30, 7, tzinfo=UTC))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    assert main(["monitor", str(months.root), *AS_OF]) == 1
    metrics = tmp_path / "alerts.prom"
    assert main(["monitor", str(months.root), *AS_OF, "--textfile", str(metrics)]) == 2
    assert "see that the clock goes" in capsys.readouterr().err
    assert not metrics.exists()


def test_what_was_read_is_kept_with_a_cache(
    months: Months, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("generator.cli.monitor.utc_now", lambda: datetime(2026, 2, 28, 4, 30, 7, tzinfo=UTC))
    read: list[str] = []
    really = parse.read

    def noted(document: Document, *args: object) -> object:
        read.append(document.name)
        return really(document, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(parse, "read", noted)
    printed = []
    for options in ([], ["--cache", str(tmp_path / "cache")], ["--cache", str(tmp_path / "cache")]):
        read.clear()
        code = main(["monitor", str(months.root), *AS_OF, *options])
        record = records(months.root)[0]
        printed.append((code, capsys.readouterr().out, record.read_bytes()))
        shutil.rmtree(record.parent)
        assert bool(read) is (len(printed) < 3)
    assert printed[0] == printed[1] == printed[2]
