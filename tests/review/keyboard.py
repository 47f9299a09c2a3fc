"""A person with a keyboard at a page of the workbench: fields are filled and forms sent by keys alone."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 300_000  # a bound, not a measure: a busy machine assesses for a minute
ON_PAGE = 30_000  # the same, of what is on the page already
_FOCUSED = """each => {
  each.focus();
  const shown = each.checkVisibility({visibilityProperty: true}) && each === document.activeElement && each.tabIndex === 0;
  return [shown, each.tagName === "SELECT" || each.type === "date"];
}"""
"""One question instead of five: each costs the browser and its driver more than the key that follows."""


class Keyboard:
    """One page of a browser. `page` is Playwright's."""

    def __init__(self, page: Any, origin: str) -> None:
        self.page, self._origin = page, origin

    def at(self, path: str) -> str:
        """The address of a page."""
        return self._origin + path

    def send(
        self,
        path: str,
        action: str,
        values: Mapping[str, str] | None = None,
        *,
        check: tuple[str, ...] = (),
        button: str = "",
        files: tuple[str, ...] = (),
        then: str = "[role=status]",
    ) -> str:
        """Fill in the form that leads to an action and press its button; what the next page says was done.

        Args:
            values: by the name of a field; of a selection the text of the choice.
            check: selectors of boxes and choices inside of the form; the first of each is checked.
            then: what the next page has; of one that asks again by itself, more than the notice that it shows once.
            button: the text of the button that is pressed; empty for the first that sends.
        """
        self.page.goto(self.at(path))
        form = self.page.locator(f'form[action="{action}"]').first
        for around in form.locator("xpath=ancestor::details[not(@open)]/summary").all():
            self._press(around, "Enter")
        folded = form.locator("details:not([open]) > summary")
        while folded.count():
            self._press(folded.first, "Enter")
        for name, value in (values or {}).items():
            self._fill(form.locator(f'[name="{name}"]').first, value)
        for selector in check:
            self._press(form.locator(selector).first, "Space")
        if files:
            form.locator("input[type=file]").set_input_files(list(files))
        self._focus(
            form.get_by_role("button", name=button).first if button else form.locator("button:not([type=button])").first
        )
        with self.page.expect_navigation(timeout=TIMEOUT):
            self.page.keyboard.press("Enter")
        told = self.page.locator(then)
        assert told.count(), (action, urlsplit(self.page.url).path, self.page.inner_text("main")[:2000])
        return str(told.first.inner_text())

    def _focus(self, element: Any) -> bool:
        """The keyboard reaches it: it is shown, and in the order of the page.

        Returns:
            Whether it takes the keys of a choice, and no text.
        """
        try:
            shown, chosen = element.evaluate(_FOCUSED, timeout=ON_PAGE)
        except Exception as error:
            error.add_note(f"{self.page.url}: {element}: {self.page.inner_text('main')[:2000]}")
            raise
        assert shown, element
        return bool(chosen)

    def _press(self, element: Any, key: str) -> None:
        self._focus(element)
        self.page.keyboard.press(key)

    def _fill(self, field: Any, value: str) -> None:
        if self._focus(field):
            self.page.keyboard.type(value)
            return
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(value)
