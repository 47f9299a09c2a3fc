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
  function address() {
    const wanted = new URLSearchParams();
    const states = chosen("state");
    const every = form.querySelectorAll("input[name=state]").length;
    if (form.elements.area.value) {
      wanted.set("area", form.elements.area.value);
    }
    if (states.length < every) {
      states.forEach((state) => wanted.append("state", state));
    }
    if (form.elements.control.value.trim()) {
      wanted.set("control", form.elements.control.value.trim());
    }
    if (form.elements.words.value.trim()) {
      wanted.set("q", form.elements.words.value.trim());
    }
    const named = wanted.toString();
    history.replaceState(null, "", named ? "#" + named : location.pathname + location.search);
  }
  function asked() {
    const named = location.hash.slice(1);
    if (!named.includes("=")) {
      reveal(named && document.getElementById(named));
      return;
    }
    const wanted = new URLSearchParams(named);
    const states = wanted.getAll("state");
    for (const each of form.querySelectorAll("input[name=state]")) {
      each.checked = states.length === 0 || states.includes(each.value);
    }
    form.elements.area.value = wanted.get("area") ?? "";
    form.elements.control.value = wanted.get("control") ?? "";
    form.elements.words.value = wanted.get("q") ?? "";
    apply();
    form.scrollIntoView();
  }
  function reveal(target) {
    if (target instanceof Element && target.closest("[hidden]")) {
      form.querySelectorAll("input[name=state]").forEach((each) => { each.checked = true; });
      form.elements.area.value = form.elements.control.value = form.elements.words.value = "";
      apply();
      target.scrollIntoView();
    }
  }
  function only(state, area) {
    for (const each of form.querySelectorAll("input[name=state]")) {
      each.checked = state === "" || each.value === state;
    }
    form.elements.area.value = area;
    apply();
    address();
  }
  form.hidden = false;
  form.addEventListener("input", () => {
    apply();
    address();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    apply();
    address();
  }, 0));
  window.addEventListener("hashchange", asked);
  for (const button of document.querySelectorAll("button[data-only]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      only(button.dataset.only, button.dataset.in);
      form.scrollIntoView();
    });
  }
  window.addEventListener("beforeprint", () => rows.forEach((row) => row.querySelectorAll("details").forEach((each) => { each.open = true; })));
  apply();
  asked();
})();
