"""How much does collecting many pods cost? `python -m tests.bench.collect [PODS]` serves invented pods and collects them.

The server is our recorded one, in a process of its own, which is not measured; it sends gzip. The collector runs as the command
does, so that its seconds and megabytes include the interpreter, the official client's import, redaction, hashing and writing.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SERVER = _ROOT / "tests" / "collectors" / "recorded_api.py"
_COLLECT = """
import resource, sys
from generator.cli.main import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print("used", used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, code)
"""


def collected(folder: Path, pods: int) -> tuple[float, int]:
    """CPU seconds and peak MB of collecting so many pods; the server's are not counted."""
    server = subprocess.Popen(
        [sys.executable, _SERVER, str(pods)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{_ROOT}:{_ROOT / 'tests'}"},
    )
    try:
        address = server.stdout.readline().strip() if server.stdout else ""
        config = folder / "kubeconfig.json"
        config.write_text(_KUBECONFIG % address)
        command = ("collect", "kubernetes", "--kubeconfig", config, "--workspace", folder, "--strict")
        done = subprocess.run(
            [sys.executable, "-c", _COLLECT, *map(str, command)], capture_output=True, text=True, check=True, cwd=_ROOT
        )
    finally:
        server.terminate()
        server.communicate()
    _, seconds, megabytes, code = done.stdout.splitlines()[-1].split()
    if code != "0" or f"Collected  {pods} objects" not in done.stdout:
        sys.exit(f"collecting ended with {code}\n{done.stdout}{done.stderr}")
    return float(seconds), int(megabytes)


_KUBECONFIG = """{
 "apiVersion": "v1", "kind": "Config", "current-context": "here",
 "contexts": [{"name": "here", "context": {"cluster": "bench", "user": "auditor"}}],
 "clusters": [{"name": "bench", "cluster": {"server": "%s"}}],
 "users": [{"name": "auditor", "user": {"token": "for-this-test"}}]
}"""


def main() -> None:
    """Collect, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name:
        seconds, megabytes = collected(Path(name), count)
        size = next(Path(name).glob("evidence/**/pods.json")).stat().st_size / 1e6
    print(f"{count} pods: {seconds:.2f} CPU s, peak {megabytes} MB, {size:.0f} MB written (limit for 50,000: 3 s, 120 MB)")
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
