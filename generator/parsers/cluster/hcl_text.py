"""HashiCorp's configuration language as plain values: blocks by their type and labels, expressions as text.

https://developer.hashicorp.com/terraform/language/syntax/configuration
"""

from collections.abc import Mapping

from generator.errors import ParseError
from generator.parsers.cluster import foreign
from generator.parsers.document import Document

_MOST_BYTES = 2 << 20
_NEXT = "`terraform validate` shows what is wrong with the file"


def decoded(document: Document) -> Mapping[str, object]:
    """The file's blocks, and the values of a file of variables.

    NOTE: the library is imported here, since it makes its tables when it is first asked.

    Raises:
        ParseError: broken, or larger than anybody writes.
    """
    import hcl2
    from lark.exceptions import LarkError

    if len(document.data) > _MOST_BYTES:
        raise ParseError("a Terraform file of more than 2 MiB", next_step="collect `terraform show -json` instead")
    options = hcl2.SerializationOptions(
        with_comments=False, explicit_blocks=False, preserve_heredocs=False, strip_string_quotes=True
    )
    try:
        return foreign.members(hcl2.loads(f"{document.text}\n", serialization_options=options))
    except (LarkError, ValueError, KeyError, TypeError) as error:
        line = getattr(error, "line", None)
        where = f"line {line}" if isinstance(line, int) and line > 0 else ""
        raise ParseError("not valid Terraform", where=where, next_step=_NEXT) from error
