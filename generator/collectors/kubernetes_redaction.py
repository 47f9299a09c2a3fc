"""The rules of what is secret in a text, read from a rule file that people may change.

Names stay and values go. What the rules do not know, they let pass: they lower the risk of a credential in evidence, they do
not remove it, which is why every place is listed in the sidecar and the rule file is the user's to sharpen.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from generator.collectors.client_options import HINTS, without_client_secrets, word_without_secret
from generator.collectors.secret_assignments import cut
from generator.errors import ConfigError

MARK = "[redacted]"

_REFERENCE = re.compile(r"\$[({]|\{\{|<[a-z]|\[redacted\]|(?:true|false|null|none|nil|~|\"\"|'')$", re.IGNORECASE)


class _Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    pattern: str
    hints: tuple[str, ...] = ()


class SecretValue(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is secret by its looks."""

    name: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    """Texts of which one must be there; empty where only the pattern can tell."""

    def cut(self, text: str) -> tuple[str, int]:
        """The text without it, and how often it was there."""
        if self.hints and not any(hint in text for hint in self.hints):
            return text, 0
        return self.pattern.subn("redacted", text)


class _RuleFile(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    dropped_annotations: tuple[str, ...] = ()
    secret_words: tuple[str, ...] = ()
    not_secret_endings: tuple[str, ...] = ()
    secret_values: tuple[_Value, ...] = ()
    largest_value: int = 16384


@dataclass(frozen=True, kw_only=True)
class RedactionRules:
    """What is cut out, and how it is reported."""

    dropped_annotations: frozenset[str]
    secret_name: re.Pattern[str]
    not_secret: re.Pattern[str]
    secret_values: tuple[SecretValue, ...]
    largest: int

    plain_words: tuple[bytes, ...]
    """Words of `secret_name` that are no patterns, in lower case."""

    def may_hold(self, text: bytes) -> bool:
        """Is undecoded JSON worth decoding? Looks for hints and words only, so that it costs next to nothing."""
        for hint in self._hints:
            if hint in text:
                return True
        lower = text.lower()
        for word in self.plain_words:  # noqa: SIM110 - asked for every object: a generator would cost more than the question
            if word in lower:
                return True
        return False

    @cached_property
    def _hints(self) -> tuple[bytes, ...]:
        hints = [hint for each in self.secret_values for hint in each.hints or ("",)]
        return tuple(each.encode() for each in (*sorted(self.dropped_annotations), *hints, *HINTS))

    def is_secret(self, name: str) -> bool:
        """Does a variable, key or flag of that name hold a secret?"""
        return self.secret_name.search(name) is not None and self.not_secret.search(name) is None

    def named(self, name: str, value: str) -> tuple[str, str | None]:
        """A value by its name: what is written for it, and the rule that replaced it."""
        if value and self.is_secret(name) and not _is_plain(value):
            return MARK, "secret name"
        return self.text(value)

    def text(self, value: str) -> tuple[str, str | None]:
        """A longer text: what is written for it, and the first rule that changed it."""
        rule_name: str | None = None
        for each in self.secret_values:
            value, times = each.cut(value)
            rule_name = rule_name or (each.name if times else None)
        written = without_client_secrets(cut(value, self.is_secret, _is_plain, MARK), MARK)
        return written, rule_name or ("assignment" if written != value else None)

    def arguments(self, words: Sequence[object], command: Iterable[str] = ()) -> Iterator[tuple[object, str | None]]:
        """A command line behind its command, word by word; the word after `--password` is the password."""
        follows = False
        before = list(command)
        for word in words:
            if not isinstance(word, str):
                yield word, None
                continue
            by_client = word_without_secret(before, word, MARK)
            if follows and not word.startswith("-"):
                yield self.named("password", word)
            elif by_client != word:
                yield by_client, "option of a client"
            else:
                yield self.text(word)
            before.append(word)
            follows = word.startswith("-") and "=" not in word and self.is_secret(word.lstrip("-"))


def read_rules(raw: bytes, *, where: str) -> RedactionRules:
    """The rules of a file.

    Raises:
        ConfigError: not YAML, another shape, or a pattern that is none.
    """
    step = "compare it with templates/collect/kubernetes-redaction.yaml"
    try:
        wire = msgspec.yaml.decode(raw, type=_RuleFile)
        words = "|".join(f"(?:{each})" for each in wire.secret_words) or "(?!)"
        endings = "|".join(f"(?:{each})" for each in wire.not_secret_endings) or "(?!)"
        return RedactionRules(
            dropped_annotations=frozenset(wire.dropped_annotations),
            secret_name=re.compile(words, re.IGNORECASE),
            not_secret=re.compile(f"(?:{endings})$", re.IGNORECASE),
            secret_values=tuple(
                SecretValue(name=each.name, pattern=re.compile(each.pattern), hints=each.hints) for each in wire.secret_values
            ),
            plain_words=tuple(each.lower().encode() for each in wire.secret_words if each.isalpha()),
            largest=wire.largest_value,
        )
    except (msgspec.DecodeError, re.error, UnicodeDecodeError) as error:
        raise ConfigError(f"the redaction rules cannot be read: {error}", where=where, next_step=step) from error


def _is_plain(value: str) -> bool:
    """A reference to a value that stands elsewhere, a switch, or nothing."""
    return _REFERENCE.match(value) is not None
