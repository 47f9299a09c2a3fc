"use strict";
const table = document.getElementById("rows");
if (table) {
  start(JSON.parse(document.getElementById("data").textContent));
}

function start(data) {
  const { columns, rows } = data;
  const search = document.getElementById("words");
  const tools = document.getElementById("tools");
  const sort = document.getElementById("sort");
  const choices = Array.from(tools.querySelectorAll("select[data-key]"));
  const places = new Map(columns.map((one, index) => [one.key, index]));
  // Words that the address asks of columns without a choice.
  const asked = new Map();
  let lastHash = "";

  library.ext.errMode = "throw";
  document.getElementById("left")?.remove();
  table.tBodies[0].replaceChildren();
  const shown = new library(table, {
    data: rows,
    columns: columns.map(column),
    autoWidth: false,
    deferRender: true,
    order: [],
    pageLength: 50,
    lengthMenu: [25, 50, 100, 250],
    language: {
      zeroRecords: "Nothing fits. “Show all” takes the search away.",
      lengthMenu: "_MENU_ on a page",
      paginate: { first: "First", last: "Last", next: "Next", previous: "Previous" },
    },
    layout: { topStart: null, topEnd: null, bottomStart: "pageLength", bottomEnd: "paging" },
    createdRow: (row, values) => {
      row.id = values[0];
      row.setAttribute("role", "row");
      Array.from(row.cells).forEach((cell, index) => {
        cell.setAttribute("role", "cell");
        cell.dataset.label = columns[index].title;
        cell.classList.toggle("none", cell.textContent === "");
      });
    },
  });

  function column(one, index) {
    const ranks = new Map(one.order.map((word, rank) => [word, rank]));
    const ranked = ranks.size > 0;
    return {
      data: index + 1,
      className: one.look,
      ariaTitle: one.title,
      searchable: false,
      type: one.kind === "number" || ranked ? "num" : "string",
      render: (cell, type) => {
        if (type === "display") {
          return element(cell);
        }
        return ranked ? ranks.get(text(cell)) ?? ranks.size : one.kind === "number" ? number(text(cell)) : text(cell);
      },
    };
  }

  function apply() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const named = location.hash.slice(1);
    if (named === lastHash) {
      return;
    }
    lastHash = named;
    if (named && !named.includes("=")) {
      lead(plain(named));
      return;
    }
    search.value = wanted.get("q") ?? "";
    asked.clear();
    for (const [key, word] of wanted) {
      if (places.has(key)) {
        asked.set(key, word);
      }
    }
    for (const one of choices) {
      one.value = asked.get(one.dataset.key) ?? "";
      if (one.selectedIndex < 0) {
        one.value = "";
      } else {
        asked.delete(one.dataset.key);
      }
    }
    const [key, direction] = (wanted.get("sort") ?? "").split(".");
    sort.value = places.has(key) ? key + "." + direction : "";
    shown.order(places.has(key) ? [[places.get(key), direction === "desc" ? "desc" : "asc"]] : []);
    narrow();
    const page = Number(wanted.get("page") ?? 1) - 1;
    shown.page(Math.min(Math.max(page, 0) || 0, Math.max(shown.page.info().pages - 1, 0)));
    shown.draw("page");
  }

  // The library would collect the words of all rows before anybody searches.
  const texts = new Array(rows.length);
  function fits(words, values, index) {
    texts[index] ??= values.slice(1).map(all).join(" ").toLowerCase();
    return words.every((word) => texts[index].includes(word));
  }

  function narrow() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown.search.fixed("words", words.length ? (_text, values, index) => fits(words, values, index) : null);
    const chosen = new Map([...asked, ...choices.filter((one) => one.value).map((one) => [one.dataset.key, one.value])]);
    for (const [key, index] of places) {
      const word = chosen.get(key);
      shown.search.fixed(key, word === undefined ? null : (_text, values) => text(values[index + 1]) === word);
    }
    shown.draw();
  }

  function lead(key) {
    const index = rows.findIndex((values) => values[0] === key);
    if (index < 0) {
      if (!document.getElementById(key)) {
        document.getElementById("shown").textContent += ". The row that the link names is not among them";
      }
      return;
    }
    let position = shown.rows({ order: "current", search: "applied" }).indexes().indexOf(index);
    if (position < 0) {
      tools.reset();
      asked.clear();
      narrow();
      position = shown.rows({ order: "current", search: "applied" }).indexes().indexOf(index);
    }
    shown.page(Math.floor(position / shown.page.len())).draw("page");
    const row = shown.row(index).node();
    table.querySelector("tr.lit")?.classList.remove("lit");
    row.classList.add("lit");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  function tell() {
    const info = shown.page.info();
    const many = info.recordsTotal === 1 ? table.dataset.one : table.dataset.many;
    const of = info.recordsDisplay === info.recordsTotal ? "" : info.recordsDisplay.toLocaleString("en-US") + " fit of ";
    const part = info.pages > 1 ? ", " + (info.start + 1).toLocaleString("en-US") + " to " + info.end.toLocaleString("en-US") + " on this page" : "";
    const where = [...asked].map(([key, word]) => ", where " + columns[places.get(key)].title + " is “" + word + "”").join("");
    document.getElementById("shown").textContent = of + info.recordsTotal.toLocaleString("en-US") + " " + many + where + part;
  }

  function keep() {
    const wanted = new URLSearchParams();
    if (search.value) {
      wanted.set("q", search.value);
    }
    asked.forEach((word, key) => wanted.set(key, word));
    for (const one of choices) {
      if (one.value) {
        wanted.set(one.dataset.key, one.value);
      }
    }
    const [first] = shown.order();
    const ordered = first && first[1] ? columns[first[0]].key + "." + first[1] : "";
    sort.value = ordered;
    if (ordered) {
      wanted.set("sort", ordered);
    }
    if (shown.page() > 0) {
      wanted.set("page", String(shown.page() + 1));
    }
    lastHash = wanted.toString();
    history.replaceState(null, "", lastHash ? "#" + lastHash : location.pathname + location.search);
  }

  shown.on("draw", tell);
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      narrow();
      keep();
    }, 120);
  });
  for (const one of choices) {
    one.addEventListener("change", () => {
      narrow();
      keep();
    });
  }
  sort.addEventListener("change", () => {
    const [key, direction] = sort.value.split(".");
    shown.order(key ? [[places.get(key), direction]] : []).draw();
    keep();
  });
  tools.addEventListener("reset", () => {
    setTimeout(() => {
      asked.clear();
      shown.order([]);
      narrow();
      keep();
    });
  });
  shown.on("order", () => setTimeout(keep));
  shown.on("page", () => setTimeout(keep));
  window.addEventListener("hashchange", apply);
  printed();
  lastHash = "";
  tell();
  apply();
  performance.mark("ready");

  function printed() {
    const most = 2000;
    let length = 50;
    window.addEventListener("beforeprint", () => {
      length = shown.page.len();
      shown.page.len(shown.page.info().recordsDisplay <= most ? -1 : most).draw();
    });
    window.addEventListener("afterprint", () => shown.page.len(length).draw());
  }
}

function plain(named) {
  try {
    return decodeURIComponent(named);
  } catch (error) {
    return named; // Whoever shortened the address cut a character in two.
  }
}

function text(cell) {
  return typeof cell === "string" ? cell : cell[0];
}

function all(cell) {
  return typeof cell === "string" ? cell : [cell[0], ...(cell[3] ?? []).map((part) => part[0] + " " + (part[3] ?? ""))].join(" ");
}

function number(words) {
  return words === "" ? -1e12 : Number(words.replaceAll(",", ""));
}

function element(cell) {
  if (typeof cell === "string") {
    return document.createTextNode(cell);
  }
  const [words, href, style, lines] = cell;
  const made = document.createDocumentFragment();
  made.append(piece(words, href, style ?? ""));
  for (const part of lines ?? []) {
    made.append(part[3] ? folded(part[0], part[3], part[2]) : piece(part[0], part[1], "part " + (part[2] ?? "")));
  }
  return made;
}

function folded(words, more, style) {
  const made = document.createElement("details");
  made.className = "part";
  const summary = document.createElement("summary");
  summary.textContent = words;
  made.append(summary, piece(more, "", style));
  return made;
}

function piece(words, href, style) {
  const made = document.createElement("span");
  made.className = style.trim();
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = words;
    made.append(link);
  } else {
    made.textContent = words;
  }
  return made;
}
