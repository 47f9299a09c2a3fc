"""What holds for all tests: no network beyond loopback, nothing of the person's home folder, no hurry on a busy machine.

`--update-golden` rewrites the goldens.
"""

import gc
import os
import re
import signal
import socket
import sys
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.internal.conjecture import providers

pytest.register_assert_rewrite("golden", "growth", "approved_texts")

import approved_texts  # noqa: E402
import browser_program  # noqa: E402
import golden  # noqa: E402 - assertions in it are rewritten only when registered before
from growth import HANG  # noqa: E402
from kept_browser import KeptBrowser  # noqa: E402

if TYPE_CHECKING:  # the process that hands out the tests runs none, and starts the others the sooner for not importing ours
    from fork_server import ForkServer

    from generator.pipeline.publish import Published

_LOOPBACK = {"localhost", "127.0.0.1", "::1", "", None}
_IN_MEMORY, _MUCH_ROOM = Path("/dev/shm"), 8 << 30  # noqa: S108 - a file system in memory, where there is one
_OF_THE_PERSON = ("KUBECONFIG", "AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "DOCKER_CONFIG", "NETRC")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` rewrites the goldens; the git diff is the review."""
    parser.addoption("--update-golden", action="store_true", help="rewrite *.expected.json from what the code does now")


@pytest.hookimpl(optionalhook=True)  # mutants and their tests run without pytest-xdist
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a browser or another program, and a core has nothing to do then."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Workers of pytest-xdist inherit the environment, so that is where the request to rewrite goldens is kept.

    Hypothesis draws the same examples on every run, however slow the machine is; its files lie where those of pytest lie.
    """
    set_hypothesis_home_dir(config.rootpath / ".pytest_cache" / "hypothesis")
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile(
        "same-every-time", derandomize=True, database=None, deadline=None, suppress_health_check=slow
    )
    hypothesis.settings.load_profile("same-every-time")
    # NOTE: it also draws constants of what of ours is imported by then: others in another order of the tests, and each worker
    # takes seconds to read them. There is no setting for that; a version without the function stays as it is.
    if hasattr(providers, "_get_local_constants"):
        providers._get_local_constants = lambda: providers._local_constants
    # NOTE: read by the workers and by every program of ours that a test starts, which would otherwise compile all modules. No
    # folder of our own for it: Python then finds nothing of what pip compiled beside the libraries, and a clone's first run
    # compiles three thousand modules of them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if _has_room_in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what it runs in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)  # programs that tests end by it have it from here
    if config.getoption("--update-golden"):
        os.environ[golden.VARIABLE] = "1"


def _has_room_in_memory() -> bool:
    """Tests make tens of thousands of small files, each of which takes ten times as long on a disk; what a test made is removed
    when it passed."""
    try:
        memory = os.statvfs(_IN_MEMORY)
        free = re.search(r"^MemAvailable: +([0-9]+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE)
    except OSError:
        return False
    room = min(memory.f_bavail * memory.f_frsize, int(free[1]) << 10) if free else 0
    return room > _MUCH_ROOM and not memory.f_flag & os.ST_NOEXEC and os.access(_IN_MEMORY, os.W_OK)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The order of the tests, so that a failure that depends on it can be had again; and skips that help nobody."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"The order was that of --randomly-seed={seed}")
    for one in _unexplained(terminalreporter):
        terminalreporter.write_line(f"ERROR: a skip that does not say what it needs: {one}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skip that does not say what to get fails the run: see `beside`."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and _unexplained(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _unexplained(reporter: pytest.TerminalReporter) -> list[str]:
    reasons = {report.longrepr[2] for report in reporter.stats.get("skipped", ()) if isinstance(report.longrepr, tuple)}
    return sorted(one for one in reasons if not one.removeprefix("Skipped: ").startswith("needs "))


_MADE_ONCE = ("chromium", "sample_delivery", "processes")
"""Fixtures that take seconds to make."""
_IN_A_BROWSER = pytest.StashKey[bool]()
"""Of a module: some test of it takes `chromium`."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what takes long to make come first: then one worker makes it, and no other, since work is stolen from
    the end of what another worker still has to do. Those marked as long follow: begun last, one would keep its worker busy when
    others have nothing left."""
    items.sort(key=_turn)
    for item in items:
        if _turn(item) != _MADE_ONCE.index("chromium"):
            break
        if module := item.getparent(pytest.Module):
            module.stash[_IN_A_BROWSER] = True


def _turn(item: pytest.Item) -> int:
    fixtures = getattr(item, "fixturenames", ())
    for turn, name in enumerate(_MADE_ONCE):
        if name in fixtures:
            return turn
    return len(_MADE_ONCE) + (0 if item.get_closest_marker("long") else 1)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing that collecting makes is garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What collecting made stays to the end: Python need not look through it again whenever it looks for garbage.

    It looks when half a million objects are new, some hundred megabytes, and not at every seven hundred: most of what a test
    makes ends with it and is in no cycle, and to look again and again at what is in use is a tenth of the work of many tests.
    """
    gc.freeze()
    gc.set_threshold(500_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reaches the network or reads the person's settings."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _loopback_only(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _loopback_only(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", _known_hosts_only(socket.getaddrinfo))
        for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, home)
        for name in _OF_THE_PERSON:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def unhurried() -> Iterator[None]:
    """Graphviz is given up after seconds, which on a busy machine would be the machine's fault and not the picture's."""
    from generator.parsers.diagrams import dot_graph

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(dot_graph.read.__kwdefaults__, "seconds", float(HANG))
        yield


@pytest.fixture(scope="session")
def sample_built(tmp_path_factory: pytest.TempPathFactory) -> "Published":
    """The package of the sample, for all tests that change nothing in it."""
    from generator.pipeline.stages import build
    from generator.resources import data
    from generator.workspace.folder import Workspace

    sample = Path(str(data("samples"))) / "parcel-tracker"
    output = tmp_path_factory.mktemp("sample")
    return build(Workspace.open(sample), output, date(2026, 11, 20), lambda _text, _done, _total: None)


@pytest.fixture(scope="session")
def processes() -> "Iterator[ForkServer]":
    """Commands in processes of their own, for tests that are not about how one starts."""
    from fork_server import ForkServer

    server = ForkServer()
    yield server
    server.end()


@pytest.fixture(scope="session")
def kept_browser() -> Iterator[KeptBrowser]:
    """For `chromium`."""
    kept = KeptBrowser()
    yield kept
    kept.end()


@pytest.fixture(scope="module")
def chromium(kept_browser: KeptBrowser) -> Iterator[object]:
    """A browser; each test has contexts of its own in it."""
    yield kept_browser.take(browser_program.browser)
    kept_browser.close_contexts()


@pytest.fixture(scope="module", autouse=True)
def _browser_ends_before_other_modules(request: pytest.FixtureRequest, kept_browser: KeptBrowser) -> None:
    if not request.node.stash.get(_IN_A_BROWSER, False):
        kept_browser.end()


@pytest.fixture(scope="module")
def tab(chromium: object) -> browser_program.OneTab:
    """A page of it that the tests of a module take in turn."""
    return browser_program.OneTab(chromium)


@pytest.fixture(scope="module", autouse=True)
def _aws_ends_with_its_module() -> Iterator[None]:
    yield
    if aws := sys.modules.get("aws_moto"):
        aws.stop()


def _loopback_only(connect: Callable[..., object]) -> Callable[..., object]:
    def guarded(self: socket.socket, address: object) -> object:
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test wants to reach {address[0]}: tests do not use the network")
        return connect(self, address)

    return guarded


def _known_hosts_only(look_up: Callable[..., object]) -> Callable[..., object]:
    def guarded(host: object, *args: object, **kwargs: object) -> object:
        if host not in _LOOPBACK:
            raise AssertionError(f"a test looks up {host!r}: tests do not use the network")
        return look_up(host, *args, **kwargs)

    return guarded


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fixtures that compare what a test made have to know that it was skipped."""
    report = yield
    item.stash[approved_texts.SKIPPED] = item.stash.get(approved_texts.SKIPPED, False) or report.skipped
    return report
