"""Pipelines, Dockerfiles and reports of linters out of their text, as a build reads them."""

import hashlib
import json
from datetime import UTC, datetime

from replacing import replace

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read as read_file

DIGEST = f"sha256:{'a' * 64}"
FILE = "evidence/pipelines/build.yml"
IMAGE = "registry.example/cart"
SUBJECT = f"{FILE}: {IMAGE}"
BUILD, PUSH = f"docker build -t {IMAGE}:1 .", f"docker push {IMAGE}:1"
SCAN = f"trivy image --exit-code 1 {IMAGE}:1"


def _evidence(path: str, data: bytes) -> EvidenceFile:
    return EvidenceFile(path=path, sha256=hashlib.sha256(path.encode() + data).hexdigest(), size=len(data), media_type="x")


def definition(text: str, path: str = FILE) -> PipelineSnapshot:
    """One file, read by whichever member recognizes it."""
    data = text.encode()
    _, found = read_file(Document(path, data), _evidence(path, data))
    assert isinstance(found, PipelineSnapshot)
    return found


def workflow(*scripts: str, path: str = FILE) -> PipelineSnapshot:
    """A workflow of one job that checks its source out and runs these scripts; one with `uses:` is an action."""
    steps = "".join(f"      - {'' if each.startswith('uses:') else 'run: '}{each}\n" for each in scripts)
    text = f"on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n{steps}"
    return definition(text, path)


def jobs(text: str, path: str = FILE) -> PipelineSnapshot:
    """A workflow of these jobs: `name needs,needs [if condition]: script; script`, one a line."""
    lines = ["on: push", "jobs:"]
    for line in text.strip().splitlines():
        head, _, scripts = line.strip().partition(": ")
        head, _, condition = head.partition(" if ")
        name, _, needs = head.partition(" ")
        lines += [f"  {name}:", "    runs-on: x", *([f"    needs: [{needs}]"] if needs else [])]
        lines += [*([f"    if: {condition}"] if condition else []), "    steps:"]
        lines += [f"      - run: {each}" for each in scripts.split("; ")]
    return definition("\n".join(lines) + "\n", path)


def dockerfile(*lines: str, path: str = "evidence/pipelines/cart/Dockerfile", target: str = "") -> PipelineSnapshot:
    """A Dockerfile; `target` is the image that its sidecar names."""
    made = definition("\n".join(lines) + "\n", path)
    return replace(made, evidence=replace(made.evidence, target=target or None)) if target else made


def lint(*found: tuple[str, str, str], path: str = "evidence/scans/hadolint.json", day: int = 18) -> ScanSnapshot:
    """A report of hadolint: (file, rule, level) each."""
    entries = [
        {"file": file, "code": rule, "level": level, "message": "m", "line": 1, "column": 1} for file, rule, level in found
    ]
    data = json.dumps(entries).encode()
    evidence = replace(_evidence(path, data), collected=datetime(2026, 11, day, tzinfo=UTC))
    _, made = read_file(Document(path, data), evidence)
    assert isinstance(made, ScanSnapshot)
    return made
