"""What kind of file stands under a name, for envelopes. Registered names where there is one (IANA)."""

from pathlib import PurePosixPath

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    ".ckl": "application/xml",
    ".cklb": "application/json",
    ".csv": "text/csv",
    ".docx": f"{_OPEN_XML}wordprocessingml.document",
    ".drawio": "application/xml",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
UNKNOWN = "application/octet-stream"


def media_type(path: str) -> str:
    """By the ending of the name."""
    return _TYPES.get(PurePosixPath(path).suffix.lower(), UNKNOWN)
