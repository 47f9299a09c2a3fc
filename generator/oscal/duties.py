"""Table 11.1, who may do what, as a file that the plan attaches (FedRAMP, attachment type `separation-of-duties-matrix`)."""

import hashlib

from generator.documents.csv_text import csv_bytes
from generator.ids import UuidFactory
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import line, prop

MATRIX = "ssp/separation-of-duties.csv"
"""In the package."""


def duties_matrix(system: System) -> bytes | None:
    """A row for each duty, a column for each kind of user; None where system.yaml names no duties."""
    users, duties = system.plan.users, system.plan.duties
    if not duties or not users:
        return None
    header = ("Duty", *(line(user.title) for user in users))
    rows = ((line(duty.description), *("X" if user.id in duty.users else "" for user in users)) for duty in duties)
    return csv_bytes((header, *rows))


def duties_resources(system: System, ids: UuidFactory) -> tuple[o.Resource, ...]:
    """The file, where there is one."""
    data = duties_matrix(system)
    if data is None:
        return ()
    digest = o.Hash(algorithm="SHA-256", value=hashlib.sha256(data).hexdigest())
    return (
        o.Resource(
            uuid=_uuid(ids),
            title="Separation of Duties Matrix",
            description=f"Table 11.1 of the plan, from system.yaml ({len(data)} bytes).",
            props=(prop("type", "separation-of-duties-matrix", system.fedramp_namespace),),
            rlinks=(o.Rlink(href=f"../{MATRIX}", media_type="text/csv", hashes=(digest,)),),
        ),
    )


def duties_link(system: System, ids: UuidFactory) -> tuple[o.Link, ...]:
    """For AC-5, which asks for it."""
    if not system.plan.duties or not system.plan.users:
        return ()
    return (o.Link(href=f"#{_uuid(ids)}", rel="reference", text="Separation of Duties Matrix"),)


def _uuid(ids: UuidFactory) -> str:
    return ids.object("resource", "separation-of-duties")
