"""What a file of AWS is called and about: an image of Amazon ECR by the reference by which it is pulled.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html."""

from generator.collectors.aws_call import AwsCall
from generator.collectors.file_names import short

_SUFFIXES = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}


def file_name(call: AwsCall, about: str) -> str:
    """`ecr-describe-images.json`; about one image, its repository and digest stand behind."""
    if not about:
        return f"{call.file}.json"
    repository, _, digest = about.partition("/")[2].rpartition("@")
    return f"{call.file}-{short(repository)}@{digest.replace(':', '-')}.json"


def image_reference(about: str, region: str, arn: str) -> str | None:
    """`ACCOUNT.dkr.ecr.REGION.amazonaws.com/cart@sha256:…` of `ACCOUNT/cart@sha256:…`; None where it is not known."""
    registry, _, rest = about.partition("/")
    suffix = _SUFFIXES.get(arn.split(":")[1]) if arn.count(":") > 1 else None
    return f"{registry}.dkr.ecr.{region}.{suffix}/{rest}" if registry and suffix else None
