// The graph on a canvas: all of it on a page of its own, what is around a page on that page. Nothing
// is loaded or computed before the canvas is in sight, and nothing runs once all has come to rest.
(() => {
  "use strict";
  const PARTS = ["forces", "labels", "draw", "hands", "view"];
  // In the order of NODE_TYPES and TIE_TYPES of core/net.py.
  const TYPES = ["note", "topic", "month", "tag", "work"];
  const [NOTE, TOPIC, MONTH, TAG, WORK] = TYPES.keys();
  const [HOLDS, LINKS, REFERS, OF_TOPIC, OF_MONTH, TAGGED, MENTIONS, TOLD] = Array(8).keys();
  const FAILED = "The graph could not be loaded.";
  const [MOST_BEHIND, MOST_BEYOND] = [16, 7];
  const { root, load, loadParts, countShards, shardOf } = window.papergardenFiles;
  const addressOf = (page) => root + page.split("/").map(encodeURIComponent).join("/");
  // What the parts know of each other; they are loaded when a canvas comes into sight.
  const graphing = ((window.papergarden ??= {}).graphing = {
    TYPES, NOTE, TOPIC, MONTH, TAG, WORK, HOLDS, LINKS, REFERS, OF_TOPIC, OF_MONTH, TAGGED, MENTIONS, TOLD, addressOf,
  });

  // What is loaded

  const ready = () => loadParts(PARTS.map((part) => `graph-${part}.js`));
  const nodeOf = ([type, page, title, kind, status, month, x = 0, y = 0]) => ({ type, page, title, kind, status, month, x, y });
  const inThrees = (flat) => Array.from({ length: flat.length / 3 }, (_, i) => flat.slice(3 * i, 3 * i + 3));

  let given; // all nodes and ties
  window.papergardenGraph = (data) => { given = data; };
  async function whole(source) {
    await load(source);
    return { nodes: given.nodes.map(nodeOf), ties: inThrees(given.ties), words: given.words };
  }

  // What is around a page, from the shards of the pages it is put together from.
  const known = new Map();
  const words = {};
  window.papergardenNear = (shard) => {
    Object.assign(words, shard.words);
    const nodes = shard.nodes.map(nodeOf);
    for (const node of nodes) if (!known.has(node.page)) known.set(node.page, node);
    for (const [page, near] of Object.entries(shard.near)) {
      known.get(page).near = Array.from({ length: near.length / 2 }, (_, i) => [nodes[near[2 * i]].page, near[2 * i + 1]]);
    }
  };
  async function near(page) {
    await load(`graph/${shardOf("graph", page)}.js`);
    return known.get(page)?.near ?? [];
  }
  async function local(page, depth) {
    await countShards();
    const first = await near(page);
    const pages = new Set([page, ...first.map(([other]) => other)]);
    const behind = depth > 1 ? first.slice(0, MOST_BEHIND) : [];
    const places = new Map([[page, [0, 0]]]);
    first.forEach(([other], i) => places.set(other, [90 * Math.cos(2.4 * i), 90 * Math.sin(2.4 * i)]));
    await Promise.all(behind.map(([other]) => near(other)));
    for (const [other] of behind) {
      const [x, y] = places.get(other);
      const beyond = known.get(other).near.filter(([third]) => !pages.has(third)).slice(0, MOST_BEYOND);
      beyond.forEach(([third], i) => {
        pages.add(third);
        places.set(third, [2 * x + 20 * Math.cos(2.4 * i), 2 * y + 20 * Math.sin(2.4 * i)]);
      });
    }
    const number = new Map([...pages].map((other, i) => [other, i]));
    const ties = new Map();
    for (const one of [page, ...behind.map(([other]) => other)]) {
      for (const [other, type] of known.get(one).near) {
        if (!number.has(other)) continue;
        const [a, b] = [number.get(one), number.get(other)].sort((p, q) => p - q);
        ties.set(`${a} ${b}`, [a, b, type === TOLD ? MENTIONS : type]);
      }
    }
    const nodes = [...pages].map((other) => {
      const [x, y] = places.get(other);
      return { ...known.get(other), x, y };
    });
    return { nodes, ties: [...ties.values()], words, own: 0, calm: true, spread: 2.4 };
  }

  // A canvas for each view: an old one takes all that listened to it along, and its view ends.
  const ending = new WeakMap(); // section to what ends its view
  function show(section, data) {
    ending.get(section)?.abort();
    const end = new AbortController();
    ending.set(section, end);
    const old = section.querySelector("canvas");
    const canvas = old.papergarden ? old.cloneNode() : old;
    if (canvas !== old) old.replaceWith(canvas);
    const shown = graphing.view(canvas, data, end.signal);
    canvas.papergarden = Object.freeze({ state: shown.state });
    return shown;
  }

  const showWhole = async (section) => {
    const [data] = await Promise.all([whole(section.dataset.all), ready()]);
    section.dispatchEvent(new CustomEvent("graph", { detail: show(section, data) }));
  };
  // What shows a section at its first step; its buttons show others.
  function localOf(section) {
    const buttons = [...section.querySelectorAll("[data-depth]")];
    let turn = 0; // only the last one that was asked for is shown
    const around = async (depth) => {
      const own = ++turn;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.depth === depth));
      const [data] = await Promise.all([local(section.dataset.page, Number(depth)), ready()]);
      if (own === turn) show(section, data);
    };
    for (const button of buttons) button.addEventListener("click", () => tryTo(section, () => around(button.dataset.depth)));
    return () => around("1");
  }

  async function tryTo(section, begin) {
    const said = section.querySelector(".said");
    try {
      await begin();
      if (said.textContent === FAILED) said.textContent = "";
      return true;
    } catch {
      said.textContent = FAILED;
      return false;
    }
  }

  // Each section begins when it comes into sight, and once more the next time if that fails.
  for (const section of document.querySelectorAll("section.graph")) {
    section.hidden = false;
    const begin = section.dataset.all ? () => showWhole(section) : localOf(section);
    const seen = new IntersectionObserver(async ([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      if (await tryTo(section, begin)) return;
      const canvas = section.querySelector("canvas");
      const away = new IntersectionObserver((entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) return;
        away.disconnect();
        seen.observe(canvas);
      });
      away.observe(canvas);
    });
    seen.observe(section.querySelector("canvas"));
  }
})();
