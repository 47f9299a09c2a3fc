"use strict";
(function () {
  const form = document.getElementById("filter");
  const rows = Array.from(document.querySelectorAll("[data-state]"));
  const sections = Array.from(document.querySelectorAll("section[data-area]"));
  const shown = document.getElementById("shown");
  function chosen(name) {
    return Array.from(form.querySelectorAll("input[name=" + name + "]:checked"), (each) => each.value);
  }
  function apply() {
    const states = chosen("state");
    const area = form.elements.area.value;
    const control = form.elements.control.value.trim().toUpperCase();
    const words = form.elements.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const ids = row.dataset.controls.split(" ");
      const fits = states.includes(row.dataset.state)
        && (area === "" || row.dataset.area === area)
        && (control === "" || ids.some((id) => id === control || id.startsWith(control + "(")))
        && words.every((word) => text.includes(word));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const section of sections) {
      section.hidden = !section.querySelector("[data-state]:not([hidden])");
    }
    shown.textContent = count + " of " + rows.length + " shown";
  }
  function only(state, area) {
    for (const each of form.querySelectorAll("input[name=state]")) {
      each.checked = state === "" || each.value === state;
    }
    form.elements.area.value = area;
    apply();
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply, 0));
  for (const button of document.querySelectorAll("button[data-only]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      only(button.dataset.only, button.dataset.in);
      form.scrollIntoView();
    });
  }
  window.addEventListener("beforeprint", () => rows.forEach((row) => row.querySelectorAll("details").forEach((each) => { each.open = true; })));
  apply();
})();
