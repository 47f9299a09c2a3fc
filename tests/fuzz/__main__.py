"""`make fuzz`: damaged files at every way in, for ten minutes at most. A crash is kept in `corpus/`, and a test replays it.

`python -m tests.fuzz --seconds 60 --seed 7` runs a minute of another order; the same seed gives the same tries.
"""

import argparse
import hashlib
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.attack import FuzzTry, crash, drawn

CORPUS = Path(__file__).parent / "corpus"
_MOST_SECONDS = 600
_MOST_KEPT = 20
"""Different crashes after which a run ends: the first of them is corrected first."""


def main() -> int:
    """1 where something crashed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=_MOST_SECONDS, help=f"wall time; at most {_MOST_SECONDS}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=10**9, help="tries")
    options = parser.parse_args()
    end = time.monotonic() + min(options.seconds, _MOST_SECONDS)
    kept: dict[str, Path] = {}
    number = 0
    while number < options.most and time.monotonic() < end and len(kept) < _MOST_KEPT:
        attempt = drawn(options.seed, number)
        error = crash(attempt)
        if error is not None and (where := _where(error)) not in kept:
            kept[where] = _keep(attempt)
            print(f"seed {options.seed}, try {number}: {type(error).__name__} at {where}\n  kept as {kept[where]}", flush=True)
        number += 1
    print(f"{number:,} tries with seed {options.seed}, {len(kept)} different crashes")
    return 1 if kept else 0


def _where(error: Exception) -> str:
    """The last line of ours: one fault is kept once."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "generator" in frame.filename]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno} {type(error).__name__}"


def _keep(attempt: FuzzTry) -> Path:
    """`corpus/TARGET/HASH/NAME`: the name tells some formats."""
    path = CORPUS / attempt.target / hashlib.sha256(attempt.raw).hexdigest()[:12] / attempt.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(attempt.raw)
    return path


if __name__ == "__main__":
    sys.exit(main())
