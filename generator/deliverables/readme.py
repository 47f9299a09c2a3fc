"""README.txt of a bag: what is in it, and how to check it with tools that everybody has."""

from textwrap import wrap

from generator.deliverables.base import Purpose
from generator.deliverables.material import Material
from generator.model.places import evidence_path
from generator.renderers.readiness.docx import READINESS_DOCX
from generator.seal import bag, hash_logs
from generator.seal.checking import SIGNATURE
from generator.seal.statement import PAYLOAD_TYPE
from generator.text import agreeing, counted

NAME = "README.txt"
_WIDTH = 110
_ACTIVE = (".svg", ".html", ".htm", ".xhtml")
"""Endings of what a browser opens and runs."""
_TYPE = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE}"


def readme(purpose: Purpose, material: Material, *, draft: bool, signed: bool) -> bytes:
    """The text."""
    system = material.package.system
    parts = [
        [
            f"{purpose.title}: {system.name}",
            f"As of {material.as_of.isoformat()}, for {purpose.reader}.",
            *(["DRAFT: not every document was approved by a named person."] if draft else []),
            *(line for gap in purpose.owing(material) for line in _wrapped(f"DRAFT: {gap.reason}.")),
        ],
        [
            "WHAT IS IN IT",
            "",
            "  data/index/index.html       begin here: every file, what it proves, and where each statement is proved",
            "  data/index/artifacts.json   an envelope for each file: origin, command, time, hash, marking, approval",
            "  data/index/statements.json  what proves each statement, and data/index/evidence.json the other way round",
            "  data/index/decisions.json   who decided what, and when",
            "  data/index/populations.json per control what can be sampled, and a sample that anybody can draw again",
            "  data/oscal/                 OSCAL documents; their back matter names the evidence with the same hashes",
            *_readiness(purpose),
            f"  {_evidence(material):<27} what was collected; how stands beside it, where that was recorded",
            "  data/index/redactions.json  what was cut out of it, what was waived, what was not searched for secrets",
            "  data/manifest.json          every file's hash; under `inputs` those of what people wrote and decided",
            "",
            "What people wrote and decided is in data/system.yaml, data/decisions/ and data/narratives/, redacted where a rule",
            "in decisions/redactions.yaml says so.",
            *_renamed(material),
            *_active(material),
        ],
        _checking(),
        *([_logs()] if purpose.hash_logs else []),
        *([_signature()] if signed else [["This bag is not signed: the checks above find damage, and not forgery."]]),
    ]
    return ("\n\n".join("\n".join(part) for part in parts) + "\n").encode()


def _readiness(purpose: Purpose) -> list[str]:
    """Whose it is: an assessor reads it as the provider's preparation and forms a finding of their own."""
    if not purpose.keeps(READINESS_DOCX.path):
        return []
    return ["  data/readiness/             the provider's own readiness report: no assessment, and no verdict on a control"]


def _wrapped(text: str) -> list[str]:
    """No name is divided, so that it can be found again."""
    return wrap(text, _WIDTH, break_on_hyphens=False, break_long_words=False)


def _evidence(material: Material) -> str:
    """The folders, as the purpose names them: `data/artifacts/`."""
    return ", ".join(sorted({f"{bag.PAYLOAD}{path.partition('/')[0]}/" for path in material.evidence})) or "no evidence"


def _renamed(material: Material) -> list[str]:
    if all(path == evidence_path(link.path) for path, link in material.evidence.items()):
        return []
    return [
        "Texts call evidence by the provider's names (evidence/cluster/...); `workspace-path` in data/index/artifacts.json",
        "says which file of this folder that is.",
    ]


def _active(material: Material) -> list[str]:
    """Evidence is delivered byte for byte, so that its hash holds: what a browser would run in it is not taken out."""
    active = sum(path.lower().endswith(_ACTIVE) for path in material.evidence)
    if not active:
        return []
    text = (
        f"{counted(active, 'file')} of the evidence {agreeing(active, 'ends', 'end')} in {' or '.join(_ACTIVE)}. "
        "They are as their tools wrote them, scripts included: open them as text, or in a program that runs no scripts."
    )
    return ["", *_wrapped(text)]


def _checking() -> list[str]:
    return [
        "CHECK THAT NOTHING CHANGED",
        "",
        "Any of these, in this folder. The first two need no software of ours:",
        "",
        f"  sha256sum -c --quiet {bag.TAG_MANIFEST} {bag.PAYLOAD_MANIFEST}",
        "  bagit.py --validate .          (Library of Congress; pip install bagit)",
        "  atopack verify .",
        "",
        "sha256sum finds what changed or is missing; bagit.py also what was added below data/; atopack also beside it.",
    ]


def _logs() -> list[str]:
    return [
        "HASHES FOR CMMC EMASS",
        "",
        f"  {hash_logs.FOLDER}{hash_logs.ARTIFACTS}   Hashed Data List: every artifact below data/",
        f"  {hash_logs.FOLDER}{hash_logs.OF_THE_LOG}      Hash Value: the SHA-256 in it; Hash Algorithm: SHA256",
        "",
        "They are laid out as the tables of the DoD's ArtifactHash.ps1; paths begin at this folder. The same for sha256sum:",
        "",
        f"  sha256sum -c --quiet {hash_logs.FOLDER}{hash_logs.ARTIFACT_SUMS} {hash_logs.FOLDER}{hash_logs.LOG_SUMS}",
    ]


def _signature() -> list[str]:
    return [
        "CHECK WHO MADE IT",
        "",
        f"{SIGNATURE} is a DSSE envelope around an in-toto statement that names every other file with its SHA-256.",
        "Get the sender's public key (PUBLIC.pem below) over another way than this bag. Then either",
        "",
        "  atopack verify . --key PUBLIC.pem",
        "",
        "or by hand, with openssl:",
        "",
        f'  field() {{ sed \'s/.*"\'$1\'":"\\([^"]*\\)".*/\\1/\' {SIGNATURE} | openssl base64 -d -A; }}',
        "  field payload > /tmp/statement.json",
        "  field sig > /tmp/signature",
        f"  {{ printf '{_TYPE} %d ' $(wc -c < /tmp/statement.json); cat /tmp/statement.json; }} > /tmp/signed",
        "  openssl dgst -sha256 -verify PUBLIC.pem -signature /tmp/signature /tmp/signed      (an ECDSA key)",
        "  openssl pkeyutl -verify -pubin -inkey PUBLIC.pem -rawin -sigfile /tmp/signature -in /tmp/signed   (an Ed25519 key)",
        "",
        "and that what was signed are the lists of this bag:",
        "",
        f'  named=\'"sha256":"\'$(sha256sum < {bag.TAG_MANIFEST} | cut -c1-64)\'"}},"name":"{bag.TAG_MANIFEST}"\'',
        '  grep -qF "$named" /tmp/statement.json && echo these lists were signed',
        "",
        "With the lists checked by sha256sum as above, every file is then the one that was signed.",
    ]
