"""What is attacked: every reader of evidence, the check of a delivery, and the readers of other producers' OSCAL.

A target takes a name and bytes, and answers nothing. It may refuse them with an error of ours (`GeneratorError`), which names
the place; any other exception is a crash, and so is a delivery that is called unchanged though a byte of it is another.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from generator.errors import GeneratorError
from generator.model.evidence import EvidenceFile
from generator.oscal.faults import OscalFile
from generator.oscal.poam_reading import read_poam
from generator.oscal.validate import validate_documents
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.seal.checking import SIGNATURE, check
from generator.seal.signature import private_key, public_key
from tests.seal_made import written

ROOT = Path(__file__).resolve().parents[2]
_LARGEST = 60_000
"""Bytes of a seed: larger files hold more of the same."""


class FuzzTarget(msgspec.Struct, frozen=True):
    """One way in."""

    run: Callable[[str, bytes], None]
    seeds: Callable[[], tuple[tuple[str, bytes], ...]]
    """Names and content of whole files."""


def _read(name: str, raw: bytes) -> None:
    evidence = EvidenceFile(path=name, sha256="a" * 64, size=len(raw), media_type="text/plain")
    _, snapshot = read(Document(name, raw), evidence)
    msgspec.json.encode(snapshot)  # what is read can be written


def _oscal(name: str, raw: bytes) -> None:
    validate_documents([OscalFile(name=name, data=raw)])
    if "plan-of-action" in name:
        read_poam(raw, where=name)


_PAYLOAD = {"oscal/plan.json": b'{"a": 1}', "evidence/pods.json": b"[1, 2]"}


def _keys(folder: Path) -> tuple[Path, Path]:
    """The same in every run, so that a seed gives the same tries."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    private, public = folder / "key.pem", folder / "key.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


def _verify(name: str, raw: bytes) -> None:
    """The bag with one file of other bytes: never without a difference, signed or not."""
    with tempfile.TemporaryDirectory() as place:
        private, public = _keys(Path(place))
        folder = written(Path(place) / "bag", _PAYLOAD, key=private_key(private, lambda: b""))
        path = folder / name
        if name == SIGNATURE or path.read_bytes() == raw:
            path.write_bytes(raw)
            return _checked(folder, public)
        path.write_bytes(raw)
        for key in (None, public_key(public)):
            if not check(folder, key).differences and not (key is None and name.startswith("tagmanifest")):
                raise AssertionError(f"{name} has other bytes, and the delivery is called unchanged")
    return None


def _checked(folder: Path, public: Path) -> None:
    check(folder, public_key(public))


def _evidence() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "tests" / "parsers").glob("*/testdata/*/*")):
        if path.is_file() and not path.name.endswith(".expected.json") and 0 < path.stat().st_size <= _LARGEST:
            yield f"evidence/{path.parent.name}/{path.name}", path.read_bytes()


def _documents() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "tests" / "oscal").rglob("testdata/**/*.json")):
        if 0 < path.stat().st_size <= _LARGEST:
            yield path.name, path.read_bytes()
    for path in sorted((ROOT / "output" / "sample" / "oscal").glob("*.json")):
        yield path.name, _shortened(path.read_bytes())


def _shortened(raw: bytes) -> bytes:
    """A document with the first two entries of each list."""

    def cut(value: object) -> object:
        if isinstance(value, dict):
            return {key: cut(inner) for key, inner in value.items()}
        return [cut(inner) for inner in value[:2]] if isinstance(value, list) else value

    return msgspec.json.encode(cut(msgspec.json.decode(raw)))


def _bag() -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as place:
        private, _ = _keys(Path(place))
        folder = written(Path(place) / "bag", _PAYLOAD, key=private_key(private, lambda: b""))
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()


TARGETS: Mapping[str, FuzzTarget] = {
    "read": FuzzTarget(_read, cache(lambda: tuple(_evidence()))),
    "oscal": FuzzTarget(_oscal, cache(lambda: tuple(_documents()))),
    "verify": FuzzTarget(_verify, cache(lambda: tuple(_bag()))),
}
REFUSED = GeneratorError
