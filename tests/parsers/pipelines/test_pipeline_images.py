"""Names of images that a workflow builds or pushes."""

import pytest
from pipeline_reading import read, workflow


@pytest.mark.parametrize(
    ("text", "job", "images"),
    [
        ("- run: docker build -t shop/cart:1 --tag shop/cart:latest .", "", ("shop/cart:1", "shop/cart:latest")),
        ("- run: docker push --all-tags shop/cart", "", ("shop/cart",)),
        ("- run: docker build .", "", ()),
        ("- run: docker pull shop/cart:1", "", ()),
        ("- run: docker build -t $NAME:$TAG .", "env: {NAME: shop/cart}", ("shop/cart:$TAG",)),
        ("- run: |\n    NAME=shop/cart\n    docker build -t ${NAME}:1 .", "", ("shop/cart:1",)),
        ("- run: |\n    NAME=a\n    NAME=b\n    docker build -t $NAME .", "", ("$NAME",)),
        ("- run: |\n    TAG=$(git rev-parse HEAD)\n    docker build -t shop/cart:$TAG .", "", ("shop/cart:$TAG",)),
        ("- run: 'docker push ${{ env.HOST }}/shop/cart'", "env: {HOST: registry.example}", ("registry.example/shop/cart",)),
        ("- run: 'docker push ${{ vars.HOST }}/cart'", "", ("${{ vars.HOST }}/cart",)),
        (
            "- run: 'docker push shop/${{ matrix.name }}'",
            "strategy: {matrix: {name: [cart, till]}}",
            ("shop/cart", "shop/till"),
        ),
        (
            "- run: 'docker push shop/${{ matrix.app.name }}:${{ matrix.tag }}'",
            "strategy: {matrix: {include: [{app: {name: cart}, tag: a}, {app: {name: till}, tag: b}]}}",
            ("shop/cart:a", "shop/till:b"),
        ),
        (
            "- run: 'docker push shop/${{ matrix.name }}'",
            "strategy: {matrix: '${{ fromJson(x) }}'}",
            ("shop/${{ matrix.name }}",),
        ),
        ('- uses: docker/build-push-action@v6\n  with: {tags: "a/b:1,a/b:2"}', "", ("a/b:1", "a/b:2")),
        ("- uses: docker/build-push-action@v6\n  with:\n    tags: |\n      a/b:1\n      a/b:2\n", "", ("a/b:1", "a/b:2")),
        (
            "- id: meta\n  uses: docker/metadata-action@v5\n  with: {images: 'a/b'}\n"
            "- uses: docker/build-push-action@v6\n  with: {tags: '${{ steps.meta.outputs.tags }}'}",
            "",
            ("a/b",),
        ),
        ("- uses: docker/build-push-action@v6\n  with: {outputs: 'type=image,name=a/b,push-by-digest=true'}", "", ("a/b",)),
        ("- run: ko build -B ./cmd/cart", "env: {KO_DOCKER_REPO: a/shop}", ("a/shop/cart",)),
        ("- run: ko build --bare ./cmd/cart", "env: {KO_DOCKER_REPO: a/shop}", ("a/shop",)),
        ("- run: /kaniko/executor --destination=a/b:1 --context .", "", ("a/b:1",)),
        ("- run: buildah bud -t a/b . && buildah push a/b docker://c/d:1", "", ("a/b", "c/d:1")),
        ("- run: skopeo copy oci:x docker://c/d:1", "", ("c/d:1",)),
        ("- run: mvn -Djib.to.image=a/b:1 jib:build", "", ("a/b:1",)),
        ("- if: false\n  run: docker push a/b", "", ()),
    ],
)
def test_images(text: str, job: str, images: tuple[str, ...]) -> None:
    assert read(workflow(text, job=job)).images == images


def test_variables_of_the_workflow_reach_the_step() -> None:
    text = "env: {HOST: registry.example}\n" + workflow(
        "- env: {NAME: '${{ env.BASE }}/cart'}\n  run: docker push $NAME", job="env: {BASE: '${{ env.HOST }}/shop'}"
    )
    assert read(text).images == ("registry.example/shop/cart",)


def test_a_matrix_that_grows_without_end_is_left_as_written() -> None:
    axes = ", ".join(f"a{i}: [{', '.join(map(str, range(50)))}]" for i in range(8))
    text = workflow("- run: 'docker push shop/${{ matrix.a1 }}'", job=f"strategy: {{matrix: {{{axes}}}}}")
    assert read(text).images == ("shop/${{ matrix.a1 }}",)


def test_exclude_takes_rows_away() -> None:
    matrix = "strategy: {matrix: {name: [cart, till], exclude: [{name: till}]}}"
    assert read(workflow("- run: 'docker push shop/${{ matrix.name }}'", job=matrix)).images == ("shop/cart",)
