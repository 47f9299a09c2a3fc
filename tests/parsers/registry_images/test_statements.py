"""Statements about images: damaged ones are refused in words, and what stands beside the signed bytes is not believed."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ParseError
from generator.model.attestation import COSIGN_PAYLOAD
from generator.model.evidence import EvidenceFile
from generator.model.registry import RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read

DATA = Path(__file__).parent / "testdata"
EVIDENCE = EvidenceFile(path="evidence/registry/a.json", sha256="ab" * 32, size=1, media_type="application/json")
NAMES = ("in-toto-json", "sigstore-bundle-json", "cosign-signature-json")


def _read(content: bytes) -> RegistrySnapshot:
    snapshot = read(Document("a.json", content), EVIDENCE)[1]
    assert isinstance(snapshot, RegistrySnapshot)
    return snapshot


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@settings(max_examples=150)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_damaged(name: str, data: st.DataObject) -> None:
    content = json.loads((DATA / name / "one.json").read_bytes())
    place: Any = content
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if data.draw(st.booleans()):
            place[key] = data.draw(st.sampled_from([None, 1, "", [], {}, [None], "\x00", {"a": {}}, "§"]))
            break
        place = place[key]
    try:
        snapshot = _read(json.dumps(content).encode())
    except ParseError:
        return
    assert len(snapshot.attestations) == 1


@given(st.binary(max_size=60))
def test_any_payload_in_an_envelope(payload: bytes) -> None:
    envelope = {"payloadType": "application/vnd.in-toto+json", "payload": _b64(payload), "signatures": []}
    with pytest.raises(ParseError):
        _read(json.dumps(envelope).encode())


def test_too_many_lines_are_refused() -> None:
    line = json.dumps({"_type": "https://in-toto.io/Statement/v1", "predicateType": "x", "subject": []}).encode()
    with pytest.raises(ParseError, match="10,000 are read"):
        _read(b"\n".join([line] * 10_001))


def test_a_line_that_is_none_is_named() -> None:
    line = json.dumps({"_type": "https://in-toto.io/Statement/v1", "predicateType": "x", "subject": []}).encode()
    with pytest.raises(ParseError) as caught:
        _read(line + b'\n{"some": "thing"}\n')
    assert caught.value.where == "line 2"


def test_a_huge_message_is_kept_out_of_memory_and_its_signature_stays() -> None:
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "predicateType": "https://cyclonedx.org/bom",
        "subject": [],
        "predicate": "x" * (1 << 20),
    }
    envelope = {
        "payloadType": "application/vnd.in-toto+json",
        "payload": _b64(json.dumps(statement).encode()),
        "signatures": [{"sig": _b64(b"s")}],
    }
    (one,) = _read(json.dumps(envelope).encode()).attestations
    assert one.signed is not None
    assert (one.signed.message, len(one.signed.signatures)) == (b"", 1)


def _bundle(blob: bytes, media_type: str, annotations: dict[str, str], digest: str = "") -> RegistrySnapshot:
    bundle = json.loads((DATA / "atopack-registry-json" / "one.json").read_bytes())
    named = digest or f"sha256:{hashlib.sha256(blob).hexdigest()}"
    manifest = json.dumps({"layers": [{"digest": named, "annotations": annotations}]}).encode()
    found = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
    bundle["referrers"] = [
        {
            "subject": bundle["digest"],
            "digest": found,
            "kind": "signature",
            "manifest": {"media_type": "", "digest": found, "raw": _b64(manifest)},
            "blobs": [{"media_type": media_type, "digest": named, "size": len(blob), "raw": _b64(blob)}],
        }
    ]
    return _read(json.dumps(bundle).encode())


PAYLOAD = json.dumps({"critical": {"image": {"docker-manifest-digest": f"sha256:{'a' * 64}"}}}).encode()


def test_a_signature_beside_an_image_is_about_what_its_payload_says() -> None:
    snapshot = _bundle(PAYLOAD, COSIGN_PAYLOAD, {"dev.cosignproject.cosign/signature": _b64(b"s")})
    (one,) = snapshot.attestations
    assert one.digests == (f"sha256:{'a' * 64}",)
    assert one.digests != (snapshot.images[0].digest,)
    assert one.signed is not None
    assert one.signed.message == PAYLOAD
    assert one.source.place == "/referrers/0/blobs/0"


def test_a_certificate_beside_a_signature_is_noted() -> None:
    beside = {"dev.cosignproject.cosign/signature": _b64(b"s"), "dev.sigstore.cosign/certificate": "PEM"}
    (one,) = _bundle(PAYLOAD, COSIGN_PAYLOAD, beside).attestations
    assert one.signed is not None
    assert one.signed.certificate


@pytest.mark.parametrize(
    ("blob", "digest"),
    [(b"not json", ""), (PAYLOAD, f"sha256:{'0' * 64}"), (b'{"critical": {}}', "")],
    ids=["json", "digest", "shape"],
)
def test_broken_content_is_named_and_loses_nothing_else(blob: bytes, digest: str) -> None:
    snapshot = _bundle(blob, COSIGN_PAYLOAD, {}, digest)
    assert snapshot.attestations == ()
    assert len(snapshot.images[0].referrers) == 1
    ((what, why),) = snapshot.not_collected
    assert what.startswith(COSIGN_PAYLOAD)
    assert why


def test_other_content_is_left_alone() -> None:
    snapshot = _bundle(b'{"bomFormat": "CycloneDX"}', "application/vnd.cyclonedx+json", {})
    assert (snapshot.attestations, snapshot.not_collected) == ((), ())


def test_a_token_in_an_address_is_not_kept_and_an_impossible_moment_is_none() -> None:
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "predicateType": "https://slsa.dev/provenance/v1",
        "subject": [{"name": "a", "digest": {"sha256": "a" * 64}}],
        "predicate": {
            "buildDefinition": {
                "externalParameters": {"workflow": {"repository": "https://bot:hunter2secret@git.example/team/shop"}},
                "resolvedDependencies": [
                    {
                        "uri": "git+https://hunter2secret@git.example/team/shop@refs/heads/main",
                        "digest": {"gitCommit": "c" * 40},
                    }
                ],
            },
            "runDetails": {"metadata": {"finishedOn": "0001-01-01T00:00:00+10:00"}},
        },
    }
    (one,) = _read(json.dumps(statement).encode()).attestations
    assert "hunter2secret" not in repr(one)
    assert one.repository == "https://git.example/team/shop"
    assert one.finished is None
