"""Image names, against the cases the reference grammar is known for."""

import pytest

from generator.model.images import ImageReference, parse_reference

_A = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nginx", ImageReference("docker.io", "library/nginx")),
        ("nginx:1.27-alpine", ImageReference("docker.io", "library/nginx", "1.27-alpine")),
        ("grafana/grafana:11.0.0", ImageReference("docker.io", "grafana/grafana", "11.0.0")),
        ("docker.io/nginx", ImageReference("docker.io", "library/nginx")),
        ("index.docker.io/library/nginx:1", ImageReference("docker.io", "library/nginx", "1")),
        ("localhost/app", ImageReference("localhost", "app")),
        ("localhost:5000/app:2", ImageReference("localhost:5000", "app", "2")),
        ("registry.example:5000/team/app", ImageReference("registry.example:5000", "team/app")),
        ("Registry.Example/app:1", ImageReference("registry.example", "app", "1")),
        ("[2001:db8::1]:5000/app", ImageReference("[2001:db8::1]:5000", "app")),
        (f"ghcr.io/org/app@{_A}", ImageReference("ghcr.io", "org/app", None, _A)),
        (f"registry.example/a/b/c:v1@{_A}", ImageReference("registry.example", "a/b/c", "v1", _A)),
        ("app__one---two.three_four:_x", ImageReference("docker.io", "library/app__one---two.three_four", "_x")),
        ("app:5000", ImageReference("docker.io", "library/app", "5000")),
        ("team/app@sha512:" + "b" * 128, ImageReference("docker.io", "team/app", None, "sha512:" + "b" * 128)),
    ],
)
def test_a_name_is_taken_apart(text: str, expected: ImageReference) -> None:
    assert parse_reference(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Nginx",
        "team/App:1",
        "nginx:",
        "nginx@",
        "nginx:1 2",
        "nginx\n",
        "nginx:-1",
        "/nginx",
        "registry.example/",
        "registry.example//app",
        "app..two",
        "app___two",
        "-app",
        "app@sha256:abc",
        "app@sha256:" + "A" * 64,
        "docker-pullable://app@" + _A,
        _A,
        "c" * 64,
        "app:" + "t" * 129,
        "a/" * 130 + "b",
        "{{ .Values.image }}:{{ .Values.tag }}",
        "${IMAGE}",
        "аpp",
    ],
)
def test_what_no_registry_accepts_is_refused(text: str) -> None:
    assert parse_reference(text) is None


def test_the_image_class_is_repository_and_version() -> None:
    reference = parse_reference(f"docker.io/library/nginx:1.27@{_A}")
    assert reference is not None
    assert reference.asset_id == "nginx:1.27"
    assert parse_reference("nginx") == ImageReference("docker.io", "library/nginx")
    bare, pinned = parse_reference("quay.io/org/app"), parse_reference(f"quay.io/org/app@{_A}")
    assert bare is not None
    assert pinned is not None
    assert (bare.asset_id, pinned.asset_id) == ("quay.io/org/app:latest", f"quay.io/org/app@{_A}")


def test_a_long_hostile_name_is_answered_at_once() -> None:
    assert parse_reference("a-" * 100_000) is None
    assert parse_reference("a" + "-" * 900 + "!") is None
