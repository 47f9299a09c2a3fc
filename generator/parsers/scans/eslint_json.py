"""ESLint's report: `eslint -f json`, and `-f json-with-metadata`.

https://eslint.org/docs/latest/use/formatters/: severity 2 is an error, 1 a warning. ESLint rates how a rule was switched on and
not how bad a weakness is: an error is high and a warning moderate, as for other linters here. Source text is not read. An entry
without a rule is a file that ESLint could not parse.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans.code_results import ABSENT, Scalar, at, entries, is_clean_list, repository, text
from generator.parsers.scans.entries import fold_placed, not_null, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.text import counted

_LEVELS = {"2": Severity.HIGH, "1": Severity.MODERATE}
_UNPARSED = "ESLint could not parse {files}, so it did not check them"
_NO_RULE = "a message about no rule: the file could not be parsed, or a directive is not used"


class _EslintMessage(msgspec.Struct, gc=False):
    rule: str | None = msgspec.field(name="ruleId", default=None)
    severity: Scalar = None
    fatal: bool | None = None
    message: str | None = None
    line: Scalar = None
    column: Scalar = None


class _EslintFile(msgspec.Struct, gc=False):
    path: str | None = msgspec.field(name="filePath", default=None)
    messages: msgspec.Raw = ABSENT
    suppressed: msgspec.Raw = msgspec.field(name="suppressedMessages", default=ABSENT)


def recognizes(document: Document) -> bool:
    """A list of files; with metadata an object that holds the list."""
    keys = document.first_members or document.first_keys(document.members.get("results"))
    return {"filePath", "messages"}.issubset(keys) or is_clean_list(document, "eslint")


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "ESLint")
    target = accumulator.target(repository(evidence))
    metadata = bool(document.members)
    raw, pointer = (document.members["results"], "/results") if metadata else (document.data, "")
    unparsed = 0
    for place, file in not_null(accumulator, entries(document, accumulator, raw, _EslintFile, pointer)):
        unparsed += _fold(document, accumulator, file, target, place)
    because = _UNPARSED.format(files=counted(unparsed, "file")) if unparsed else None
    return accumulator.finish(None, because=because)


def _fold(document: Document, accumulator: ScanAccumulator, file: _EslintFile, target: ScanTarget, place: str) -> int:
    """Every message of one file. Answers how many say that it could not be parsed."""
    unparsed = 0
    lists = (("messages", file.messages, Disposition.OPEN), ("suppressedMessages", file.suppressed, Disposition.SUPPRESSED))
    for key, raw, disposition in lists:

        def result(message: _EslintMessage, place: str, disposition: Disposition = disposition) -> ScanResult | None:
            nonlocal unparsed
            unparsed += bool(message.fatal)
            return _result(message, file, disposition, target, place)

        listed = entries(document, accumulator, raw, _EslintMessage, f"{place}/{key}")
        fold_placed(accumulator, listed, result, unnamed=_NO_RULE)
    return unparsed


def _result(
    message: _EslintMessage, file: _EslintFile, disposition: Disposition, target: ScanTarget, place: str
) -> ScanResult | None:
    level, column = text(message.severity), text(message.column)
    return vulnerability_of(
        message.rule,
        target,
        place,
        severity=_LEVELS.get(level, Severity.UNKNOWN),
        word=level,
        disposition=disposition,
        native_status="suppressed" if disposition is Disposition.SUPPRESSED else "",
        scope=at(file.path, message.line, f"column {column}" if column else None),
        title=message.message,
    )
