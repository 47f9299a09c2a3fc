"use strict";
(function () {
  const MOST = 16;
  const STEP = 1.35;

  function start(viewer) {
    const frame = viewer.querySelector(".frame");
    const svg = frame.querySelector("svg");
    const bar = viewer.querySelector(".bar");
    const card = viewer.querySelector(".card");
    const shown = bar.querySelector("output");
    const whole = svg.getAttribute("viewBox").split(" ").map(Number);
    let view = whole.slice();
    let asked = null;
    const held = new Map();
    let dragged = false;

    function draw() {
      svg.setAttribute("viewBox", view.map((one) => one.toFixed(2)).join(" "));
      shown.textContent = Math.round((100 * whole[2]) / view[2]) + " %";
      viewer.classList.toggle("moved", view[2] < whole[2] * 0.999);
    }
    function within(value, size, from, all) {
      return Math.min(Math.max(value, from), from + Math.max(all - size, 0));
    }
    function move(x, y) {
      view[0] = within(x, view[2], whole[0], whole[2]);
      view[1] = within(y, view[3], whole[1], whole[3]);
      draw();
    }
    function zoom(factor, at) {
      const width = Math.min(Math.max(view[2] / factor, whole[2] / MOST), whole[2]);
      const scale = width / view[2];
      const x = at.x - (at.x - view[0]) * scale;
      const y = at.y - (at.y - view[1]) * scale;
      view = [x, y, width, view[3] * scale];
      move(x, y);
    }
    function middle() {
      return { x: view[0] + view[2] / 2, y: view[1] + view[3] / 2 };
    }
    function place(event) {
      const matrix = svg.getScreenCTM();
      const point = new DOMPoint(event.clientX, event.clientY);
      return matrix ? point.matrixTransform(matrix.inverse()) : middle();
    }
    function fit() {
      view = whole.slice();
      draw();
    }

    function shapeOf(target) {
      return target instanceof Element ? target.closest(".shape") : null;
    }
    function light(shape) {
      for (const one of svg.querySelectorAll(".lit")) {
        one.classList.remove("lit");
      }
      viewer.classList.toggle("asked", shape !== null);
      if (shape === null) {
        return;
      }
      const key = shape.dataset.key;
      const near = new Set([key]);
      for (const flow of svg.querySelectorAll(".flow")) {
        if (flow.dataset.from === key || flow.dataset.to === key) {
          flow.classList.add("lit");
          near.add(flow.dataset.from).add(flow.dataset.to);
        }
      }
      for (const one of svg.querySelectorAll(".shape")) {
        one.classList.toggle("lit", near.has(one.dataset.key));
      }
    }
    function show(shape) {
      const known = document.getElementById((shape.getAttribute("href") || "").slice(1));
      if (known === null) {
        return false;
      }
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "×";
      close.setAttribute("aria-label", "Close");
      close.addEventListener("click", hide);
      card.replaceChildren(close, ...Array.from(known.children, (one) => one.cloneNode(true)));
      card.hidden = false;
      asked = shape;
      light(shape);
      card.focus({ preventScroll: true });
      return true;
    }
    function hide() {
      const shape = asked;
      card.hidden = true;
      asked = null;
      light(null);
      if (shape !== null) {
        shape.focus({ preventScroll: true });
      }
    }

    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button !== null) {
        ({ in: () => zoom(STEP, middle()), out: () => zoom(1 / STEP, middle()), fit: fit })[button.dataset.act]();
      }
    });
    frame.addEventListener("wheel", (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        zoom(event.deltaY < 0 ? STEP : 1 / STEP, place(event));
      }
    }, { passive: false });
    svg.addEventListener("pointerdown", (event) => {
      held.set(event.pointerId, event);
      dragged = false;
    });
    svg.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (before === undefined) {
        return;
      }
      if (held.size === 2) {
        const other = Array.from(held.values()).find((one) => one.pointerId !== event.pointerId);
        const was = Math.hypot(before.clientX - other.clientX, before.clientY - other.clientY);
        const is = Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
        dragged = true;
        if (was > 0) {
          zoom(is / was, place(event));
        }
        held.set(event.pointerId, event);
      } else if (viewer.classList.contains("moved")) {
        if (!dragged && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 5) {
          return;
        }
        if (!dragged) {
          dragged = true;
          svg.setPointerCapture(event.pointerId);
          viewer.classList.add("held");
        }
        const from = place(before);
        const to = place(event);
        move(view[0] - (to.x - from.x), view[1] - (to.y - from.y));
        held.set(event.pointerId, event);
      }
    });
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      svg.addEventListener(name, (event) => {
        held.delete(event.pointerId);
        viewer.classList.remove("held");
      });
    }
    svg.addEventListener("click", (event) => {
      const shape = shapeOf(event.target);
      if (dragged) {
        event.preventDefault();
        dragged = false;
      } else if (shape !== null && shape.hasAttribute("href") && show(shape)) {
        event.preventDefault();
      } else if (shape === null && asked !== null) {
        hide();
      }
    });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      svg.addEventListener(on, (event) => light(shapeOf(event.target) || asked));
      svg.addEventListener(off, () => light(asked));
    }
    viewer.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const by = { x: view[2] / 8, y: view[3] / 8 };
      const acts = {
        "+": () => zoom(STEP, middle()),
        "=": () => zoom(STEP, middle()),
        "-": () => zoom(1 / STEP, middle()),
        "0": fit,
      };
      const moves = {
        ArrowLeft: () => move(view[0] - by.x, view[1]),
        ArrowRight: () => move(view[0] + by.x, view[1]),
        ArrowUp: () => move(view[0], view[1] - by.y),
        ArrowDown: () => move(view[0], view[1] + by.y),
      };
      const act = acts[event.key] || (viewer.classList.contains("moved") && !card.contains(event.target) ? moves[event.key] : undefined);
      if (event.key === "Escape" && !card.hidden) {
        hide();
      } else if (act !== undefined) {
        event.preventDefault();
        act();
      }
    });
    svg.addEventListener("focusin", (event) => {
      const shape = shapeOf(event.target);
      if (shape === null || !viewer.classList.contains("moved")) {
        return;
      }
      const box = shape.getBoundingClientRect();
      const edge = frame.getBoundingClientRect();
      if (box.left < edge.left || box.right > edge.right || box.top < edge.top || box.bottom > edge.bottom) {
        const at = place({ clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2 });
        move(at.x - view[2] / 2, at.y - view[3] / 2);
      }
    });
    window.addEventListener("beforeprint", () => {
      svg.setAttribute("viewBox", whole.join(" "));
      light(null);
    });
    window.addEventListener("afterprint", draw);
    draw();
  }

  function unfold() {
    const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    for (let one = target && target.parentElement; one; one = one.parentElement) {
      if (one instanceof HTMLDetailsElement && !one.open) {
        one.open = true;
        target.scrollIntoView();
      }
    }
  }

  document.querySelectorAll(".viewer").forEach(start);
  window.addEventListener("hashchange", unfold);
  unfold();
})();
