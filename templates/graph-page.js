// What one can ask the page of the graph: a title, a topic, what is shown, and until when.
(() => {
  "use strict";
  const [NOTE, TOPIC, MONTH, TAG, WORK] = [0, 1, 2, 3, 4]; // as in graph.js
  const PLAYED = 12000, FASTEST = 120, SLOWEST = 600; // milliseconds: all of the time, a month
  const section = document.querySelector("section.graph.whole");
  if (!section) return;
  const form = section.querySelector("form");
  const field = (name) => form.elements.namedItem(name);
  const [query, topic, until] = ["q", "topic", "until"].map(field);
  const boxes = [...form.querySelectorAll("[type=checkbox]")];
  const details = form.querySelector("details");
  const play = form.querySelector(".play");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  let graph = null;
  let matches = null; // what is looked for, if anything is

  // Words are compared without accents and capitals, as in the library; only what is shown is found.
  function found(shown) {
    const words = folded(query.value).split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    graph.texts ??= graph.nodes.map((node) => folded(node.title));
    const numbers = [...graph.nodes.keys()].filter(shown);
    return new Set(numbers.filter((i) => words.every((word) => graph.texts[i].includes(word))));
  }

  const last = () => (until && Number(until.value) < Number(until.max) ? until.dataset.months.split(" ")[until.value] : "");

  // Works fit by what they are, what gathers them by the works it has; no node moves.
  function filter() {
    if (!graph) return;
    const { nodes, around } = graph;
    const off = (name) => new Set(boxes.filter((box) => box.name === name && !box.checked).map((box) => box.value));
    const [types, statuses, kinds] = ["type", "status", "kind"].map(off);
    const month = last();
    const wanted = topic?.value ? nodes.findIndex((node) => node.page === topic.value) : -1;
    const narrow = wanted >= 0 || statuses.size || kinds.size;
    const inTime = (node) => !month || (node.month && node.month <= month);
    const fits = nodes.map((node, i) => node.type === WORK && inTime(node) && !statuses.has(node.status)
      && !kinds.has(node.kind) && (wanted < 0 || around(i).has(wanted)));
    const hasWorks = (i) => [...around(i).keys()].some((j) => nodes[j].type === WORK && fits[j]);
    nodes.forEach((node, i) => {
      if (node.type === NOTE) fits[i] = inTime(node) && (!narrow || hasWorks(i));
    });
    nodes.forEach((node, i) => {
      if (node.type === WORK || node.type === NOTE) return;
      const gathers = [...around(i).keys()].some((j) => fits[j] && (nodes[j].type === WORK || (node.type === TAG && !narrow)));
      fits[i] = gathers && (node.type !== MONTH || inTime(node)) && (wanted < 0 || node.type !== TOPIC || i === wanted);
    });
    const names = ["note", "topic", "month", "tag", "work"];
    const shown = (i) => fits[i] && !types.has(names[nodes[i].type]);
    matches = found(shown);
    graph.show(shown, wanted);
    graph.mark(matches);
  }

  function say() {
    if (details) details.querySelector("summary .count").textContent = boxes.filter((box) => !box.checked).length || "";
    if (!until) return;
    const text = last() ? until.dataset.texts.split(",")[until.value] : "all time";
    form.querySelector(".until").textContent = text;
    until.setAttribute("aria-valuetext", text);
  }

  const changed = () => {
    say();
    filter();
  };

  // The years, month by month; it ends by itself, and when someone takes the slider.
  let playing = 0;
  function stop() {
    clearInterval(playing);
    playing = 0;
    play?.setAttribute("aria-pressed", "false");
  }
  function step() {
    if (document.hidden) return;
    until.value = Number(until.value) + 1;
    if (until.value === until.max) stop();
    changed();
  }
  play?.addEventListener("click", () => {
    if (playing) {
      stop();
      return;
    }
    if (until.value === until.max) until.value = 0;
    play.setAttribute("aria-pressed", "true");
    playing = setInterval(step, Math.min(SLOWEST, Math.max(FASTEST, PLAYED / Number(until.max))));
    changed();
  });
  if (play) {
    const may = () => {
      play.hidden = still.matches;
      stop();
    };
    still.addEventListener("change", may);
    may();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target === until) stop();
    changed();
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !graph) return;
    const [first] = matches ?? [];
    if (first !== undefined) graph.choose(first);
  });
  for (const button of section.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") graph?.all();
      else graph?.zoom(button.dataset.zoom === "in" ? 1.4 : 1 / 1.4);
    });
  }
  section.addEventListener("graph", (event) => {
    graph = event.detail;
    changed();
  });

  // The signs are explained by the boxes: they are there at once where there is room.
  const roomy = matchMedia("(min-width: 62rem)");
  const open = () => { if (details) details.open = roomy.matches; };
  roomy.addEventListener("change", open);
  open();
  say();
})();
