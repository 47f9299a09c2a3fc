"""The two hash logs of a CMMC assessment, and the same as `sha256sum` writes it.

32 CFR 170.17(c)(4): artifacts are hashed with a NIST-approved algorithm, and the C3PAO is given their names, hashes and the
algorithm for CMMC eMASS. The DoD CMMC Hashing Guide v2.13 (September 2024) does it by a script for PowerShell (version 1.11),
whose tables these are: algorithm 16 wide, hash 71 wide and in capitals, path; the log's own hash in a second table. Two
differences: paths begin at the root of the delivery, since absolute ones cannot be checked anywhere else, and lines end as on
Unix. The script writes ASCII 1,024 wide, so names that are longer or not ASCII are refused.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from generator.errors import ConfigError
from generator.seal.manifest import ManifestFile

FOLDER = "hashes/"
ARTIFACTS = "CMMCAssessmentArtifacts.log"
OF_THE_LOG = "CMMCAssessmentLogHash.log"
ARTIFACT_SUMS = "CMMCAssessmentArtifacts.sha256"
LOG_SUMS = "CMMCAssessmentLogHash.sha256"

_ALGORITHM_WIDE, _HASH_WIDE, _LINE_WIDE = 16, 71, 1024


def hash_logs(rows: Sequence[ManifestFile], root: str) -> Mapping[str, bytes]:
    """By path in the delivery; `root` is the folder of the artifacts in it: `data/`.

    Raises:
        ConfigError: a name that the log cannot carry.
    """
    named = sorted((f"{root}{row.path}", row.sha256) for row in rows)
    log = table(named)
    log_sha256 = hashlib.sha256(log).hexdigest()
    return {
        f"{FOLDER}{ARTIFACTS}": log,
        f"{FOLDER}{OF_THE_LOG}": table([(f"{FOLDER}{ARTIFACTS}", log_sha256)]),
        f"{FOLDER}{ARTIFACT_SUMS}": "".join(f"{sha256}  {name}\n" for name, sha256 in named).encode("ascii"),
        f"{FOLDER}{LOG_SUMS}": f"{log_sha256}  {FOLDER}{ARTIFACTS}\n".encode("ascii"),
    }


def table(named: Iterable[tuple[str, str]]) -> bytes:
    """PowerShell's table of `Get-FileHash`, blank lines before and after included."""
    lines = ["", _line("Algorithm", "Hash", "Path"), _line("---------", "----", "----")]
    lines += [_line("SHA256", sha256.upper(), name) for name, sha256 in named]
    return "".join(f"{line}\n" for line in (*lines, "", "")).encode("ascii")


def _line(algorithm: str, value: str, name: str) -> str:
    line = f"{algorithm:<{_ALGORITHM_WIDE}}{value:<{_HASH_WIDE}}{name}"
    if not line.isascii() or len(line) > _LINE_WIDE:
        raise ConfigError(
            "a name that the CMMC hash log cannot carry: not ASCII, or too long", where=name, next_step="rename the file"
        )
    return line
