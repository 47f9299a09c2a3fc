"""The program `helm`, where it is installed: renders a chart without a cluster, a network, hooks or plugins.

Nothing of the evidence is run: `helm template` fills in texts. It works on a copy of the listed files, in a folder that is
removed again, and with a home of its own: no settings, plugins, repositories or credentials of the person are used. Time
and size are limited. Where it fails the chart is read as it declares itself.

https://helm.sh/docs/helm/helm_template/
"""

import subprocess
import tempfile
import threading
from pathlib import Path, PurePosixPath

from generator.parsers.cluster.helm_files import ChartFiles

_SECONDS = 60
_LARGEST = 8 << 20
_LARGEST_COPY = 16 << 20
_ARGUMENTS = ("--skip-tests", "--no-hooks")


def rendered(files: ChartFiles, name: str) -> bytes | None:
    """The objects of a chart as YAML; None where there is no such program, or it fails."""
    program = files.files.helm
    if program is None or not files.before.endswith("/"):
        return None
    with tempfile.TemporaryDirectory(prefix="atopack-helm-") as folder:
        home, chart = Path(folder) / "home", Path(folder) / "chart"
        home.mkdir()
        if not _copied(files, chart):
            return None
        return _run(program, name, chart, home)


def _copied(files: ChartFiles, chart: Path) -> bool:
    size = 0
    for path in files.paths:
        inside = PurePosixPath(path[len(files.before) :])
        content = files.files.content(path, _LARGEST_COPY)
        if content is None or ".." in inside.parts or inside.is_absolute():
            continue
        size += len(content)
        if size > _LARGEST_COPY:
            return False
        target = chart.joinpath(*inside.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return True


def _run(program: str, name: str, chart: Path, home: Path) -> bytes | None:
    folders = {f"HELM_{key}": str(home / key.lower()) for key in ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "PLUGINS")}
    environment = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "KUBECONFIG": str(home / "none"),
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
        **folders,
    }
    command = [program, "template", _release(name), str(chart), *_ARGUMENTS]
    try:
        with subprocess.Popen(  # noqa: S603 - the person's own helm; the chart is data in a folder of ours
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=home
        ) as running:
            return _read(running)
    except OSError:
        return None


def _read(running: "subprocess.Popen[bytes]") -> bytes | None:
    """What it prints, up to the limits; then it is ended."""
    late = threading.Timer(_SECONDS, running.kill)
    late.start()
    try:
        printed = running.stdout.read(_LARGEST + 1) if running.stdout else b""
        if len(printed) > _LARGEST:
            running.kill()
        running.wait()
    finally:
        late.cancel()
    return printed if running.returncode == 0 and 0 < len(printed) <= _LARGEST else None


def _release(name: str) -> str:
    """A name that a release can have (at most 53 characters of a DNS label), and no option of the program."""
    kept = "".join(sign for sign in name.lower() if sign.isascii() and (sign.isalnum() or sign == "-"))[:53].strip("-")
    return kept or "release"
