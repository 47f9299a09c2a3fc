"""What a person states of section 8 is drawn, marked as stated, and what nobody states is not."""

from drawing.subjects import SEED_API, SHOP, subject
from replacing import replace

from generator.drawing.picture import draw
from generator.model.architecture import ArchitectureStatements, StatedConnection
from generator.model.picture import PictureKind
from generator.model.plan import NO_STATEMENTS, DataCenter, PostalAddress

MIRROR = StatedConnection(name="Seed Mirror", port="TCP 443", protocol="HTTPS", encryption="TLS 1.3", component=SEED_API.key)
ADDRESS = PostalAddress(lines=("1 Data Way",), city="Boardman", state="OR", postal_code="97818")


def stated(**lists):
    made = subject(SHOP, flows=())
    plan = replace(
        NO_STATEMENTS,
        architecture=ArchitectureStatements(**lists),
        data_centers=(DataCenter(name="West", primary=False, address=ADDRESS),),
    )
    return draw(replace(made, system=replace(made.system, plan=plan))).pictures


def shown(picture) -> str:
    return picture.svg.decode()


def test_what_lies_outside_is_drawn_as_stated() -> None:
    (picture,) = stated(
        update_sources=(replace(MIRROR, component=""),),
        backup_sites=(StatedConnection(name="Vault"),),
        corporate_services=(StatedConnection(name="Tickets"),),
        administration=(StatedConnection(name="Bastion", authentication="Hardware key"),),
    )
    text = shown(picture)
    for name in ("Seed Mirror", "Vault", "Tickets", "Bastion", "Hardware key", "West"):
        assert name in text
    for role in ("update source, stated", "backup site, stated", "corporate service"):
        assert role in text
    assert picture.flows == ()


def test_a_connection_with_a_component_is_a_line_that_says_how_it_is_known() -> None:
    (picture,) = stated(update_sources=(MIRROR,), administration=(StatedConnection(name="Bastion", component=SEED_API.key),))
    rows = {(flow.source, flow.target): (flow.ports, flow.encryption, flow.known_by) for flow in picture.flows}
    assert rows["seed-api", "Seed Mirror"] == ("TCP 443 (HTTPS)", "TLS 1.3", "stated")
    assert rows["Bastion", "seed-api"][2] == "stated", "who administers the system calls it"
    assert "connection that is stated" in shown(picture)


def test_a_component_that_does_not_run_has_no_line() -> None:
    (picture,) = stated(update_sources=(replace(MIRROR, component="yard/Deployment/gone"),))
    assert (picture.kind, picture.flows) == (PictureKind.BOUNDARY, ())
    assert "Seed Mirror" in shown(picture)
