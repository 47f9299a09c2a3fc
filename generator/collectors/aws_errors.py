"""What AWS says instead of an answer, sorted by what it means for the evidence.

Error codes: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and each service's API reference. A missing
configuration (`NoSuchPublicAccessBlockConfiguration`) is an answer about the system; a refusal is none.
"""

import re
from enum import StrEnum

import msgspec
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from botocore.exceptions import ConnectionError as NotReached
from botocore.parsers import ResponseParserError  # type: ignore[import-untyped]

from generator.collectors.secret_text import without_secrets
from generator.text import printable, shortened

FAILURES: tuple[type[Exception], ...] = (ClientError, BotoCoreError, ResponseParserError)
"""Everything that a call to AWS raises for its own reasons."""

_LONGEST = 300
_DENIED = re.compile(r"AccessDenied|Unauthorized|AuthorizationError|Forbidden|^AllAccessDisabled")
_NOT_ENABLED = re.compile(
    r"InvalidAccess|OptInRequired|SubscriptionRequired|NoSuchConfigurationRecorder|NoAvailableConfiguration"
)
_NOT_ENABLED_TEXT = re.compile(r"not (?:been )?(?:enabled|subscribed|activated)|is not subscribed", re.IGNORECASE)
_ABSENT = re.compile(r"NotFound|^NoSuch|UnsupportedImageType|NotFoundError$")
_THROTTLED = re.compile(r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceededException")
_IDENTITY = re.compile(
    r"ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|AuthFailure"
)


class AwsErrorKind(StrEnum):
    """Why there is no answer."""

    REFUSED = "refused"
    NOT_ENABLED = "not enabled"
    ABSENT = "absent"
    """Nothing is configured or there: an answer about the system, kept beside the others."""
    UNREACHABLE = "not reachable"
    THROTTLED = "throttled"
    FAILED = "failed"
    SHORTENED = "shortened"


class AwsFault(msgspec.Struct, frozen=True, kw_only=True):
    """One question without an answer."""

    kind: AwsErrorKind
    code: str
    message: str
    status: int | None = None

    @property
    def why(self) -> str:
        """`refused: AccessDeniedException: User … is not authorized …`."""
        return ": ".join(filter(None, (self.kind.value, self.code, self.message)))


def fault(error: Exception) -> AwsFault:
    """What an exception of boto3 means."""
    if isinstance(error, ClientError):
        error_body = error.response.get("Error", {})
        code, text = _short(str(error_body.get("Code") or "without a code"))[:80], _short(str(error_body.get("Message") or ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return AwsFault(kind=_kind(code, text), code=code, message=text, status=status if isinstance(status, int) else None)
    kind = AwsErrorKind.UNREACHABLE if isinstance(error, NotReached) else AwsErrorKind.FAILED
    return AwsFault(kind=kind, code=type(error).__name__, message=_short(str(error)))


def is_identity(aws_fault: AwsFault) -> bool:
    """Is it the credentials themselves? Then no other question will be answered either."""
    return bool(_IDENTITY.search(aws_fault.code))


def _kind(code: str, text: str) -> AwsErrorKind:
    if _NOT_ENABLED.search(code) or _NOT_ENABLED_TEXT.search(text):
        return AwsErrorKind.NOT_ENABLED
    for pattern, kind in (
        (_DENIED, AwsErrorKind.REFUSED),
        (_THROTTLED, AwsErrorKind.THROTTLED),
        (_ABSENT, AwsErrorKind.ABSENT),
    ):
        if pattern.search(code):
            return kind
    return AwsErrorKind.FAILED


def _short(text: str) -> str:
    """One printable line: an error page of something in between is not repeated whole."""
    return shortened(printable(without_secrets(text)), _LONGEST)
