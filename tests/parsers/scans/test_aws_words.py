"""Resources, moments and versions as AWS services write them."""

from datetime import UTC, datetime

import pytest

from generator.parsers.scans.aws_resource import image_reference, score, system, version, when


@pytest.mark.parametrize(
    ("arn", "reference"),
    [
        (
            f"arn:aws:ecr:eu-west-1:111122223333:repository/a/b/sha256:{'0' * 64}",
            f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/a/b@sha256:{'0' * 64}",
        ),
        (
            f"arn:aws-cn:ecr:cn-north-1:111122223333:repository/a/sha256:{'0' * 64}",
            f"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a@sha256:{'0' * 64}",
        ),
        (f"arn:aws-iso:ecr:us-iso-east-1:111122223333:repository/a/sha256:{'0' * 64}", None),
        ("arn:aws:ecr:eu-west-1:111122223333:repository/a/../b", None),
        ("arn:aws:ec2:eu-west-1:111122223333:instance/i-0", None),
    ],
)
def test_the_reference_of_an_image_from_its_arn(arn: str, reference: str | None) -> None:
    assert image_reference(arn) == reference


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1771574400.5, datetime(2026, 2, 20, 8, 0, 0, 500000, tzinfo=UTC)),
        ("1771574400", datetime(2026, 2, 20, 8, tzinfo=UTC)),
        ("2026-02-20 09:00:00+01:00", datetime(2026, 2, 20, 8, tzinfo=UTC)),
        (1e300, None),
        (0.0, None),
        (-5.0, None),
        ("soon", None),
        (None, None),
    ],
)
def test_moments(value: str | float | None, expected: datetime | None) -> None:
    assert when(value) == expected


def test_words_of_packages_and_systems() -> None:
    assert version("1.1", "2", "r3") == "2:1.1-r3"
    assert version("1.1", 0, "") == "1.1"
    assert version("", 1, "r3") is None
    assert system("ALPINE_LINUX_3_20") == "alpine linux 3.20"
    assert system("") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7.5", 7.5), ("0", 0.0), ("11", None), ("nan", None), ("high", None), ("", None), (None, None)],
)
def test_scores(text: str | None, expected: float | None) -> None:
    assert score(text) == expected
