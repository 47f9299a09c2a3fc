"use strict";
// Fill down: Alt+ArrowDown in a cell of a grid copies its value into the next row. Everything works without it.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.key !== "ArrowDown" || !event.target.matches(".grid input")) return;
  const cell = event.target.closest("td");
  const next = cell.parentElement.nextElementSibling;
  const below = next && next.cells[cell.cellIndex].querySelector("input");
  if (!below) return;
  below.value = event.target.value;
  below.focus();
  event.preventDefault();
});
// Choose all: a button of a form that checks its boxes of one name, or none of them where all were chosen.
for (const button of document.querySelectorAll("button[data-choose]")) {
  const boxes = [...button.form.querySelectorAll("input[type=checkbox]")].filter((box) => box.name === button.dataset.choose);
  if (!boxes.length) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}
// Insert a citation: a button that writes its text into the field of Markdown that was used last, where its cursor was.
let markdown = document.querySelector("textarea.markdown");
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea.markdown")) markdown = event.target;
});
for (const button of document.querySelectorAll("button[data-cite]")) {
  if (!markdown || markdown.readOnly) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    markdown.setRangeText(button.dataset.cite, markdown.selectionStart, markdown.selectionEnd, "end");
    markdown.focus();
  });
}
