"""Keyless signatures count only with a root and identities that were given, and of a bundle that is as it was made."""

import base64
import copy
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from generator.errors import ConfigError
from generator.facts import keyless
from generator.facts.keyless import LARGEST_ROOT, KeylessTrust
from generator.facts.signatures import Keys
from generator.model.attestation import Attestation, SignatureStatus, SigningIdentity
from generator.model.evidence import EvidenceFile
from generator.parsers.document import Document
from generator.parsers.registry_images import sigstore_bundle_json
from tests.facts.keyless_made import IDENTITY, ISSUER, SIGNED, MadeSigstore

pytest.importorskip("sigstore", reason="needs sigstore: pip install sigstore")
OURS, THEIRS = MadeSigstore(), MadeSigstore()
STATEMENT = (
    b'{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1",'
    b'"subject":[{"name":"registry.example/shop/cart","digest":{"sha256":"' + b"a" * 64 + b'"}}],"predicate":{}}'
)
US = SigningIdentity(identity=IDENTITY, issuer=ISSUER)
PATH = "decisions/root.json"


def _trust(*identities: SigningIdentity, root: bytes | None = None) -> KeylessTrust:
    return KeylessTrust.of((PATH, root or OURS.root), identities or (US,))


def _judged(bundle: dict[str, object], trust: KeylessTrust) -> Attestation:
    raw = json.dumps(bundle).encode()
    evidence = EvidenceFile(path="b.json", sha256="a" * 64, size=1, media_type="application/json")
    snapshot = sigstore_bundle_json.parse(Document("b.json", raw), evidence)
    (judged,) = Keys.of((), trust).judged(snapshot.attestations)
    assert judged.signed is None
    return judged


def test_an_envelope_verifies_and_says_who_signed() -> None:
    judged = _judged(OURS.bundle(STATEMENT), _trust())
    assert judged.standing is SignatureStatus.VERIFIED, judged.standing_note
    assert IDENTITY in judged.standing_note
    assert ISSUER in judged.standing_note


def test_a_signature_over_a_digest_verifies() -> None:
    judged = _judged(OURS.bundle(b"a file", envelope=False), _trust())
    assert judged.standing is SignatureStatus.VERIFIED, judged.standing_note


@pytest.mark.parametrize(
    ("pattern", "counts"),
    [
        ("https://code.example/acme/cart/.ci/release.yml@refs/tags/*", True),
        ("https://code.example/acme/*/.ci/release.yml@refs/tags/v1", True),
        ("https://code.example/*", False),
        ("https://code.example/acme/cart/.ci/release.yml@refs/heads/*", False),
        ("https://code.example/acme/cart/.ci/release.yml@refs/tags/v", False),
        ("https://code.example/acme/cart/xci/release.yml@refs/tags/v1", False),
    ],
)
def test_a_star_stands_for_one_part(pattern: str, counts: bool) -> None:
    judged = _judged(OURS.bundle(STATEMENT), _trust(SigningIdentity(identity=pattern, issuer=ISSUER)))
    assert judged.standing is (SignatureStatus.VERIFIED if counts else SignatureStatus.REFUSED)


def test_one_of_several_roots_is_enough() -> None:
    both = THEIRS.root + b"\n" + OURS.root + b"\n"
    assert _judged(OURS.bundle(STATEMENT), _trust(root=both)).standing is SignatureStatus.VERIFIED


@pytest.mark.parametrize(
    ("bundle", "trust", "standing", "says"),
    [
        (OURS.bundle(STATEMENT), KeylessTrust(), SignatureStatus.PRESENT, "names no `signing.trusted-root`"),
        (OURS.bundle(STATEMENT), KeylessTrust.of((PATH, OURS.root), ()), SignatureStatus.PRESENT, "names no identity"),
        (OURS.bundle(STATEMENT), _trust(root=THEIRS.root), SignatureStatus.REFUSED, f"lead to the trusted root {PATH}"),
        (OURS.bundle(STATEMENT, certified_by=THEIRS), _trust(), SignatureStatus.REFUSED, "lead to the trusted root"),
        (OURS.bundle(STATEMENT, logged_by=THEIRS), _trust(), SignatureStatus.REFUSED, "log entry is of another log"),
        (OURS.bundle(STATEMENT, identity="eve@acme.example"), _trust(), SignatureStatus.REFUSED, "signed by eve@acme.example"),
        (
            OURS.bundle(STATEMENT, issuer="https://evil.example"),
            _trust(),
            SignatureStatus.REFUSED,
            "certified for https://evil.example",
        ),
        (
            OURS.bundle(STATEMENT, logged=SIGNED + timedelta(days=2)),
            _trust(),
            SignatureStatus.REFUSED,
            "was not valid when the log entry was made (valid 2026-11-10 11:59 to 2026-11-10 12:09 UTC)",
        ),
    ],
    ids=("no root", "no identity", "wrong root", "other authority", "other log", "identity", "issuer", "expired"),
)
def test_why_it_is_not_verified(bundle: dict[str, object], trust: KeylessTrust, standing: SignatureStatus, says: str) -> None:
    judged = _judged(bundle, trust)
    assert judged.standing is standing
    assert says in judged.standing_note


def _payload(bundle: Any) -> None:
    text = STATEMENT.replace(b"a" * 64, b"b" * 64)
    bundle["dsseEnvelope"]["payload"] = base64.b64encode(text).decode()


def _signature(bundle: Any) -> None:
    bundle["dsseEnvelope"]["signatures"][0]["sig"] = base64.b64encode(b"x" * 70).decode()


def _time(bundle: Any) -> None:
    entry = bundle["verificationMaterial"]["tlogEntries"][0]
    entry["integratedTime"] = str(int(entry["integratedTime"]) + 60)


def _no_promise(bundle: Any) -> None:
    del bundle["verificationMaterial"]["tlogEntries"][0]["inclusionPromise"]


def _no_proof(bundle: Any) -> None:
    del bundle["verificationMaterial"]["tlogEntries"][0]["inclusionProof"]


def _no_log(bundle: Any) -> None:
    bundle["verificationMaterial"]["tlogEntries"] = []


def _other_entry(bundle: Any) -> None:
    other: Any = OURS.bundle(STATEMENT)
    bundle["verificationMaterial"]["tlogEntries"] = other["verificationMaterial"]["tlogEntries"]


def _other_certificate(bundle: Any) -> None:
    other: Any = OURS.bundle(STATEMENT)
    bundle["verificationMaterial"]["certificate"] = other["verificationMaterial"]["certificate"]


def _version(bundle: Any) -> None:
    bundle["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.9+json"


def _no_bytes(bundle: Any) -> None:
    bundle["verificationMaterial"]["certificate"]["rawBytes"] = "AAAA"


@pytest.mark.parametrize(
    ("change", "standing", "says"),
    [
        (_payload, SignatureStatus.REFUSED, "was changed since it was signed"),
        (_signature, SignatureStatus.REFUSED, "was changed since it was signed"),
        (_time, SignatureStatus.REFUSED, "log entry"),
        (_other_entry, SignatureStatus.REFUSED, "was changed since it was signed"),
        (_other_certificate, SignatureStatus.REFUSED, "was changed since it was signed"),
        (_no_promise, SignatureStatus.PRESENT, "does not read this bundle"),
        (_no_proof, SignatureStatus.PRESENT, "does not read this bundle"),
        (_no_log, SignatureStatus.PRESENT, "does not read this bundle"),
        (_version, SignatureStatus.PRESENT, "reads no bundle of the version application/vnd.dev.sigstore.bundle.v0.9+json"),
        (_no_bytes, SignatureStatus.PRESENT, "does not read this bundle"),
    ],
)
def test_a_changed_bundle_never_verifies(change: Callable[[Any], None], standing: SignatureStatus, says: str) -> None:
    bundle = copy.deepcopy(OURS.bundle(STATEMENT))
    change(bundle)
    judged = _judged(bundle, _trust())
    assert (judged.standing, says in judged.standing_note) == (standing, True), judged.standing_note


def test_every_text_of_a_bundle_counts() -> None:
    """One character of each value changed: never verified, unless the library does not rest on that value."""
    whole: Any = OURS.bundle(STATEMENT)
    free = {"logIndex", "keyid", "envelope", "keyId"}
    for path in _texts(whole):
        bundle = copy.deepcopy(whole)
        holder = bundle
        for step in path[:-1]:
            holder = holder[step]
        text = holder[path[-1]]
        at = len(text) // 2
        holder[path[-1]] = f"{text[:at]}{'A' if text[at : at + 1] != 'A' else 'B'}{text[at + 1 :]}"
        if path[-1] in free:
            continue
        try:
            standing = _judged(bundle, _trust()).standing
        except Exception as error:  # noqa: BLE001
            assert type(error).__name__ == "ParseError"  # noqa: PT017
            continue
        assert standing is not SignatureStatus.VERIFIED, path


def _texts(value: Any, path: tuple[Any, ...] = ()) -> Sequence[tuple[Any, ...]]:
    if isinstance(value, str):
        return [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [text for key, inner in pairs for text in _texts(inner, (*path, key))]


def test_two_envelopes_in_one_bundle_do_not_verify() -> None:
    """A name that stands twice: our reader and the library take the last, so what verifies is what is read."""
    ours: Any = OURS.bundle(STATEMENT)
    forged = copy.deepcopy(ours)
    _payload(forged)
    raw = json.dumps(ours).encode()
    first, last = json.dumps(forged["dsseEnvelope"]).encode(), json.dumps(ours["dsseEnvelope"]).encode()
    evidence = EvidenceFile(path="b.json", sha256="a" * 64, size=1, media_type="application/json")
    for one, two in ((first, last), (last, first)):
        text = raw.replace(b'"dsseEnvelope": ' + last, b'"dsseEnvelope": ' + one + b', "dsseEnvelope": ' + two)
        assert text.count(b"dsseEnvelope") == 2
        snapshot = sigstore_bundle_json.parse(Document("b.json", text), evidence)
        (judged,) = Keys.of((), _trust()).judged(snapshot.attestations)
        forged_digest = judged.digests == (f"sha256:{'b' * 64}",)
        assert judged.standing is not SignatureStatus.VERIFIED or not forged_digest


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"no json", b'{"mediaType":"x"}', b" " * (LARGEST_ROOT + 1)])
def test_what_is_no_root_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError) as caught:
        KeylessTrust.of((PATH, data), (US,))
    assert caught.value.where == PATH
    assert "cosign trusted-root create" in caught.value.next_step


def test_without_the_library_nothing_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyless, "find_spec", lambda _name: None)
    judged = _judged(OURS.bundle(STATEMENT), _trust())
    assert (judged.standing, "atopack[verify]" in judged.standing_note) == (SignatureStatus.PRESENT, True)
