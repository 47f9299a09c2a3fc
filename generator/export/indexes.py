"""The indexes of a delivery as JSON: envelopes, statements with their evidence, and evidence with the statements it proves."""

from collections.abc import Mapping, Sequence

import msgspec

from generator.export.envelope import Envelope
from generator.export.material import Made
from generator.export.statements import Statement, used_in

FOLDER = "index/"
ARTIFACTS = f"{FOLDER}artifacts.json"
STATEMENTS = f"{FOLDER}statements.json"
EVIDENCE = f"{FOLDER}evidence.json"


def indexes(envelopes: Sequence[Envelope], statements: Sequence[Statement]) -> Made:
    """By path in the delivery."""
    return {
        ARTIFACTS: (_json({"artifacts": envelopes}), "An envelope for each file"),
        STATEMENTS: (_json({"statements": statements}), "What proves each statement"),
        EVIDENCE: (_json({"evidence": _used(envelopes, statements)}), "Where each piece of evidence is used"),
    }


def _used(envelopes: Sequence[Envelope], statements: Sequence[Statement]) -> list[Mapping[str, object]]:
    uses = used_in(statements)
    return [
        {
            "path": one.path,
            "sha256": one.sha256,
            "used-by": [
                {
                    "id": citing.statement.id,
                    "document": citing.statement.document,
                    "kind": citing.statement.kind,
                    "controls": citing.statement.controls,
                    "place": citing.place,
                }
                for citing in uses.get(one.path, ())
            ],
        }
        for one in envelopes
        if one.kind == "evidence"
    ]


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
