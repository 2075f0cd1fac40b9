// The library: filters and sorts the rows of the table, and keeps the state in the address.
// All that it knows it reads from the page; without it the table is whole and sorted by title.
(() => {
  "use strict";
  const COLUMNS = ["title", "status", "kind", "topic", "year", "date"]; // as the cells of a row
  const DOWN_FIRST = new Set(["year", "date"]);
  const AT_FIRST = 8; // values of a facet that are shown before one asks for more
  const AT_ONCE = 500; // rows that come into sight before the page is drawn

  const form = document.querySelector("form.filters");
  const table = document.querySelector("table.library");
  if (!form || !table) return;
  const body = table.tBodies[0];
  const find = (selector) => document.querySelector(selector);
  const query = form.elements.namedItem("q");
  const details = form.querySelector("details");
  const chosen = find(".chosen");
  const shownNumber = find(".shown");

  // Words are compared without accents and capitals.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  const slug = (link) => decodeURI(link.getAttribute("href")).replace(/^.*topics\/|\.html$/g, "");

  const facets = [...form.querySelectorAll("fieldset")].map((set) => {
    const choices = [...set.querySelectorAll("label")].map((label, rank) => {
      const text = label.querySelector(".text").textContent;
      return { label, rank, text, box: label.control, shown: label.querySelector(".count"), count: 0 };
    });
    return {
      set,
      name: set.name,
      title: set.querySelector("legend").textContent,
      choices,
      rank: new Map(choices.map((choice) => [choice.box.value, choice.rank])),
      more: set.querySelector(".more"),
      open: false,
    };
  });
  const facet = (name) => facets.find((one) => one.name === name);

  const rows = [...body.rows].map((row, order) => {
    const [title, status, kind, topics, year, date] = row.cells;
    const links = [...topics.children];
    const values = {
      status: [status.className.replace(/^.*is-/, "")],
      kind: [kind.textContent],
      topic: links.map(slug),
      year: [year.textContent],
    };
    const ranks = (one) => {
      if (one.name === "note") return row.dataset.notes.split(" ").map(Number);
      return values[one.name].map((value) => one.rank.get(value)).filter((rank) => rank !== undefined);
    };
    return {
      row,
      text: folded([title.textContent, row.dataset.also ?? "", topics.textContent].join("\n")),
      ranks: facets.map(ranks),
      keys: {
        title: order,
        status: facet("status")?.rank.get(values.status[0]) ?? 0,
        kind: kind.textContent,
        topic: folded(topics.textContent),
        year: Number(year.textContent) || "",
        date: date.firstElementChild?.dateTime ?? "",
      },
      fits: true,
    };
  });
  let sort = "title"; // with a `-` before it the other way round

  // What fits

  // The row fits if every facet without a choice, or with one of its own, lets it. A value counts
  // the rows that all the other facets let through: what remains if one chooses it.
  function filter() {
    const words = folded(query.value).split(/\s+/).filter(Boolean);
    const wanted = facets.map((one) => {
      const ranks = one.choices.filter((choice) => choice.box.checked).map((choice) => choice.rank);
      return ranks.length ? new Set(ranks) : null;
    });
    const counts = facets.map((one) => new Array(one.choices.length).fill(0));
    const add = (which, ranks) => { for (const rank of ranks) counts[which][rank] += 1; };
    let fitting = 0;
    for (const row of rows) {
      row.fits = false;
      if (!words.every((word) => row.text.includes(word))) continue;
      let refused = -1;
      let refusals = 0;
      row.ranks.forEach((ranks, which) => {
        if (wanted[which] && !ranks.some((rank) => wanted[which].has(rank))) {
          refused = which;
          refusals += 1;
        }
      });
      if (refusals === 1) add(refused, row.ranks[refused]);
      if (refusals) continue;
      row.fits = true;
      fitting += 1;
      row.ranks.forEach((ranks, which) => add(which, ranks));
    }
    facets.forEach((one, which) => showFacet(one, counts[which]));
    return fitting;
  }

  function sorted() {
    const name = sort.replace("-", "");
    const turn = sort.startsWith("-") ? -1 : 1;
    return rows.toSorted((a, b) => {
      const [x, y] = [a.keys[name], b.keys[name]];
      if (x === y) return a.keys.title - b.keys.title;
      if (x === "" || y === "") return x === "" ? 1 : -1; // what is not known comes last, always
      return (x < y ? -1 : 1) * turn;
    });
  }

  // What is shown

  function showFacet(one, counts) {
    const long = one.choices.length > AT_FIRST + 1;
    for (const choice of one.choices) {
      if (choice.count === counts[choice.rank]) continue;
      choice.count = counts[choice.rank];
      choice.shown.textContent = choice.count;
      choice.label.classList.toggle("none", !choice.count);
    }
    const able = one.choices.filter((choice) => choice.count);
    const often = able.toSorted((a, b) => b.count - a.count).slice(0, AT_FIRST);
    const first = new Set(long ? (one.open ? able : often) : one.choices);
    let left = 0;
    for (const choice of one.choices) {
      // Where the focus is nothing goes away.
      const stays = choice.box.checked || choice.box === document.activeElement;
      choice.label.hidden = !first.has(choice) && !stays;
      if (choice.label.hidden && choice.count) left += 1;
    }
    one.set.hidden = one.choices.every((choice) => choice.label.hidden);
    one.more.hidden = !left && !(one.open && able.length > AT_FIRST);
    one.more.textContent = one.open ? "Fewer" : `${left} more`;
    one.more.setAttribute("aria-expanded", String(one.open));
  }

  function showChosen(fitting) {
    const chips = facets.flatMap((one) => one.choices
      .filter((choice) => choice.box.checked)
      .map((choice) => chip(one, choice)));
    const clear = chosen.querySelector(".clear");
    chosen.replaceChildren(...chips, clear);
    clear.hidden = !fitting; // the line that stands for the table then has one, too
    chosen.hidden = !chips.length && (!query.value.trim() || !fitting);
    if (details) details.querySelector("summary .count").textContent = chips.length || "";
  }

  function chip(one, choice) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = choice.text;
    button.setAttribute("aria-label", `${one.title} ${choice.text}, remove`);
    button.addEventListener("click", () => {
      const place = [...chosen.children].indexOf(button);
      choice.box.checked = false;
      changed();
      (chosen.hidden ? query : chosen.children[place]).focus();
    });
    return button;
  }

  // Rows that come back into sight cost the browser far more than all else here: those at the top
  // come at once, the others in the frames that follow.
  let waiting = 0;
  function showRows() {
    cancelAnimationFrame(waiting);
    const back = [];
    for (const { row, fits } of order) {
      if (!fits && !row.hidden) row.hidden = true;
      else if (fits && row.hidden) back.push(row);
    }
    const step = () => {
      for (const row of back.splice(0, AT_ONCE)) row.hidden = false;
      if (back.length) waiting = requestAnimationFrame(step);
    };
    step();
  }

  let order = rows; // as they stand in the table
  let shownSort = sort;
  function show() {
    const fitting = filter();
    const all = `${rows.length} ${rows.length === 1 ? "work" : "works"}`;
    shownNumber.textContent = fitting === rows.length ? all : `${fitting} of ${all}`;
    find(".nothing").hidden = fitting > 0;
    table.hidden = !fitting;
    showChosen(fitting);
    if (sort !== shownSort) {
      body.remove(); // at once away from the page is quicker than one by one
      order = sorted();
      body.append(...order.map((row) => row.row));
      table.append(body);
      shownSort = sort;
    }
    showRows();
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      if (sort.replace("-", "") !== COLUMNS[column]) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    });
  }

  // The address

  function address() {
    const state = new URLSearchParams();
    if (query.value.trim()) state.append("q", query.value.trim());
    for (const one of facets) {
      for (const { box } of one.choices) if (box.checked) state.append(one.name, box.value);
    }
    if (sort !== "title") state.append("sort", sort);
    const text = String(state).replaceAll("%2F", "/");
    return text ? `#${text}` : location.href.replace(/#.*$/, "");
  }

  function read() {
    const text = location.hash.slice(1);
    if (text && !text.includes("=")) { // a place on the page, such as its main part
      if (address().startsWith("#")) history.replaceState(null, "", address());
      show();
      return;
    }
    const state = new URLSearchParams(text);
    query.value = state.get("q") ?? "";
    for (const one of facets) {
      const values = new Set(state.getAll(one.name));
      for (const { box } of one.choices) box.checked = values.has(box.value);
    }
    const wish = state.get("sort") ?? "title";
    sort = COLUMNS.includes(wish.replace(/^-/, "")) ? wish : "title";
    show();
  }

  // While one types the address waits for a pause: browsers refuse to change it too often.
  let typing = 0;
  const settle = () => {
    clearTimeout(typing);
    typing = 0;
    history.replaceState(null, "", address());
  };
  const changed = () => {
    const target = address();
    clearTimeout(typing);
    if (location.href !== new URL(target, location.href).href) history.pushState(null, "", target);
    show();
  };

  // What one can do

  query.addEventListener("input", () => {
    show();
    clearTimeout(typing);
    typing = setTimeout(settle, 300);
  });
  addEventListener("pagehide", () => { if (typing) settle(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => { if (event.target !== query) changed(); });
  for (const one of facets) {
    one.more.addEventListener("click", () => {
      one.open = !one.open;
      show();
    });
  }
  for (const button of document.querySelectorAll("button.clear")) {
    button.addEventListener("click", () => {
      query.value = "";
      for (const one of facets) for (const { box } of one.choices) box.checked = false;
      changed();
      query.focus();
    });
  }
  table.classList.add("sortable");
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    const name = COLUMNS[column];
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    button.addEventListener("click", () => {
      const first = DOWN_FIRST.has(name) ? `-${name}` : name;
      const second = DOWN_FIRST.has(name) ? name : `-${name}`;
      sort = sort === first ? second : first;
      changed();
    });
    cell.append(button);
  });

  // Beside the table the facets are always open; above it, on a phone, when asked for.
  const beside = matchMedia("(min-width: 62rem)");
  const open = () => { if (details) details.open = beside.matches; };
  beside.addEventListener("change", open);
  open();
  form.hidden = false;
  addEventListener("hashchange", read);
  read();
})();
