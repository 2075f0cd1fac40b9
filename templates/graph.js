// The graph on a canvas: all of it on a page of its own, what is around a page on that page. Nothing
// is loaded or computed before the canvas is in sight, and nothing runs once all has come to rest.
(() => {
  "use strict";
  const PARTS = ["forces", "draw", "hands", "view"];
  // In the order of NODE_TYPES and TIE_TYPES of core/net.py.
  const TYPES = ["note", "topic", "month", "tag", "work"];
  const [NOTE, TOPIC, MONTH, TAG, WORK] = TYPES.keys();
  const [HOLDS, LINKS, REFERS, OF_TOPIC, OF_MONTH, TAGGED, MENTIONS, TOLD] = Array(8).keys();
  const [MOST_BEHIND, MOST_BEYOND] = [16, 7];
  const root = new URL("./", document.currentScript.src).href;
  const addressOf = (page) => root + page.split("/").map(encodeURIComponent).join("/");
  // What the parts know of each other; they are loaded when a canvas comes into sight.
  const graphing = ((window.papergarden ??= {}).graphing = {
    TYPES, NOTE, TOPIC, MONTH, TAG, WORK, HOLDS, LINKS, REFERS, OF_TOPIC, OF_MONTH, TAGGED, MENTIONS, TOLD, addressOf,
  });

  // What is loaded

  const load = (source) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.onload = done;
    script.onerror = fail;
    script.src = source;
    script.async = false; // the parts run in their order
    document.head.append(script);
  });
  let parts = null;
  const ready = () => (parts ??= Promise.all(PARTS.map((part) => load(`${root}graph-${part}.js`))));
  const nodeOf = ([type, page, title, kind, status, month, x = 0, y = 0]) => ({ type, page, title, kind, status, month, x, y });
  const inThrees = (flat) => Array.from({ length: flat.length / 3 }, (_, i) => flat.slice(3 * i, 3 * i + 3));

  async function whole(source) {
    let given;
    window.papergardenGraph = (data) => { given = data; };
    await load(source);
    return { nodes: given.nodes.map(nodeOf), ties: inThrees(given.ties), words: given.words };
  }

  // What is around a page, from the shards of the pages it is put together from. The number of a
  // shard is that of `shard_of` of core/scripts.py.
  const known = new Map();
  const words = {};
  const loading = new Map();
  window.papergardenNear = (shard) => {
    Object.assign(words, shard.words);
    const nodes = shard.nodes.map(nodeOf);
    for (const node of nodes) if (!known.has(node.page)) known.set(node.page, node);
    for (const [page, near] of Object.entries(shard.near)) {
      known.get(page).near = Array.from({ length: near.length / 2 }, (_, i) => [nodes[near[2 * i]].page, near[2 * i + 1]]);
    }
  };
  async function near(page, folder, shards) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(page)) hash = Math.imul(hash ^ byte, 0x01000193);
    const shard = ((hash ^ (hash >>> 16)) & (shards - 1)) >>> 0;
    if (!loading.has(shard)) loading.set(shard, load(`${folder}${shard}.js`));
    await loading.get(shard);
    return known.get(page)?.near ?? [];
  }
  async function local(page, [folder, shards], depth) {
    const first = await near(page, folder, Number(shards));
    const pages = new Set([page, ...first.map(([other]) => other)]);
    const behind = depth > 1 ? first.slice(0, MOST_BEHIND) : [];
    const places = new Map([[page, [0, 0]]]);
    first.forEach(([other], i) => places.set(other, [90 * Math.cos(2.4 * i), 90 * Math.sin(2.4 * i)]));
    await Promise.all(behind.map(([other]) => near(other, folder, Number(shards))));
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

  async function showLocal(section) {
    const buttons = [...section.querySelectorAll("[data-depth]")];
    let turn = 0; // only the last one that was asked for is shown
    const around = async (depth) => {
      const own = ++turn;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.depth === depth));
      const { page, near: shards } = section.dataset;
      const [data] = await Promise.all([local(page, shards.split(" "), Number(depth)), ready()]);
      if (own === turn) show(section, data);
    };
    for (const button of buttons) button.addEventListener("click", () => around(button.dataset.depth));
    await around("1");
  }

  // Each section begins when it comes into sight.
  async function begin(section) {
    try {
      if (section.dataset.all) {
        const [data] = await Promise.all([whole(section.dataset.all), ready()]);
        const shown = show(section, data);
        section.dispatchEvent(new CustomEvent("graph", { detail: shown }));
      } else await showLocal(section);
    } catch {
      section.querySelector(".said").textContent = "The graph could not be loaded.";
    }
  }

  for (const section of document.querySelectorAll("section.graph")) {
    section.hidden = false;
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      begin(section);
    });
    seen.observe(section.querySelector("canvas"));
  }
})();
