"""A compliance writer before the workbench: opens pages, fills in the fields that a page's form has, sends it. Edits no file.

A field that the page does not show cannot be filled in: what is not possible in a browser without scripts fails here.
"""

import os
import pty
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import html

from generator.review.access import Doorkeeper
from generator.review.assessment import AssessmentCache
from generator.review.bench import Workbench
from generator.review.jobs import JobRunner
from generator.review.people import Person
from tests.review.review_client import HOST, ORIGIN, ReviewClient, entered

SECONDS = 1_800  # a bound, not a measure


def guided_workspace(folder: Path, answers: Sequence[str]) -> str:
    """`atopack init --guided` on a terminal of its own; what it printed."""
    master, terminal = pty.openpty()
    command = [sys.executable, "-m", "generator.cli", "init", "--guided", str(folder)]
    process = subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    os.close(terminal)
    os.write(master, "".join(f"{answer}\n" for answer in answers).encode())
    printed, _ = process.communicate(timeout=SECONDS)
    os.close(master)
    assert process.returncode == 0, printed
    return printed


class WriterAtWork:
    """One person after the other at one workbench, and what they had to do."""

    def __init__(self, root: Path, day: date, person: str, jobs: JobRunner | None = None) -> None:
        self.root, self.day = root, day
        self.work: Counter[str] = Counter()
        """Pages opened, forms sent, fields filled in, boxes checked."""
        self.refusals: list[str] = []
        self.bench = Workbench(
            root=root,
            door=Doorkeeper(hosts=frozenset({HOST})),
            assessments=AssessmentCache(root, lambda: self.day, lambda: datetime(2027, 3, 1, tzinfo=UTC)),
            as_of=lambda: self.day,
            now=lambda: datetime(2027, 3, 1, tzinfo=UTC),
            person=Person(name=person),
            jobs=jobs or JobRunner(),
        )
        self.client: ReviewClient = entered(self.bench)

    def open(self, path: str) -> html.HtmlElement:
        """A page."""
        self.work["pages"] += 1
        return html.fromstring(self.client.get(path))

    def send(
        self,
        path: str,
        action: str,
        values: Mapping[str, str] | None = None,
        *,
        check: Mapping[str, Sequence[str]] | None = None,
        button: Mapping[str, str] | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        page: html.HtmlElement | None = None,
    ) -> html.HtmlElement:
        """Fill in the form of a page that leads to an action, and send it; the page that comes then.

        Args:
            check: boxes by name, each with the values to be checked.
            button: name and value of the button that is pressed.
        """
        shown = self.open(path) if page is None else page
        form = next(form for form in shown.forms if form.get("action") == action)
        for name, value in (values or {}).items():
            assert name in form.fields, (path, name, sorted(form.fields.keys()))
            form.fields[name] = value
        for name, wanted in (check or {}).items():
            boxes = {box.get("value"): box for box in form.xpath(".//input[@type='checkbox']") if box.get("name") == name}
            for each in wanted:
                assert each in boxes, (path, name, each, sorted(boxes))
                boxes[each].set("checked", "checked")
        for name, value in (button or {}).items():
            assert form.xpath(".//button[@name=$name and @value=$value]", name=name, value=value), (path, name, value)
        posted: dict[str, list[str]] = {}
        for name, value in (*form.form_values(), *(button or {}).items()):
            posted.setdefault(name, []).append(value)
        self.work.update(forms=1, fields=len(values or {}), boxes=sum(map(len, (check or {}).values())))
        more = {"files": [("files", (name, data)) for name, data in files]} if files else {}
        answer = self.client.http.post(action, data=posted, headers={"origin": ORIGIN}, **more)
        assert answer.status_code == 200, (action, answer.status_code, words(html.fromstring(answer.text)))
        return html.fromstring(answer.text)

    def is_now(self, name: str) -> None:
        """Another person sits down."""
        self.send("/you", "/you/name", {"name": name})

    def boxes(self, path: str, name: str) -> list[str]:
        """The values of the boxes of a name on a page."""
        return self.open(path).xpath("//input[@type='checkbox' and @name=$name]/@value", name=name)

    def decide(self, key: str, values: Mapping[str, str], *, index: str = "new") -> None:
        """A new or changed entry of a list of decisions."""
        self.send(f"/decisions/{key}/{index}", f"/decisions/{key}/{index}/save", values)

    def upload(self, folder: str, files: Mapping[str, bytes], *, below: str = "") -> None:
        """Files into a folder of the evidence, as many at once as a form takes."""
        rows = list(files.items())
        for at in range(0, len(rows), 50):
            self.send("/evidence", "/evidence/upload", {"folder": folder, "below": below}, files=rows[at : at + 50])

    def run(self, path: str, action: str, values: Mapping[str, str] | None = None, **button: str) -> tuple[int, str]:
        """Start a command and wait for its end: exit code and what it printed."""
        self.send(path, action, values, button=button)
        end = time.monotonic() + SECONDS
        while (state := self.bench.jobs.state()) is not None and state.running:
            assert time.monotonic() < end
            time.sleep(0.2)
        assert state is not None
        assert state.code is not None
        return state.code, "\n".join(state.lines)

    def stops(self) -> dict[str, str]:
        """What the first page says keeps the package from being final: text to the page where it is done."""
        rows = self.open("/").xpath("//tbody/tr[td[3]='yes']")
        return {words(row.xpath("./td[2]")[0]): row.xpath("./td[2]/a/@href")[0] for row in rows}

    def close(self) -> None:
        """End what runs."""
        self.bench.jobs.close()


def words(element: html.HtmlElement) -> str:
    """The text of a part of a page."""
    return " ".join(element.text_content().split())
