"""The names by which a shape of a diagram finds what runs."""

from generator.graph.running_names import RunningNames
from generator.model.inventory import Container, Workload


def workload(*containers: tuple[str, bool]) -> Workload:
    made = tuple(Container(name=name, image=name, init=init) for name, init in containers)
    return Workload(cluster="prod", namespace="shop", kind="Deployment", name="store", containers=made, instances=1)


def test_an_init_container_is_found_by_no_name_as_it_has_ended_when_the_workload_runs() -> None:
    names = RunningNames([workload(("main", False), ("migrate", True))])
    assert names.called(["migrate"], None) == ()
    assert (names.referred("store/migrate"), names.referred("store/main")) == ((), ("shop/Deployment/store/main",))


def test_beside_init_containers_the_only_container_is_its_workload() -> None:
    alone = RunningNames([workload(("main", False), ("migrate", True))])
    assert alone.called(["main"], None) == ("shop/Deployment/store",)
    two = RunningNames([workload(("main", False), ("proxy", False))])
    assert two.called(["main"], None) == ("shop/Deployment/store/main",)
