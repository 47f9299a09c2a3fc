"use strict";
(function () {
  const root = document.documentElement;
  const key = "atopack-colours";
  function kept() {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null; // A browser may keep storage from pages on disk: the system's colours then count.
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
      root.dataset.colours = choice;
    } else {
      delete root.dataset.colours;
    }
  }
  apply(kept());
  root.dataset.script = "on";
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("colours");
    choice.value = root.dataset.colours || "system";
    choice.hidden = false;
    choice.addEventListener("change", () => {
      apply(choice.value);
      keep(choice.value);
    });
  });
})();
