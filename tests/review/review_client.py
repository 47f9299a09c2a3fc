"""A workbench over a copy of the sample, and a browser without a screen that talks to it in this process."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from generator.cli.main import main
from generator.review.access import Doorkeeper
from generator.review.app import application
from generator.review.assessment import AssessmentCache
from generator.review.bench import Workbench
from generator.review.people import Person

SAMPLE = Path(__file__).parents[2] / "samples/parcel-tracker"
AS_OF = date(2026, 11, 20)
HOST = "127.0.0.1:8631"
ORIGIN = f"http://{HOST}"


@dataclass(slots=True)
class ReviewClient:
    """One browser."""

    bench: Workbench
    http: TestClient

    def get(self, path: str) -> str:
        """A page that has to be there."""
        answer = self.http.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-2000:])
        return answer.text

    def csrf(self) -> str:
        """What the forms of this browser carry."""
        (session,) = (
            each for each in self.bench.door._sessions.values() if each.key == self.http.cookies[self.bench.door.cookie]
        )
        return session.csrf

    def post(self, path: str, values: Mapping[str, str | Sequence[str]], *, status: int = 303, **more):
        """A form, with its token."""
        answer = self.http.post(
            path, data={"csrf": self.csrf(), **values}, headers={"origin": ORIGIN}, follow_redirects=False, **more
        )
        assert answer.status_code == status, (path, answer.status_code, answer.text[-2000:])
        return answer

    def shown(self, path: str) -> str:
        """The hash of the file that a page's form was made from."""
        page = self.get(path)
        return page.partition('name="shown" value="')[2].partition('"')[0]


def workbench(root: Path, *, read_only: bool = False, person: Person | None = None) -> Workbench:
    """Over a folder, on the sample's day."""
    return Workbench(
        root=root,
        door=Doorkeeper(hosts=frozenset({HOST}), read_only=read_only),
        assessments=AssessmentCache(root, lambda: AS_OF, lambda: datetime(2026, 11, 20, 8, tzinfo=UTC)),
        as_of=lambda: AS_OF,
        now=lambda: datetime(2026, 11, 20, 8, tzinfo=UTC),
        person=person or Person(name="Ada Lovelace", email="ada@example.com"),
    )


def entered(bench: Workbench) -> ReviewClient:
    """A browser that was opened with the printed address."""
    client = TestClient(application(bench), base_url=ORIGIN)
    client.get(f"/?token={bench.door.new_token()}")
    return ReviewClient(bench=bench, http=client)


def sample_copy(folder: Path) -> Path:
    """A workspace to write to."""
    return Path(shutil.copytree(SAMPLE, folder / "parcel-tracker"))


def accepted_copy(folder: Path) -> Path:
    """A workspace that handed in a package a month before, with a history of its own to compare with."""
    root = sample_copy(folder)
    day, output = "2026-10-20", str(folder / "output")
    main(["build", str(root), "--as-of", day, "--output", output])
    assert main(["accept", f"{output}/parcel-tracker", "--workspace", str(root), "--draft"]) == 0
    return root
