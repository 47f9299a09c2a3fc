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
