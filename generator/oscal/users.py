"""The kinds of user of a system security plan (FedRAMP external constraints: `user-*`, `privilege-level`)."""

from generator.ids import Identifiers
from generator.model.plan import Duty, PlanSaid, UserRole
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import line, prop, text


def user_uuid(user_id: str, ids: Identifiers) -> str:
    """A kind of user, by its id in system.yaml."""
    return ids.object("user", user_id)


def users(system: System, ids: Identifiers) -> tuple[o.User, ...]:
    """Those of system.yaml; where it names none, the administrator that every such system has."""
    if not system.plan.users:
        return (_administrator(ids, system),)
    return tuple(_user(row, system, ids) for row in system.plan.users)


def duties_of(user: UserRole, plan: PlanSaid) -> tuple[Duty, ...]:
    """Its rows of Table 11.1."""
    return tuple(duty for duty in plan.duties if user.id in duty.users)


def _user(row: UserRole, system: System, ids: Identifiers) -> o.User:
    privileges = [o.AuthorizedPrivilege(title="Functions", functions_performed=tuple(map(line, row.functions)))]
    if duties := duties_of(row, system.plan):
        said = tuple(line(duty.description) for duty in duties)
        privileges.append(o.AuthorizedPrivilege(title="Duties of Table 11.1, separation of duties", functions_performed=said))
    return o.User(
        uuid=user_uuid(row.id, ids),
        title=line(row.title),
        description=text(f"Authentication: {row.authentication}") if row.authentication else None,
        props=(
            prop("type", row.type),
            prop("privilege-level", row.privilege, system.fedramp_namespace),
            prop("sensitivity", row.sensitivity, system.fedramp_namespace),
        ),
        role_ids=row.roles or ("asset-owner",),
        authorized_privileges=tuple(privileges),
    )


def _administrator(ids: Identifiers, system: System) -> o.User:
    return o.User(
        uuid=user_uuid("administrator", ids),
        title="System administrator",
        props=(
            prop("type", "internal"),
            prop("privilege-level", "read-write", system.fedramp_namespace),
            prop("sensitivity", "moderate", system.fedramp_namespace),
        ),
        role_ids=("asset-owner",),
        authorized_privileges=(
            o.AuthorizedPrivilege(
                title="Administration", functions_performed=("Deploys and operates the containers of the system",)
            ),
        ),
    )
