"""Hashing and bagging gigabytes beside `sha256sum` on all cores: `BENCH_LARGE=1 make bench`, or `python -m tests.bench.bags`.

Needs twice `BENCH_BAG_GB` (10) of disk. The files are incompressible and not sparse. Each side is run twice, and the faster run
counts, since the machine is shared.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.seal import bag
from generator.seal.copying import digests
from generator.seal.manifest import ManifestFile
from generator.seal.publish import publish

Row = tuple[str, str, float, int]
_FILES = 16
_BLOCK = 16 << 20


def rows(folder: Path) -> Iterator[Row]:
    """What, the limit, processor seconds and peak MB."""
    size = float(os.environ.get("BENCH_BAG_GB", "10"))
    source = folder / "gigabytes"
    _write(source, int(size * 1e9))
    names = sorted(path.name for path in source.iterdir())
    sums = min(
        _timed(["sh", "-c", f"printf '%s\\n' {' '.join(names)} | xargs -P {os.cpu_count()} -n 1 sha256sum"], source)
        for _ in range(2)
    )
    command = [sys.executable, "-m", "tests.bench.bags"]
    hashed = min(_timed([*command, "hash", str(source)], Path.cwd()) for _ in range(2))
    bagged = min(_timed([*command, "bag", str(source), str(folder / "bagged")], Path.cwd()) for _ in range(2))
    yield f"sha256sum on all cores, {size:.0f} GB: {sums[0]:.1f} s wall", "–", sums[1], sums[2]
    yield f"hashed, {size:.0f} GB: {hashed[0]:.1f} s wall, {_share(sums, hashed)}", "≥ 80 %", hashed[1], hashed[2]
    yield (
        f"copied, hashed and bagged, {size:.0f} GB: {bagged[0]:.1f} s wall, {_share(sums, bagged)}",
        "≥ 80 %",
        bagged[1],
        bagged[2],
    )


def _share(sums: tuple[float, float, int], ours: tuple[float, float, int]) -> str:
    return f"{100 * sums[0] / ours[0]:.0f} % of its speed by the clock, {100 * sums[1] / ours[1]:.0f} % by processor time"


def _write(folder: Path, size: int) -> None:
    folder.mkdir()
    block = os.urandom(_BLOCK)
    for number in range(_FILES):
        left = size // _FILES
        with (folder / f"part-{number:02}.bin").open("wb") as file:
            file.write(number.to_bytes(8, "big"))
            while left > 0:
                left -= file.write(block[: min(left, _BLOCK)])


def _timed(command: Sequence[str], folder: Path) -> tuple[float, float, int]:
    """Wall seconds, processor seconds and peak MB of a command with its children."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=folder, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return time.monotonic() - began, float(seconds), int(megabytes)


def _bag(source: Path, target: Path) -> None:
    """What an export does with evidence whose hashes are known from reading it: copies, hashes on the way, and lists."""
    found = {path.name: (path, "") for path in sorted(source.iterdir())}
    known = (source.parent / "sums").read_text().splitlines()
    named = {name: sha256 for sha256, name in (line.split("  ") for line in known)}
    listed = [
        ManifestFile(path=name, sha256=named[name], size=path.stat().st_size, kind="evidence", title="t")
        for name, (path, _) in found.items()
    ]
    tags = bag.tag_files(listed, (), {})
    copied = {f"data/{name}": (path, named[name]) for name, (path, _) in found.items()}
    if target.exists():
        subprocess.run(["rm", "-r", str(target)], check=True)
    publish(target, tags, copied, refuse=lambda _: None)


def main(arguments: Sequence[str]) -> None:
    """One side of the measurement, or all of it."""
    if not arguments:
        with tempfile.TemporaryDirectory() as name:
            for what, limit, seconds, megabytes in rows(Path(name)):
                print(f"| {what} | {limit} | {seconds:.2f} | {megabytes} |", flush=True)
    elif arguments[0] == "hash":
        source = Path(arguments[1])
        found = digests(sorted(source.iterdir()))
        (source.parent / "sums").write_text("".join(f"{one.sha256}  {path.name}\n" for path, one in found.items()))
    else:
        _bag(Path(arguments[1]), Path(arguments[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
