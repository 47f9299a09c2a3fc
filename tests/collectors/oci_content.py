"""An invented image for two platforms with an SBOM, a signature and an attestation, as a registry would hold it."""

import hashlib
import json
from dataclasses import dataclass, field

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
EMPTY = "application/vnd.oci.empty.v1+json"
SPDX = "application/spdx+json"
SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json"
IN_TOTO = "application/vnd.in-toto+json"


def digest(raw: bytes) -> str:
    """`sha256:…`."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


@dataclass
class Content:
    """Blobs and manifests of one repository."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By digest, in the order in which they have to be pushed."""
    tags: dict[str, str] = field(default_factory=dict)
    """Tag to digest."""

    def blob(self, raw: bytes, media_type: str) -> dict[str, object]:
        """Add a blob; its descriptor."""
        self.blobs[digest(raw)] = raw
        return {"mediaType": media_type, "digest": digest(raw), "size": len(raw)}

    def manifest(self, body: dict[str, object], *, tag: str = "") -> dict[str, object]:
        """Add a manifest or index; its descriptor."""
        raw = json.dumps({"schemaVersion": 2, **body}).encode()
        media_type = str(body["mediaType"])
        self.manifests[digest(raw)] = (media_type, raw)
        if tag:
            self.tags[tag] = digest(raw)
        return {"mediaType": media_type, "digest": digest(raw), "size": len(raw)}


@dataclass
class Sample:
    """The content, and the digests a test asks about."""

    content: Content
    index: str
    platforms: dict[str, str]
    sbom: str
    spdx: bytes


def image(content: Content, architecture: str, **config: object) -> dict[str, object]:
    """A manifest for one platform."""
    inner = {"User": "10001:10001", "Entrypoint": ["/app/cart"], **config}
    whole = {
        "architecture": architecture,
        "os": "linux",
        "created": "2026-11-01T10:00:00Z",
        "config": inner,
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{'1' * 64}"]},
        "history": [
            {"created": "2026-11-01T09:00:00Z", "created_by": 'ENV DATABASE=postgres://shop:hunter2@db/cart MODE="a b"'},
            {"created_by": "RUN |2 TOKEN=hunter2 OTHER=x y /bin/sh -c make # buildkit"},
            {"created_by": "/bin/sh -c #(nop)  ENV OLD hunter2"},
            {"created_by": "COPY cart /app/cart # buildkit", "comment": "buildkit.dockerfile.v0"},
        ],
    }
    described = content.blob(json.dumps(whole).encode(), CONFIG)
    layer = content.blob(f"layer of {architecture}".encode(), LAYER)
    return content.manifest({"mediaType": MANIFEST, "config": described, "layers": [layer]})


def artifact(content: Content, subject: dict[str, object], raw: bytes, media_type: str, **more: object) -> dict[str, object]:
    """Something that belongs to a manifest."""
    body: dict[str, object] = {
        "mediaType": MANIFEST,
        "artifactType": more.get("artifact_type", media_type),
        "config": content.blob(b"{}", EMPTY),
        "layers": [{**content.blob(raw, media_type), "annotations": more.get("annotations", {})}],
        "subject": subject,
    }
    return {**content.manifest(body, tag=str(more.get("tag", ""))), "artifactType": more.get("artifact_type", media_type)}


def sample() -> Sample:
    """The image `1.4`, also tagged `stable`, with an SBOM by referrers tag, a cosign signature and a BuildKit attestation."""
    content = Content()
    secret = {
        "Env": ["PATH=/usr/bin", "DB_PASSWORD=hunter2"],
        "Labels": {"org.opencontainers.image.title": "cart", "deploy.token": "hunter2"},
        "Cmd": ["serve", "--password", "hunter2", "--key-token=hunter2"],
    }
    amd, arm = image(content, "amd64", **secret), image(content, "arm64")
    statement = json.dumps({"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://slsa.dev/provenance/v1"})
    built = content.manifest(
        {
            "mediaType": MANIFEST,
            "config": content.blob(b'{"architecture":"unknown"}', CONFIG),
            "layers": [
                {
                    **content.blob(statement.encode(), IN_TOTO),
                    "annotations": {"in-toto.io/predicate-type": "https://slsa.dev/provenance/v1"},
                }
            ],
        }
    )
    marks = {"vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": amd["digest"]}
    index = content.manifest(
        {
            "mediaType": INDEX,
            "manifests": [
                {**amd, "platform": {"os": "linux", "architecture": "amd64"}},
                {**arm, "platform": {"os": "linux", "architecture": "arm64", "variant": "v8"}},
                {**built, "platform": {"os": "unknown", "architecture": "unknown"}, "annotations": marks},
            ],
        },
        tag="1.4",
    )
    content.tags["stable"] = str(index["digest"])
    stem = str(index["digest"]).replace(":", "-")
    spdx = json.dumps(
        {
            "spdxVersion": "SPDX-2.3",
            "SPDXID": "SPDXRef-DOCUMENT",
            "name": "cart",
            "creationInfo": {"created": "2026-11-01T10:00:00Z", "creators": ["Tool: invented"]},
            "packages": [{"name": "zlib", "SPDXID": "SPDXRef-zlib", "versionInfo": "1.3"}],
        }
    ).encode()
    sbom = artifact(content, index, spdx, SPDX)
    content.manifest({"mediaType": INDEX, "manifests": [sbom]}, tag=stem)
    artifact(
        content,
        index,
        b'{"critical":{}}',
        SIMPLE,
        tag=f"{stem}.sig",
        annotations={"dev.cosignproject.cosign/signature": "MEUC"},
    )
    platforms = {"linux/amd64": str(amd["digest"]), "linux/arm64/v8": str(arm["digest"])}
    return Sample(content=content, index=str(index["digest"]), platforms=platforms, sbom=str(sbom["digest"]), spdx=spdx)
