"""What is signed: an in-toto statement (v1) that names every file of a delivery with its SHA-256.

https://github.com/in-toto/attestation/tree/main/spec/v1. Its predicate says which system, day and purpose the delivery is for.
"""

from collections.abc import Mapping

import msgspec

from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.seal.extras import needed
from generator.text import shortened

PREDICATE = "urn:atopack:attestation:delivery:v1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
_TYPE = "https://in-toto.io/Statement/v1"
_DIGITS = 64


class _SealedSubject(msgspec.Struct):
    name: str
    digest: dict[str, str]


class _InTotoStatement(msgspec.Struct, rename={"type": "_type", "predicate_type": "predicateType"}):
    type: str
    subject: list[_SealedSubject]
    predicate_type: str
    predicate: dict[str, object] = {}


def encode(files: Mapping[str, str], predicate: Mapping[str, str | bool]) -> bytes:
    """The statement about files by path, with their SHA-256; the same files give the same bytes.

    Raises:
        ConfigError: the library is not installed.
    """
    with needed("sign"):
        from google.protobuf.json_format import MessageToDict
        from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
        from in_toto_attestation.v1.statement import Statement
    subjects = [ResourceDescriptor(name=name, digest={"sha256": sha256}).pb for name, sha256 in sorted(files.items())]
    statement = Statement(subjects=subjects, predicate_type=PREDICATE, predicate=dict(predicate))
    statement.validate()
    return msgspec.json.encode(MessageToDict(statement.pb), order="sorted")


def decode(payload: bytes) -> tuple[Mapping[str, str], Mapping[str, object]]:
    """Path to SHA-256 of every file that the statement is about, and its predicate.

    Raises:
        ConfigError: this is no such statement.
    """
    try:
        statement = msgspec.json.decode(payload, type=_InTotoStatement)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _refused(f"it cannot be read ({error})") from error
    if statement.type != _TYPE or statement.predicate_type != PREDICATE:
        raise _refused(f"it is a {shortened(statement.predicate_type, QUOTED)!r} of {shortened(statement.type, QUOTED)!r}")
    files = {subject.name: subject.digest.get("sha256", "") for subject in statement.subject}
    if len(files) != len(statement.subject) or not files or any(len(value) != _DIGITS for value in files.values()):
        raise _refused("it names a file twice, none at all, or one without a SHA-256")
    return files, statement.predicate


def _refused(why: str) -> ConfigError:
    return ConfigError(f"what was signed is no statement about a delivery of atopack: {why}")
