// A view of the graph: what is where, what is pointed at, and when it is computed and drawn.
(() => {
  "use strict";
  const graphing = window.papergarden.graphing;
  const { TYPES, NOTE, WORK, addressOf } = graphing;
  const BUDGET = 8, PATIENCE = 30; // milliseconds of steps in a frame: moving, or unseen
  const MOST_IN_A_FRAME = 4;
  const GLIDE = 350; // milliseconds from one view of the picture to another
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // A view of some nodes on a canvas. `own` is the node of the page, if it is among them; `calm`
  // ones are drawn when all has come to rest, and let the page be scrolled. It ends by `signal`.
  function view(canvas, { nodes, ties, words, own = -1, calm = false, spread = 1 }, signal) {
    const stage = canvas.parentElement;
    const said = canvas.closest("section").querySelector(".said");
    const around = nodes.map(() => new Map()); // other node to the type of the tie
    for (const [a, b, type] of ties) {
      for (const [one, other] of [[a, b], [b, a]]) {
        if (!around[one].has(other) || around[one].get(other) > type) around[one].set(other, type);
      }
    }
    nodes.forEach((node, i) => {
      const ties = around[i].size;
      node.r = node.type === WORK ? 3.2 + Math.min(2.4, 0.5 * Math.max(0, ties - 2))
        : node.type === NOTE ? 6 + Math.min(5, 0.35 * Math.sqrt(ties)) : 4 + Math.min(5, 0.6 * Math.sqrt(ties));
      if (i === own) node.r += 2.5;
    });
    // The picture is as wide as its place is, within reason.
    const { clientWidth, clientHeight } = canvas;
    const aspect = Math.min(1.5, Math.max(0.62, Math.sqrt(clientWidth / clientHeight)));
    const sim = graphing.simulation(nodes, ties, spread, aspect);
    const weight = (i) => (i === own ? 1e9 : 0) + (nodes[i].type === NOTE ? 1e6 : nodes[i].type === WORK ? 0 : 1e3) + around[i].size;
    const ranked = [...nodes.keys()].sort((a, b) => weight(b) - weight(a) || a - b);
    const shown = new Uint8Array(nodes.length).fill(1);
    let marked = null; // nodes that are looked for
    let hover = -1, chosen = -1;
    let colours = graphing.palette(stage);
    let [wide, high, ratio] = [0, 0, 1];
    let [zoom, left, top] = [1, 0, 0]; // from places to pixels
    let fitting = true; // nobody has moved the picture yet
    let narrowed = null; // what is looked at alone, if anything is, and how the picture was before
    let glide = null; // from where to where the picture is on its way, and since when
    let visible = false, waiting = 0, drawn = false;
    const spent = { frames: 0, ticking: 0, drawing: 0, rest: 0 };
    let labels = [];
    const started = performance.now();

    const sx = (i) => sim.x[i] * zoom + left;
    const sy = (i) => sim.y[i] * zoom + top;
    const grown = () => Math.min(2.2, Math.max(0.55, zoom ** 0.5));
    const active = () => (hover >= 0 ? hover : chosen);
    const paint = graphing.painter(canvas.getContext("2d"), {
      nodes, ties, around, sim, shown, own, calm, zooms: stage.querySelector(".zooms"), ranked, sx, sy, grown, active,
    });
    // What is bright while the rest is dim: a node with its neighbours, else what is looked for.
    function bright() {
      const centre = active();
      if (centre >= 0) return new Set([centre, ...around[centre].keys()]);
      return marked;
    }

    function fit() {
      const some = shown.includes(1); // who hides all nodes keeps the room of all
      const xs = [], ys = [];
      for (let i = 0; i < nodes.length; i++) if (shown[i] || !some) { xs.push(sim.x[i]); ys.push(sim.y[i]); }
      const span = (all) => [Math.min(...all), Math.max(...all)];
      const [[x0, x1], [y0, y1]] = [span(xs), span(ys)];
      const [mx, my] = calm ? [Math.min(90, wide / 5), 26] : narrowed ? [Math.min(170, wide / 4), 30] : [Math.min(70, wide / 9), 30];
      zoom = Math.min((wide - 2 * mx) / Math.max(x1 - x0, 1), (high - 2 * my) / Math.max(y1 - y0, 1), calm ? 1.3 : narrowed ? 4 : 2.5);
      left = wide / 2 - zoom * (x0 + x1) / 2;
      top = high / 2 - zoom * (y0 + y1) / 2;
    }

    function draw() {
      const begin = performance.now();
      labels = paint({ lit: bright(), wide, high, ratio, zoom, colours, only: narrowed?.only ?? -1 });
      drawn = true;
      spent.frames += 1;
      spent.drawing += performance.now() - begin;
    }

    // The picture goes to another place and size, and shows the way if that may be seen.
    function go(find) {
      const from = [zoom, left, top];
      find();
      glide = sim.hot || still.matches || !drawn ? null : { from, to: [zoom, left, top], since: performance.now() };
      if (glide) [zoom, left, top] = from;
      ask();
    }
    function slide(now) {
      const done = Math.max(0, Math.min(1, (now - glide.since) / GLIDE)), share = done * done * (3 - 2 * done);
      [zoom, left, top] = glide.to.map((to, n) => share * to + (1 - share) * glide.from[n]);
      if (done === 1) glide = null;
    }
    // Who moves the picture by hand takes it from where it is.
    function take() { [fitting, glide] = [false, null]; }

    // One frame: some steps, as many as there is time for, and a picture.
    function frame(now) {
      waiting = 0;
      if (!visible || document.hidden) return;
      if (glide) slide(now);
      const unseen = (calm || still.matches) && sim.held < 0;
      if (sim.hot) {
        const begin = performance.now();
        const enough = unseen ? PATIENCE : BUDGET;
        for (let n = 0; sim.hot && (unseen || n < MOST_IN_A_FRAME) && (!n || performance.now() - begin < enough); n++) sim.tick();
        spent.ticking += performance.now() - begin;
        if (!sim.hot && !spent.rest) spent.rest = performance.now() - started;
        if (fitting && (!unseen || !sim.hot)) fit();
      }
      if (!(unseen && sim.hot && !drawn)) draw();
      if (sim.hot || glide) ask();
    }
    const ask = () => { if (!waiting && visible && !document.hidden) waiting = requestAnimationFrame(frame); };

    function measure() {
      const box = canvas.getBoundingClientRect();
      ratio = devicePixelRatio || 1;
      [wide, high] = [box.width, box.height];
      canvas.width = Math.round(wide * ratio);
      canvas.height = Math.round(high * ratio);
      if (fitting) [glide] = [null, fit()];
      if (drawn && visible) draw(); // another size has wiped it
      else ask();
    }

    const wordsOf = (node) => (node.type === WORK ? words[`${node.status} ${node.kind}`] : node.type === NOTE ? node.kind : TYPES[node.type]);
    function tell(i) {
      if (i < 0) {
        said.textContent = !marked ? "" : marked.size ? `${marked.size} found` : "Nothing found";
        return;
      }
      const link = document.createElement("a");
      link.href = addressOf(nodes[i].page);
      link.textContent = nodes[i].title;
      const others = [...around[i].keys()].filter((j) => shown[j]).sort((a, b) => weight(b) - weight(a));
      const names = others.slice(0, 4).map((j) => nodes[j].title).join(", ");
      const more = others.length > 4 ? `, and ${others.length - 4} more` : "";
      const facts = document.createElement("span");
      facts.className = "facts";
      facts.textContent = ` ${wordsOf(nodes[i])}${names ? `; tied to ${names}${more}` : ""}`;
      said.replaceChildren(link, facts);
    }

    function point(i) {
      if (i === hover) return;
      hover = i;
      canvas.style.cursor = i < 0 ? "" : "pointer";
      tell(active());
      ask();
    }
    function choose(i) {
      chosen = i;
      tell(active());
      if (i >= 0) reveal(i);
      ask();
    }
    // The chosen node comes into sight.
    function reveal(i) {
      const [x, y, edge] = [sx(i), sy(i), 30];
      const dx = x < edge ? edge - x : x > wide - edge ? wide - edge - x : 0;
      const dy = y < edge ? edge - y : y > high - edge ? high - edge - y : 0;
      if (!dx && !dy) return;
      take();
      [left, top] = [left + dx, top + dy];
    }
    const open = (i, elsewhere) => {
      const address = addressOf(nodes[i].page);
      if (elsewhere) window.open(address, "_blank", "noopener");
      else if (address !== location.href.replace(/#.*/, "")) location.assign(address);
    };

    function zoomBy(factor, x = wide / 2, y = high / 2) {
      take();
      const to = Math.min(8, Math.max(0.05, zoom * factor));
      [left, top] = [x - (x - left) * to / zoom, y - (y - top) * to / zoom];
      zoom = to;
      ask();
    }

    function nodeAt([x, y], reach) {
      let best = -1, least = Infinity;
      const much = grown();
      for (let i = 0; i < nodes.length; i++) {
        if (!shown[i]) continue;
        const d = Math.hypot(sx(i) - x, sy(i) - y) - nodes[i].r * much;
        if (d < reach && d < least) [best, least] = [i, d];
      }
      return best;
    }

    // The neighbour that lies most nearly in the direction of the arrow.
    function neighbour(i, [ax, ay]) {
      let best = -1, most = 0.3;
      for (const j of around[i].keys()) {
        if (!shown[j]) continue;
        const dx = sim.x[j] - sim.x[i], dy = sim.y[j] - sim.y[i], d = Math.hypot(dx, dy) || 1;
        const value = (dx * ax + dy * ay) / d - d * 1e-4;
        if (value > most) [best, most] = [j, value];
      }
      return best;
    }
    const start = () => (own >= 0 ? own : ranked.find((i) => shown[i] && (!marked || marked.has(i))) ?? -1);
    graphing.hands(canvas, {
      calm, nodeAt, point, choose, open, zoomBy, start, neighbour, all,
      chosen: () => chosen,
      pan(dx, dy) {
        take();
        [left, top] = [left + dx, top + dy];
        ask();
      },
      drag(i, x, y) {
        take();
        sim.held = i;
        [sim.x[i], sim.y[i]] = [(x - left) / zoom, (y - top) / zoom];
        sim.warm(0.12);
        ask();
      },
      drop() { sim.held = -1; },
      forget() { chosen = -1; ask(); },
    });

    function all() {
      [fitting, glide] = [true, null];
      fit();
      ask();
    }
    const recolour = () => {
      colours = graphing.palette(stage);
      ask();
    };
    const seen = new IntersectionObserver(([entry]) => {
      visible = entry.isIntersecting;
      if (visible) ask();
    });
    const sized = new ResizeObserver(measure);
    const themed = new MutationObserver(recolour);
    themed.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour, { signal });
    document.addEventListener("visibilitychange", ask, { signal });
    seen.observe(canvas);
    sized.observe(canvas);
    signal.addEventListener("abort", () => {
      for (const observer of [seen, sized, themed]) observer.disconnect();
      visible = false; // no frame that is asked for draws or asks for another
    });

    return {
      nodes,
      // What is shown; if it is all about one node, `only`, the picture fits that and names it all.
      show(wanted, only = -1) {
        for (let i = 0; i < nodes.length; i++) shown[i] = wanted(i) ? 1 : 0;
        if (chosen >= 0 && !shown[chosen]) choose(-1);
        ask();
        if (only === (narrowed?.only ?? -1)) return;
        const before = narrowed?.before ?? (fitting ? null : [zoom, left, top]);
        narrowed = only < 0 ? null : { only, before };
        fitting = only >= 0 || !before;
        go(() => {
          if (fitting) fit();
          else [zoom, left, top] = before;
        });
      },
      mark(wanted) {
        marked = wanted;
        tell(active());
        ask();
      },
      zoom: zoomBy,
      all,
      choose(i) { canvas.focus(); choose(i); },
      around: (i) => around[i],
      state: () => ({
        settled: !sim.hot,
        running: waiting > 0,
        ticks: sim.ticks,
        ...spent,
        zoom,
        pointed: active(),
        colours,
        bright: [...(bright() ?? [])],
        labels: labels.map(({ i, lines, side, from, ...box }) => ({ node: i, text: lines.join(" "), lines: lines.length, ...box })),
        nodes: nodes.map((node, i) => ({
          page: node.page, title: node.title, type: TYPES[node.type], status: node.status,
          x: sx(i), y: sy(i), r: node.r * grown(), shown: shown[i] === 1, colour: colours[graphing.colourName(node)],
        })),
        ties: ties.map(([a, b, type]) => [a, b, type]),
      }),
    };
  }

  graphing.view = view;
})();
