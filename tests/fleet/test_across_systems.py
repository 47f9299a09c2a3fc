"""Images and base images across systems: what is joined, what is counted once, what an update would close."""

import pytest
from growth import assert_linear

from generator.fleet.base_updates import BY_LAYERS, base_updates
from generator.fleet.image_exposure import WeaknessCounts, image_exposures
from generator.fleet.system_summary import SystemSummary, base_name
from generator.model.rating import Rating
from tests.fleet.systems_made import digest, item, stored, system, use


def test_one_digest_is_one_image_whatever_its_name() -> None:
    shop = system(
        "shop",
        use("a.example/web:1", "a", items=("V-1", "V-2"), workloads=2),
        items=(item("V-1", "CVE-1", Rating.LOW), item("V-2", "CVE-2", kev=True)),
    )
    post = system(
        "post",
        use("mirror.example/web:1", "a", items=("V-9",), workloads=3, scanned=False),
        items=(item("V-9", "CVE-1", Rating.MODERATE), item("V-8", "CVE-8")),
    )
    (row,) = image_exposures([shop, post])
    assert row.names == ("a.example/web:1", "mirror.example/web:1")
    assert (row.systems, row.workloads, row.items) == (("post", "shop"), 5, 3)
    assert row.weaknesses == WeaknessCounts(high=1, moderate=1, low=0, known_exploited=1), "the highest rating, each once"
    assert row.never_scanned == ("post",)


def test_without_a_digest_the_name_joins_and_with_two_there_are_two_rows() -> None:
    two = use("a.example/api:1", "a")
    two = type(two)(**{name: getattr(two, name) for name in two.__slots__} | {"digests": (digest("a"), digest("b"))})
    rows = image_exposures([system("one", use("a.example/web:1"), two), system("two", use("a.example/web:1", "c"))])
    assert sorted((row.digest, row.names[0]) for row in rows) == [
        ("", "a.example/web:1"),
        (digest("a"), "a.example/api:1"),
        (digest("b"), "a.example/api:1"),
        (digest("c"), "a.example/web:1"),
    ]


def test_rows_begin_with_known_exploited_weaknesses_and_do_not_depend_on_the_order_of_systems() -> None:
    calm = system(
        "calm", use("a.example/many:1", "a", items=("V-1", "V-2")), items=(item("V-1", "CVE-1"), item("V-2", "CVE-2"))
    )
    hot = system("hot", use("a.example/kev:1", "b", items=("V-3",)), items=(item("V-3", "CVE-3", Rating.LOW, kev=True),))
    rows = image_exposures([calm, hot])
    assert [row.names[0] for row in rows] == ["a.example/kev:1", "a.example/many:1"]
    assert rows == image_exposures([hot, calm])


def test_an_update_closes_items_whose_every_asset_is_on_the_base() -> None:
    web = use("a.example/web:1", "a", items=("V-1", "V-2", "V-3"), closes=("V-1", "V-2"), base="debian:12", workloads=2)
    api = use("a.example/api:1", "b", items=("V-1", "V-4"), closes=("V-1",), base="debian:12")
    other = use("a.example/job:1", "c", items=("V-2",), closes=("V-2",), base="alpine:3")
    shop = system(
        "shop",
        web,
        api,
        other,
        items=(
            item("V-1", "CVE-1", assets=2, kev=True),
            item("V-2", "CVE-2", assets=2),
            item("V-3", "CVE-3"),
            item("V-4", "CVE-4"),
        ),
    )
    post = system(
        "post",
        use("b.example/x:1", "d", items=("V-7",), closes=("V-7",), base="debian:12"),
        items=(item("V-7", "CVE-1", late=True),),
    )
    updates = base_updates([shop, post])
    debian, alpine = updates.updates
    assert (debian.base, debian.closes, debian.in_part, debian.late) == ("debian:12", 2, 1, 1)
    assert debian.weaknesses == WeaknessCounts(high=1, moderate=0, low=0, known_exploited=1)
    assert (debian.systems, debian.workloads) == (("post", "shop"), 4)
    assert (alpine.closes, alpine.in_part) == (0, 1)


def test_layers_show_the_nearest_base_even_where_another_system_holds_it() -> None:
    layers = (
        stored("a.example/web:1", "a", "1", "2", "3"),
        stored("base.example/runtime:2", "b", "1", "2"),
        stored("base.example/os:9", "c", "1"),
    )
    web = use("a.example/web:1", "a", items=("V-1",), closes=("V-1",), base="stated.example/wrong:1")
    shop = system("shop", web, items=(item("V-1", "CVE-1"),), stored=layers[:1])
    keeper = system("keeper", stored=layers[1:])
    (update,) = base_updates([shop, keeper]).updates
    assert (update.base, update.named_by, update.closes) == ("base.example/runtime:2", (BY_LAYERS,), 1)
    (alone,) = base_updates([shop]).updates
    assert (alone.base, alone.named_by) == ("stated.example/wrong:1", ("its Dockerfile",)), "it is no base of itself"


def test_images_without_a_known_base_are_counted_and_in_no_row() -> None:
    updates = base_updates([system("shop", use("a.example/a:1", "a"), use("a.example/b:1", "b", base="scratch"))])
    assert (updates.updates, updates.on_a_base, updates.without_base, updates.not_known) == ((), 0, 1, 1)


def test_eight_times_the_fleet_takes_some_eight_times_the_work() -> None:
    def many(part: int) -> list[SystemSummary]:
        items = tuple(item(f"V-{number}", f"CVE-{number}") for number in range(1600 // part))
        images = [
            use(f"a.example/{number}:1", items=tuple(own.poam_id for own in items[number * 10 :][:10]), base="debian:12")
            for number in range(160 // part)
        ]
        return [system(f"s-{number}", *images, items=items) for number in range(3)]

    assert_linear(many, lambda systems: (image_exposures(systems), base_updates(systems)))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("docker.io/library/alpine:3.20", "alpine:3.20"),
        ("alpine:3.20", "alpine:3.20"),
        ("alpine", "alpine:latest"),
        ("scratch", "scratch"),
        ("Not An Image", "Not An Image"),
        (f"base.example/os:9@{digest('a')}", "base.example/os:9"),
    ],
)
def test_bases_are_joined_by_the_names_that_registries_know(written: str, name: str) -> None:
    assert base_name(written) == name
