"""`atopack export` and `atopack verify`: arguments, keys and the lines printed at the end. Decides nothing."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator import export, verify
from generator.cli.arguments import add_output_argument
from generator.cli.convert import add_format_argument
from generator.cli.exit_codes import CLEAN, INVALID, of_assessment
from generator.cli.json_output import JsonRow, add_json_argument, gap_row, named_fields, say_result, say_rows
from generator.cli.terminal import as_of, cache, progress
from generator.errors import ConfigError
from generator.file_loading import did_you_mean_path
from generator.limits import PRINTED
from generator.text import counted, left_out

if TYPE_CHECKING:
    from generator.deliverables.exporting import Exported
    from generator.deliverables.lists import Signer
    from generator.deliverables.secrets.search import DetectedSecret
    from generator.model.evidence import Gap
    from generator.seal.checking import Checked

PURPOSES = ("fedramp", "fedramp-20x", "conmon", "cmmc", "dod")
"""Here as well, so that help needs no heavy module; a test compares them with the registry."""
KEY_VARIABLE = "ATOPACK_KEY_PASSPHRASE"
"""Environment variable with the passphrase of an encrypted key, for runs without a terminal."""
_LONGEST = 500


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """What `atopack export` takes beside a workspace and a day."""
    parser.add_argument("--for", dest="purpose", required=True, choices=PURPOSES, help="who the delivery is for")
    add_output_argument(parser)
    parser.add_argument("--sign", type=Path, metavar="KEY", help="private key in PEM: ECDSA P-256 or Ed25519")
    parser.add_argument("--final", action="store_true", help="refuse while anything in it is a draft")
    add_format_argument(parser)
    add_json_argument(parser)


def add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    """What `atopack verify` takes."""
    parser.add_argument(
        "folder", type=Path, metavar="PACKAGE", help="a bag or a package: the folder with bagit.txt or manifest.json"
    )
    parser.add_argument("--key", type=Path, metavar="PUB", help="the sender's public key in PEM: checks the signature as well")
    add_json_argument(parser)


def run(options: argparse.Namespace) -> int:
    """`atopack export`."""
    from generator import Workspace
    from generator.deliverables.secrets.waivers import SecretsFoundError

    signer = _signer(options.sign) if options.sign else None
    workspace = Workspace.open(options.workspace)
    try:
        with progress() as shown:
            made = export(
                workspace,
                options.purpose,
                options.output,
                as_of(options),
                final=options.final,
                formats=options.formats,
                signer=signer,
                cache=cache(),
                evidence_cache=options.cache,
                progress=shown,
            )
    except SecretsFoundError as error:
        if options.json:
            say_rows(map(_secret_row, error.secrets))
        raise
    say_result(options, _rows(made), _report_lines(made))
    package = made.rendered.package
    return of_assessment(package.discrepancies, package.gaps, strict=options.strict)


def run_verify(options: argparse.Namespace) -> int:
    """`atopack verify`."""
    if not options.folder.exists():
        step = did_you_mean_path(options.folder, "check the path")
        raise ConfigError("there is no such folder", where=str(options.folder), next_step=step)
    checked = verify(options.folder, options.key)
    rows: Iterator[JsonRow] = ({"path": each.path, "difference": each.what} for each in checked.differences)
    say_result(options, rows, _verdict(checked))
    return INVALID if checked.differences else CLEAN


def _signer(path: Path) -> "Signer":
    from generator.seal.signature import private_key, sign

    key = private_key(path, _passphrase)
    return lambda payload: sign(payload, key)


def _passphrase() -> bytes:
    passphrase = os.environ.get(KEY_VARIABLE)
    if passphrase is not None:
        return passphrase.encode()
    if not sys.stdin.isatty():
        what = "the key is encrypted, and there is no terminal to enter its passphrase"
        raise ConfigError(what, next_step=f"set {KEY_VARIABLE}")
    return getpass.getpass("Passphrase of the key: ").encode()


def _rows(made: "Exported") -> Iterator[JsonRow]:
    """The bag, each gap that a person has to act on, and each gap of the evidence."""
    yield {
        "kind": "bag",
        "folder": str(made.folder),
        **named_fields(made.manifest, "system", "as_of"),
        "documents": sum(envelope.kind == "document" for envelope in made.envelopes),
        "drafts": _drafts(made),
        "evidence_files": sum(envelope.kind == "evidence" for envelope in made.envelopes),
        "bytes": sum(file.size for file in made.manifest.files),
        "signed": made.signed,
    }
    yield from (gap_row(gap) for gap in (*made.gaps, *made.rendered.package.gaps))


def _secret_row(secret: "DetectedSecret") -> JsonRow:
    """Where it is and what kind of secret it is, and never the secret."""
    from generator.deliverables.secrets.patterns import title

    return {"kind": "secret", **named_fields(secret, "path", "place", "rule"), "title": title(secret.rule)}


def _report_lines(made: "Exported") -> list[str]:
    kinds = [envelope.kind for envelope in made.envelopes]
    lines = [
        f"Documents  {kinds.count('document')}, of which {_drafts(made)} are drafts until approved",
        f"Evidence   {counted(kinds.count('evidence'), 'file')}, {sum(file.size for file in made.manifest.files):,} bytes",
        f"Signature  {'by your key' if made.signed else 'none: name a key with --sign'}",
    ]
    if made.gaps:
        lines = ["Action required:", *_to_see_to(made.gaps), "", *lines]
    if made.rendered.package.gaps:
        lines.append(f"Gaps       {len(made.rendered.package.gaps):,} in the evidence: `atopack check` lists them")
    return [*lines, f"Bag        {made.folder}  (README.txt says how to verify it)"]


def _to_see_to(gaps: "Sequence[Gap]") -> list[str]:
    """Each with its next step, since nothing else lists them; the same of several files once."""
    grouped: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        grouped.setdefault((gap.reason, gap.next_step), []).append(gap)
    lines = []
    for (reason, step), group in list(grouped.items())[:PRINTED]:
        place = f" ({group[0].place})" if group[0].place else ""
        more = f" {left_out(len(group) - 1, 'file')}" if len(group) > 1 else ""
        lines += [f"  - {group[0].path}{place}{more}: {reason}", f"    next: {step}"]
    return [*lines, *([f"  … {left_out(len(grouped) - PRINTED)}"] if len(grouped) > PRINTED else [])]


def _drafts(made: "Exported") -> int:
    return sum(envelope.status == "draft" for envelope in made.envelopes)


def _verdict(check: "Checked") -> list[str]:
    if check.differences:
        first, *others = check.differences
        lines = [f"Verification failed: {_shown(first.path)} ({first.what})"]
        lines += [f"  also {_shown(difference.path)} ({difference.what})" for difference in others[: PRINTED - 1]]
        left = left_out(len(check.differences) - PRINTED)
        return [*lines, *([f"  {left}"] if left else [])]
    lines = [f"Verified: unchanged since it was sealed. {counted(check.files, 'file')}, each with its listed hash"]
    if check.statement is not None:
        description = ", ".join(f"{key} {value}" for key, value in sorted(check.statement.items()))
        return [*lines, f"Signed by the key that you named; the signature says: {description}"]
    if check.signed:
        return [*lines, "The signature was NOT verified: name the sender's public key with --key"]
    return [*lines, "Not signed: this detects damage, not forgery"]


def _shown(path: str) -> str:
    """A name that somebody else chose, in one line of bearable length."""
    line = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
