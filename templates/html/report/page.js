"use strict";
(function () {
  const root = document.documentElement;
  const key = "atopack-colors";
  function kept() {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null; // A browser may keep storage from pages on disk: the system's colors then count.
    }
  }
  function keep(choice) {
    try {
      localStorage.setItem(key, choice);
    } catch (error) {
      return; // As above: the choice then holds for this page alone.
    }
  }
  function apply(choice) {
    if (choice === "light" || choice === "dark") {
      root.dataset.colors = choice;
    } else {
      delete root.dataset.colors;
    }
  }
  apply(kept());
  root.dataset.script = "on";
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("colors");
    choice.value = root.dataset.colors || "system";
    choice.hidden = false;
    choice.addEventListener("change", () => {
      apply(choice.value);
      keep(choice.value);
    });
    window.addEventListener("storage", () => { // Chosen on another page that is open, or on the one before and kept just now.
      apply(kept());
      choice.value = root.dataset.colors || "system";
    });
    document.querySelectorAll(".scroll table:not(.narrow, .overview, .matrix)").forEach(card);
  });

  // On a phone a row is a card that names its cells; roles stay when the style takes the table's look away.
  function card(table) {
    const heads = Array.from(table.tHead ? table.tHead.rows[0].cells : []);
    if (!heads.length) {
      return;
    }
    table.classList.add("carded");
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody").forEach((one) => one.setAttribute("role", "rowgroup"));
    heads.forEach((one) => one.setAttribute("role", "columnheader"));
    for (const row of table.rows) {
      row.setAttribute("role", "row");
      Array.from(row.cells).filter((one) => !heads.includes(one)).forEach((one, place) => {
        one.setAttribute("role", one.matches("th") ? "rowheader" : "cell");
        one.dataset.label = heads[place] ? heads[place].textContent : "";
      });
    }
  }
})();
