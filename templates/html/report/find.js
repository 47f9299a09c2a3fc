"use strict";
(function () {
  const form = document.getElementById("find");
  const field = document.getElementById("words");
  const said = document.getElementById("shown");
  const main = document.getElementById("content");
  const item = "section article, section tbody tr, section li";
  const items = Array.from(main.querySelectorAll(item)).filter((one) => !one.parentElement.closest(item));
  const groups = Array.from(main.querySelectorAll("section, [data-group], section details, section figure, section .scroll")).filter((one) => !one.closest(item));
  const most = 50; // More are not unfolded: a browser lays out some hundred at once and not thousands.
  const texts = new Map();
  const opened = new Set();

  function words() {
    return field.value.toLowerCase().split(/\s+/).filter(Boolean);
  }
  function holds(one, wanted) {
    if (!texts.has(one)) {
      texts.set(one, one.textContent.toLowerCase());
    }
    return wanted.every((word) => texts.get(one).includes(word));
  }
  function open(one) {
    if (!one.open) {
      one.open = true;
      opened.add(one);
    }
  }
  function apply() {
    const wanted = words();
    const shown = items.filter((one) => {
      one.hidden = wanted.length > 0 && !holds(one, wanted);
      return !one.hidden;
    });
    const fitting = new Set(shown);
    for (const group of groups) {
      group.hidden = wanted.length > 0 && !Array.from(group.querySelectorAll(item)).some((one) => fitting.has(one));
    }
    opened.forEach((one) => {
      one.open = false;
    });
    opened.clear();
    if (wanted.length) {
      groups.filter((group) => !group.hidden && group.matches("details")).forEach(open);
      if (shown.length <= most) {
        shown.forEach((one) => one.querySelectorAll("details").forEach((each) => holds(each, wanted) && open(each)));
      }
    }
    said.textContent = wanted.length ? shown.length.toLocaleString("en-US") + " fit of " + items.length.toLocaleString("en-US") + " on this page" : "";
  }
  function keep() {
    const named = field.value.trim() ? "#" + new URLSearchParams({ q: field.value.trim() }) : "";
    history.replaceState(null, "", named || location.pathname + location.search);
  }
  function asked() {
    const named = location.hash.slice(1);
    if (named.startsWith("q=")) {
      field.value = new URLSearchParams(named).get("q");
      apply();
      return;
    }
    const target = named && document.getElementById(named);
    if (!target) {
      return;
    }
    if (target.closest("[hidden]")) {
      form.reset();
      field.value = "";
      apply();
    }
    for (let one = target.parentElement; one; one = one.parentElement) {
      if (one.matches("details")) {
        one.open = true;
      }
    }
    target.scrollIntoView();
  }
  form.hidden = false;
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      apply();
      keep();
    }, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    apply();
    keep();
  }));
  window.addEventListener("hashchange", asked);
  asked();
})();
