"""Small bags and throw-away keys."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from generator.seal import bag, statement
from generator.seal.checking import SIGNATURE
from generator.seal.manifest import entry
from generator.seal.signature import sign

if TYPE_CHECKING:
    from generator.seal.signature import PrivateKey

PRIVATE_KINDS = ("p256", "ed25519")
_MADE = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
}


def keys(folder: Path, kind: str, passphrase: bytes = b"") -> tuple[Path, Path]:
    """A private and a public key as PEM files."""
    key = _MADE[kind]()
    private, public = folder / f"{kind}.pem", folder / f"{kind}.pub"
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


def written(folder: Path, files: dict[str, bytes], key: "PrivateKey | None" = None) -> Path:
    """A bag of these files."""
    rows = [entry(path, data, kind="evidence", title="t") for path, data in files.items()]
    tags = bag.tag_files(rows, (("Source-Organization", "Sample"),), {})
    whole = {**{f"data/{path}": data for path, data in files.items()}, **tags}
    if key is not None:
        named = {path: hashlib.sha256(data).hexdigest() for path, data in whole.items()}
        whole[SIGNATURE] = sign(statement.encode(named, {"system": "sample", "draft": True}), key)
    for path, data in whole.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder
