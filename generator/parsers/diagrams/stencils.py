"""What a picture in a drawing shows: the name of a product, as a library of shapes or a picture's file name spells it.

draw.io keeps it in the style: https://www.drawio.com/doc/faq/shape-styles (`shape=mxgraph.aws4.resourceIcon;resIcon=
mxgraph.aws4.rds`, `image=img/lib/azure2/databases/Azure_SQL.svg`). A picture's address is read as a name and never followed.
"""

import re
from collections.abc import Mapping

from generator.parsers.late_patterns import late_re

_LIBRARIES = late_re(
    r"mxgraph\.(?:aws\d?|aws3d|azure2?|gcp2?|ibm\w*|alibaba_cloud|openstack|kubernetes|weblogos|cisco\d*|cisco_safe|networks2?|oracle)\."
)
_PRODUCTS = ("resIcon", "prIcon", "shape")
_PLAIN = frozenset(
    "group group2 groupcenter container icon icon2 rect user users client generic resourceicon producticon instance instances"
    " server servers traditional_server illustration_users illustration_notification generic_database cloud internet endpoint"
    " endpoints office_building corporate_data_center general database person people document image picture".split()
)
"""Pictures that say no more than that something is there."""
_FILE = late_re(r"(?:[^?#]{0,2000}/)?(?P<name>\w[\w .+-]{1,60})\.(?:svg|png|jpe?g|gif|webp)(?:[?#].{0,2000})?", re.I)
_LOOKS = frozenset("logo icon icons light dark bg color original plain small large rgb".split())
_COUNTED = late_re(r"_\d+$")
"""`users_2` is the second picture for users."""
_MOST_WORDS = 4
_NUMBER = late_re(r"^\d+[-_\s]+(?:icon[-_\s]+(?:service[-_\s]+)?)?", re.I)


def technology(style: Mapping[str, str]) -> str | None:
    """The product that a draw.io style shows; None for boxes, people and pictures that have no name."""
    if style.get("shape") == "mxgraph.kubernetes.icon" or style.get("shape") == "mxgraph.kubernetes.icon2":
        return f"kubernetes {style['prIcon']}" if style.get("prIcon") else None
    for key in _PRODUCTS:
        name = style.get(key, "")
        if _LIBRARIES.match(name):
            word = name.rpartition(".")[2]
            if _COUNTED.sub("", word.lower()) not in _PLAIN:
                return word.replace("_", " ").strip() or None
    return picture(style.get("image", ""))


def is_of_library(style: Mapping[str, str]) -> bool:
    """Is it a shape from a library of products?"""
    return any(_LIBRARIES.match(style.get(key, "")) for key in _PRODUCTS)


def picture(address: str) -> str | None:
    """The words of a picture's file name; None for a picture inside the drawing (`data:`), and for a whole sentence."""
    match = _FILE.fullmatch(address) if not address.startswith("data:") else None
    words = re.split(r"[\s_-]+", _NUMBER.sub("", match["name"])) if match else []
    said = [word for word in words if word and word.lower() not in _LOOKS]
    if len(said) > _MOST_WORDS or "_".join(said).lower() in _PLAIN:
        return None
    return " ".join(said) or None
