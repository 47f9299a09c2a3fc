"""Systems built by workers of Dask have the bytes of those that were built here, whatever becomes of a worker."""

import multiprocessing.forkserver
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from folder_contents import contents

from generator.cli.main import main
from generator.errors import ConfigError
from generator.fleet.building import FleetOptions, SystemBuild, build_systems
from generator.fleet.dask_engine import DaskCertificates, DaskCluster, _checked, _result, _WorkerMismatchError, dask
from generator.fleet.fleet_file import read_fleet
from generator.version import sources_digest
from tests.bench.findings import write_workspace

FILES = DaskCertificates(authority=Path("ca.pem"), certificate=Path("cert.pem"), key=Path("key.pem"))
SYSTEMS = ("alpha", "beta")


class DaskStandIn:
    """What of Dask the engine names."""

    KilledWorker = type("KilledWorker", (Exception,), {})
    CancelledError = type("CancelledError", (Exception,), {})


class FailedFuture:
    def __init__(self, error: Exception) -> None:
        self._error = error

    def result(self) -> object:
        raise self._error


@pytest.mark.parametrize("error", [DaskStandIn.KilledWorker(), DaskStandIn.CancelledError(), TimeoutError(), ConnectionError()])
def test_what_no_worker_finished_is_done_here(error: Exception) -> None:
    assert _result(lambda: 7, FailedFuture(error), DaskStandIn) == 7


@pytest.mark.parametrize(
    ("error", "what"), [(_WorkerMismatchError(), "another version of atopack"), (ModuleNotFoundError("generator"), "generator")]
)
def test_a_worker_that_cannot_build_is_named(error: Exception, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        _result(lambda: 7, FailedFuture(error), DaskStandIn)


def test_a_worker_compares_the_sources() -> None:
    assert _checked(lambda: 7, sources_digest()) == 7
    with pytest.raises(_WorkerMismatchError):
        _checked(lambda: 7, b"others")


def test_without_dask_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError) as caught:
        dask(DaskCluster(workers=1))
    assert caught.value.what == "this engine needs the package `distributed`, which is not installed"
    assert caught.value.next_step == "pip install 'atopack[fleet]'"


@pytest.mark.parametrize(
    ("address", "certificates", "what"),
    [
        ("tcp://10.0.0.7:8786", None, "can send it something else"),
        ("tcp://10.0.0.7:8786", FILES, "can send it something else"),
        ("tcp://localhost:8786", None, "can send it something else"),
        ("ws://127.0.0.1:8786", None, "can send it something else"),
        ("tls://10.0.0.7:8786", None, "certificates of both sides"),
        ("tls://10.0.0.7:8786", FILES, "no such file"),
        ("127.0.0.1:8786", None, "no address"),
        ("tcp://127.0.0.1:8786/x", None, "no address"),
    ],
)
def test_an_address_is_this_machine_or_protected(address: str, certificates: DaskCertificates | None, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        dask(DaskCluster(workers=2, address=address, certificates=certificates))


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--address", "tcp://127.0.0.1:1"), "--address is for a cluster"),
        (("--engine", "dask", "--tls-key", "key.pem"), "--tls-ca is missing"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    provider: Path, options: tuple[str, ...], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fleet", "build", str(provider / "FLEET.yaml"), "--output", str(provider / "out"), *options]) == 2
    assert what in capsys.readouterr().err
    assert not (provider / "out").exists()


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("provider")
    for name in SYSTEMS:
        write_workspace(root / name, findings=6, images=2, identifiers=4)
        system = root / name / "system.yaml"
        smallest = f"id: {name}, impact-level: low, baseline: li-saas"  # Appendix A is what takes most of a build
        system.write_text(system.read_text().replace("id: bench", smallest))
    rows = "".join(f"- {{id: {name}, workspace: {name}}}\n" for name in SYSTEMS)
    (root / "FLEET.yaml").write_text(f"as-of: 2026-11-20\nsystems:\n{rows}")
    return root


@pytest.fixture(scope="module")
def local_packages(provider: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], Any]:
    output = tmp_path_factory.mktemp("local")
    builds = build_systems(read_fleet(provider / "FLEET.yaml").entries, options(output), lambda *_: None)
    return contents(output), [build.result for build in builds]


def options(output: Path) -> FleetOptions:
    return FleetOptions(output=output, as_of=date(2026, 11, 20))


@pytest.fixture(scope="module")
def prepared_workers() -> Iterator[None]:
    """Processes of Dask begin with our modules imported: how a process starts is not what is tested."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["distributed", "generator.cli.main", "generator.fleet.building"])
    multiprocessing.forkserver.ensure_running()
    config = pytest.importorskip("dask.config", reason="needs Dask: pip install 'atopack[fleet]'")
    with config.set({"distributed.worker.multiprocessing-method": "forkserver"}):
        yield
    # NOTE: Dask keeps a thread for the life of its process, with which no later test could fork.
    dask = pytest.importorskip("distributed.utils")
    dask._offload_executor.shutdown()
    dask._offload_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="Dask-Offload")


@pytest.fixture
def cluster(prepared_workers: None) -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'atopack[fleet]'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs="CRITICAL"
    ) as started:
        yield started


@pytest.mark.filterwarnings("default")
def test_a_worker_that_is_killed_changes_no_byte(
    provider: Path, tmp_path: Path, local_packages: tuple[dict[str, bytes], Any], cluster: Any
) -> None:
    killed: list[int] = []

    def kill(_text: str, done: int, _total: int) -> None:
        if not done:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    engine = dask(DaskCluster(workers=2, address=cluster.scheduler_address))
    builds: tuple[SystemBuild, ...] = build_systems(
        read_fleet(provider / "FLEET.yaml").entries, options(tmp_path), kill, engine
    )
    assert killed
    assert [build.result for build in builds] == local_packages[1]
    assert contents(tmp_path) == local_packages[0]


@pytest.mark.filterwarnings("default")
def test_a_scheduler_without_workers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'atopack[fleet]'")
    monkeypatch.setattr("generator.fleet.dask_engine._WAIT", "1 s")
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None, silence_logs="CRITICAL") as empty:
        engine = dask(DaskCluster(workers=1, address=empty.scheduler_address))
        with pytest.raises(ConfigError, match="has no worker"), engine([int]):
            pass


@pytest.mark.filterwarnings("default")
def test_a_cluster_of_its_own_speaks_tls(
    provider: Path, tmp_path: Path, local_packages: tuple[dict[str, bytes], Any], prepared_workers: None
) -> None:
    pytest.importorskip("distributed", reason="needs Dask: pip install 'atopack[fleet]'")
    command = ["fleet", "build", str(provider / "FLEET.yaml"), "--output", str(tmp_path), "--engine", "dask", "--jobs", "2"]
    assert main(command) in (0, 1)
    assert {path: data for path, data in contents(tmp_path).items() if not path.startswith("fleet/")} == local_packages[0]
