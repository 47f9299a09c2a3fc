"""What a Checkov report holds, as far as it is read. Code blocks, which may hold secrets, and evaluated keys never are."""

import msgspec


class Result(msgspec.Struct, gc=False):
    """How a check ended."""

    result: str | None = None
    suppress_comment: str | None = None


class Details(msgspec.Struct, gc=False):
    """The vulnerability of a package, where the check is about one."""

    id: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    fix_version: str | None = None
    published_date: str | None = None
    link: str | None = None
    vector: str | None = None
    cvss: float | str | None = None


class Check(msgspec.Struct):
    """One check of one resource."""

    check_id: str | None = None
    bc_check_id: str | None = None
    """What Prisma Cloud calls the check."""
    check_name: str | None = None
    check_result: Result | None = None
    file_path: str | None = None
    repo_file_path: str | None = None
    file_line_range: tuple[int | None, ...] | None = None
    resource: str | None = None
    severity: str | None = None
    guideline: str | None = None
    vulnerability_details: Details | None = None


class Lists(msgspec.Struct):
    """Checks by how they ended."""

    failed_checks: tuple[Check | None, ...] | None = None
    passed_checks: tuple[Check | None, ...] | None = None
    skipped_checks: tuple[Check | None, ...] | None = None
    parsing_errors: tuple[str | None, ...] | None = None


class Summary(msgspec.Struct, gc=False):
    """Checkov's own counts. With `--quiet` or `--compact` they count checks that are not listed."""

    failed: int | None = None
    passed: int | None = None
    skipped: int | None = None
    parsing_errors: int | None = None
    checkov_version: str | None = None


class Report(msgspec.Struct):
    """The checks of one type; or, where Checkov found nothing to check, only `checkov_version`."""

    check_type: str | None = None
    results: Lists | None = None
    summary: Summary | None = None
    checkov_version: str | None = None
