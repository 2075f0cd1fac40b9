// The graph on a canvas: all of it on a page of its own, what is around a page on that page. Nothing
// is loaded or computed before the canvas is in sight, and nothing runs once all has come to rest.
(() => {
  "use strict";
  // In the order of NODE_TYPES and TIE_TYPES of core/net.py.
  const TYPES = ["note", "topic", "month", "tag", "work"];
  const [NOTE, TOPIC, MONTH, TAG, WORK] = TYPES.keys();
  const [HOLDS, LINKS, REFERS, OF_TOPIC, OF_MONTH, TAGGED, MENTIONS, TOLD] = Array(8).keys();
  // How strongly a tie pulls, and to which length, by its type; the weak ones only lean.
  const PULL = [0.16, 0.12, 0.1, 0.75, 0.75, 0.12, 0.55, 0.004];
  const LENGTH = [70, 110, 60, 16, 16, 80, 26, 120];
  const TICKS = 170, FIRST = 0.5, LAST = 0.002; // steps to rest, and the heat they begin and end with
  const COOLING = (LAST / FIRST) ** (1 / TICKS);
  const THETA2 = 0.8, SLOWING = 0.62, GRAVITY = 0.035, ROOM = 2.5;
  const CROWD = 3000; // ties that are too many to be drawn in full while they move
  const MOST_HALLS = 500; // each is compared with each other
  const BUDGET = 8, PATIENCE = 30; // milliseconds of steps in a frame: moving, or unseen
  const MOST_IN_A_FRAME = 4;
  const REACH = 7; // pixels around a node in which a pointer is on it
  const [MOST_BEHIND, MOST_BEYOND] = [16, 7];
  const MOST_LABELS = 160, NARROWEST = 2; // pixels of a character
  const LONGEST = 34; // characters of a label
  const WORDS_FROM = 1.5; // the zoom from which works have labels
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const root = new URL("./", document.currentScript.src).href;
  const addressOf = (page) => root + page.split("/").map(encodeURIComponent).join("/");

  // Forces: each node pushes all others away (those far off as one, by a tree of squares), ties
  // pull, and no two nodes lie on each other.
  function simulation(nodes, ties, spread, aspect) {
    const n = nodes.length;
    const x = Float64Array.from(nodes, (node) => node.x * aspect);
    const y = Float64Array.from(nodes, (node) => node.y / aspect);
    const vx = new Float64Array(n), vy = new Float64Array(n);
    const pulling = new Float64Array(n);
    for (const [a, b, type] of ties) if (type !== TOLD) { pulling[a] += 1; pulling[b] += 1; }
    const push = Float64Array.from(nodes, ({ type }, i) =>
      -spread * (type === WORK ? 16 + Math.min(pulling[i], 6) : type === NOTE ? 90 : 34 + 2.4 * pulling[i]));
    const springs = ties.map(([a, b, type]) => {
      const [least, most] = [Math.min(pulling[a], pulling[b]), Math.max(pulling[a], pulling[b])];
      const length = LENGTH[type] + (type === OF_TOPIC || type === OF_MONTH ? 2.2 : 3) * Math.sqrt(most);
      return { a, b, length: length * Math.sqrt(spread), pull: PULL[type] / Math.max(1, least), share: (pulling[a] + 1) / (pulling[a] + pulling[b] + 2) };
    });
    const radius = Float64Array.from(nodes, (node) => node.r + ROOM);
    let room = 0, cells = 0;
    let child, size, mass, cx, cy;
    const next = new Int32Array(n); // of points that lie in one place
    const grow = () => {
      const bigger = (old, Kind, times) => { const made = new Kind(room * times); if (old) made.set(old); return made; };
      room = Math.max(room * 2, 2 * n + 64);
      child = bigger(child, Int32Array, 4);
      [size, mass, cx, cy] = [size, mass, cx, cy].map((old) => bigger(old, Float64Array, 1));
    };
    grow();
    const cell = (width) => {
      if (cells === room) grow();
      child.fill(-1, 4 * cells, 4 * cells + 4);
      size[cells] = width;
      mass[cells] = 0;
      return cells++;
    };
    // A child is -1 for none, a cell by its number, or a point `p` as `-2 - p`.
    function plant() {
      let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
      for (let i = 0; i < n; i++) {
        if (x[i] < left) left = x[i];
        if (x[i] > right) right = x[i];
        if (y[i] < top) top = y[i];
        if (y[i] > bottom) bottom = y[i];
      }
      const width = Math.max(right - left, bottom - top, 1) * 1.001;
      cells = 0;
      cell(width);
      for (let p = 0; p < n; p++) {
        next[p] = -1;
        let at = 0, half = width / 2, x0 = left, y0 = top;
        for (;;) {
          const east = x[p] >= x0 + half, south = y[p] >= y0 + half;
          const place = 4 * at + east + 2 * south;
          if (east) x0 += half;
          if (south) y0 += half;
          const found = child[place];
          if (found === -1) { child[place] = -2 - p; break; }
          if (found >= 0) at = found;
          else {
            const other = -2 - found;
            if (half < 0.5) { next[p] = other; child[place] = -2 - p; break; }
            const made = cell(half);
            child[place] = made;
            const quarter = half / 2;
            child[4 * made + (x[other] >= x0 + quarter) + 2 * (y[other] >= y0 + quarter)] = found;
            at = made;
          }
          half /= 2;
        }
      }
      for (let at = cells - 1; at >= 0; at--) { // children come after their parents
        let m = 0, sx = 0, sy = 0;
        for (let q = 4 * at; q < 4 * at + 4; q++) {
          const c = child[q];
          if (c >= 0) { m += mass[c]; sx += cx[c] * mass[c]; sy += cy[c] * mass[c]; }
          else for (let p = -2 - c; c < -1 && p >= 0; p = next[p]) { m += push[p]; sx += x[p] * push[p]; sy += y[p] * push[p]; }
        }
        mass[at] = m;
        cx[at] = sx / m;
        cy[at] = sy / m;
      }
    }
    const stack = new Int32Array(512);
    function repel(heat) {
      for (let i = 0; i < n; i++) {
        const xi = x[i], yi = y[i];
        let fx = 0, fy = 0, depth = 1;
        stack[0] = 0;
        while (depth) {
          const at = stack[--depth];
          const dx = cx[at] - xi, dy = cy[at] - yi, d2 = dx * dx + dy * dy;
          if (size[at] * size[at] < THETA2 * d2) {
            fx += dx * mass[at] / d2;
            fy += dy * mass[at] / d2;
            continue;
          }
          for (let q = 4 * at; q < 4 * at + 4; q++) {
            const c = child[q];
            if (c >= 0) stack[depth++] = c;
            else for (let p = -2 - c; c < -1 && p >= 0; p = next[p]) {
              if (p === i) continue;
              const ex = x[p] - xi || (p - i) * 1e-3, ey = y[p] - yi || (i - p) * 1e-3;
              const e2 = Math.max(ex * ex + ey * ey, 9);
              fx += ex * push[p] / e2;
              fy += ey * push[p] / e2;
            }
          }
        }
        vx[i] += (fx - xi * GRAVITY / aspect) * heat;
        vy[i] += (fy - yi * GRAVITY * aspect) * heat;
      }
    }
    function pull(heat) {
      for (const { a, b, length, pull: strength, share } of springs) {
        const dx = x[b] + vx[b] - x[a] - vx[a] || 1e-3, dy = y[b] + vy[b] - y[a] - vy[a] || 1e-3;
        const d = Math.sqrt(dx * dx + dy * dy), f = (d - length) / d * heat * strength * 2;
        vx[b] -= dx * f * share;
        vy[b] -= dy * f * share;
        vx[a] += dx * f * (1 - share);
        vy[a] += dy * f * (1 - share);
      }
    }
    // What gathers works keeps the room that these will take.
    const gathering = [...nodes.keys()].filter((i) => nodes[i].type !== WORK);
    const hall = Float64Array.from(nodes, (node, i) => (node.type === NOTE ? 16 : 8 + 6.6 * Math.sqrt(pulling[i])) * Math.sqrt(spread));
    function partHalls() {
      if (gathering.length > MOST_HALLS) return;
      for (let a = 0; a < gathering.length; a++) {
        for (let b = 0; b < a; b++) {
          const i = gathering[a], j = gathering[b];
          const dx = x[j] - x[i] || 1e-3, dy = y[j] - y[i], wanted = hall[i] + hall[j], d2 = dx * dx + dy * dy;
          if (d2 >= wanted * wanted) continue;
          const d = Math.sqrt(d2), f = (wanted - d) / d * 0.1;
          vx[i] -= dx * f;
          vy[i] -= dy * f;
          vx[j] += dx * f;
          vy[j] += dy * f;
        }
      }
    }
    // Neighbours in a grid whose fields are as wide as the widest node.
    const field = 2 * radius.reduce((a, b) => Math.max(a, b), 1);
    const later = new Int32Array(n);
    const mask = 2 ** Math.ceil(Math.log2(2 * n + 16)) - 1;
    const fields = new Int32Array(mask + 1); // two fields may share a place: a distance decides
    const fieldOf = (column, row) => (Math.imul(column, 73856093) ^ Math.imul(row, 19349663)) & mask;
    function part() {
      fields.fill(-1);
      for (let i = 0; i < n; i++) {
        const column = Math.floor(x[i] / field), row = Math.floor(y[i] / field);
        for (let dc = -1; dc <= 1; dc++) for (let dr = -1; dr <= 1; dr++) {
          for (let j = fields[fieldOf(column + dc, row + dr)]; j >= 0; j = later[j]) {
            const dx = x[j] - x[i] || 1e-3, dy = y[j] - y[i], wanted = radius[i] + radius[j], d2 = dx * dx + dy * dy;
            if (d2 >= wanted * wanted) continue;
            const d = Math.sqrt(d2), f = (wanted - d) / d * 0.35;
            vx[i] -= dx * f * 0.5;
            vy[i] -= dy * f * 0.5;
            vx[j] += dx * f * 0.5;
            vy[j] += dy * f * 0.5;
          }
        }
        const own = fieldOf(column, row);
        later[i] = fields[own];
        fields[own] = i;
      }
    }
    const made = {
      x, y, heat: FIRST, held: -1, ticks: 0,
      get hot() { return made.heat > LAST; },
      warm(heat) { made.heat = Math.max(made.heat, heat); },
      tick() {
        plant();
        repel(made.heat);
        pull(made.heat);
        part();
        partHalls();
        for (let i = 0; i < n; i++) {
          vx[i] *= SLOWING;
          vy[i] *= SLOWING;
          if (i === made.held) vx[i] = vy[i] = 0;
          x[i] += vx[i];
          y[i] += vy[i];
        }
        made.heat *= COOLING;
        made.ticks += 1;
      },
    };
    return made;
  }

  // Colours and type come from the stylesheet, whatever it says at the moment.
  const COLOURS = ["paper", "ink", "soft", "tie", "link", "read", "reading", "queued", "held"];
  function palette(stage) {
    const probe = document.createElement("span");
    probe.hidden = true;
    stage.append(probe);
    const style = getComputedStyle(probe);
    const found = {};
    for (const name of COLOURS) {
      probe.style.color = `var(--${name})`;
      found[name] = style.color;
    }
    found.font = style.fontFamily;
    probe.remove();
    return found;
  }
  const colourName = ({ type, status }) => {
    if (type !== WORK) return ["link", "ink", "soft", "soft"][type];
    return ["read", "reading", "queued"].includes(status) ? status : "held";
  };

  // The same shapes as the marks of the stylesheet, and for what is no work shapes of their own.
  const polygon = (path, x, y, r, corners, turn) => {
    for (let i = 0; i < corners; i++) {
      const angle = turn + i * 2 * Math.PI / corners;
      path[i ? "lineTo" : "moveTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
    }
    path.closePath();
  };
  const disc = (path, x, y, r) => { path.moveTo(x + r, y); path.arc(x, y, r, 0, 2 * Math.PI); };
  const UP = -Math.PI / 2;
  const SHAPES = { // what is filled, and what is drawn as a line around paper
    note: [(p, x, y, r) => p.roundRect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72, r * 0.35)],
    topic: [(p, x, y, r) => polygon(p, x, y, r, 6, UP)],
    month: [null, (p, x, y, r) => p.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6)],
    tag: [(p, x, y, r) => polygon(p, x, y, r, 3, UP)],
    read: [disc],
    reading: [(p, x, y, r) => { p.moveTo(x, y - r); p.arc(x, y, r, UP, -UP, true); p.closePath(); }, disc],
    queued: [null, disc],
    "on-hold": [(p, x, y, r) => { p.rect(x - r * 0.75, y - r, r * 0.5, 2 * r); p.rect(x + r * 0.25, y - r, r * 0.5, 2 * r); }],
    dropped: [null, (p, x, y, r) => { disc(p, x, y, r); p.moveTo(x - r * 0.7, y + r * 0.7); p.lineTo(x + r * 0.7, y - r * 0.7); }],
    noted: [null, (p, x, y, r) => polygon(p, x, y, r, 4, 0)],
    mentioned: [(p, x, y, r) => disc(p, x, y, r * 0.6)],
  };
  const shapeOf = (node) => (node.type === WORK ? node.status : TYPES[node.type]);

  // A view of some nodes on a canvas. `own` is the node of the page, if it is among them; `calm`
  // ones are drawn when all has come to rest, and let the page be scrolled. It ends by `signal`.
  function view(canvas, { nodes, ties, words, own = -1, calm = false, spread = 1 }, signal) {
    const stage = canvas.parentElement;
    const said = canvas.closest("section").querySelector(".said");
    const zooms = stage.querySelector(".zooms");
    const pen = canvas.getContext("2d");
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
      node.label = node.title.length > LONGEST ? `${node.title.slice(0, LONGEST - 1).trimEnd()}…` : node.title;
    });
    // The picture is as wide as its place is, within reason.
    const { clientWidth, clientHeight } = canvas;
    const aspect = Math.min(1.5, Math.max(0.75, Math.sqrt(clientWidth / clientHeight)));
    const sim = simulation(nodes, ties, spread, aspect);
    // The works that only one topic or month gathers stand around it; its label stands outside.
    const leaves = nodes.map(({ type }, i) => (type === WORK || type === NOTE ? [] : [...around[i].keys()].filter(
      (j) => nodes[j].type === WORK && [...around[j].values()].filter((tie) => tie !== TOLD).length === 1)));
    const reach = (i, least) => { // how far they go: right, left, down, up
      const far = [0, 0, 0, 0];
      for (const j of leaves[i]) {
        if (!shown[j]) continue;
        const dx = (sim.x[j] - sim.x[i]) * zoom, dy = (sim.y[j] - sim.y[i]) * zoom;
        [dx, -dx, dy, -dy].forEach((d, side) => { if (d > far[side]) far[side] = d; });
      }
      return far.map((d) => Math.max(least, d && d + 5));
    };
    const weight = (i) => (i === own ? 1e9 : 0) + (nodes[i].type === NOTE ? 1e6 : nodes[i].type === WORK ? 0 : 1e3) + around[i].size;
    const ranked = [...nodes.keys()].sort((a, b) => weight(b) - weight(a) || a - b);
    // The more ties there are, the fainter each of them, so that the nodes stand out.
    const crowded = ties.length > CROWD;
    const links = ties.filter((tie) => tie[2] === LINKS).length;
    const faint = [CROWD / (ties.length - links), 60 / links].map((share) => Math.max(0.15, Math.min(1, Math.sqrt(share))));
    const buckets = Map.groupBy(nodes.keys(), (i) => `${shapeOf(nodes[i])} ${colourName(nodes[i])}`);
    const shown = new Uint8Array(nodes.length).fill(1);
    let marked = null; // nodes that are looked for
    let hover = -1, chosen = -1;
    let colours = palette(stage);
    let widths = new Map();
    let [wide, high, ratio] = [0, 0, 1];
    let [zoom, left, top] = [1, 0, 0]; // from places to pixels
    let fitting = true; // nobody has moved the picture yet
    let visible = false, waiting = 0, drawn = false;
    const spent = { frames: 0, ticking: 0, drawing: 0, rest: 0 };
    let labels = [];
    const started = performance.now();

    const sx = (i) => sim.x[i] * zoom + left;
    const sy = (i) => sim.y[i] * zoom + top;
    const grown = () => Math.min(2.2, Math.max(0.55, zoom ** 0.5));
    const active = () => (hover >= 0 ? hover : chosen);
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
      const [mx, my] = calm ? [Math.min(90, wide / 5), 26] : [Math.min(70, wide / 9), 30];
      zoom = Math.min((wide - 2 * mx) / Math.max(x1 - x0, 1), (high - 2 * my) / Math.max(y1 - y0, 1), calm ? 1.3 : 2.5);
      left = wide / 2 - zoom * (x0 + x1) / 2;
      top = high / 2 - zoom * (y0 + y1) / 2;
    }

    function drawTies(lit) {
      const centre = active();
      const strands = (wanted) => {
        pen.beginPath();
        for (const tie of ties) {
          const [a, b] = tie;
          if (!shown[a] || !shown[b] || !wanted(tie)) continue;
          const ax = sx(a), ay = sy(a), bx = sx(b), by = sy(b);
          if (Math.max(ax, bx) < 0 || Math.min(ax, bx) > wide || Math.max(ay, by) < 0 || Math.min(ay, by) > high) continue;
          pen.moveTo(ax, ay);
          pen.lineTo(bx, by);
        }
        pen.stroke();
      };
      const plain = (type) => type !== TOLD && type !== LINKS && type !== REFERS;
      const light = crowded && sim.hot; // a picture that moves does without what is far apart
      pen.lineWidth = 1;
      pen.globalAlpha = (lit ? 0.25 : 1) * faint[0];
      pen.strokeStyle = colours.tie;
      strands(([, , type]) => plain(type) && !(light && type === TAGGED));
      pen.globalAlpha = (lit ? 0.2 : 0.45) * faint[1];
      pen.strokeStyle = colours.link;
      if (!light) strands(([, , type]) => type === LINKS);
      pen.globalAlpha = lit ? 0.2 : 0.45;
      pen.setLineDash([4, 3]);
      pen.strokeStyle = colours.soft;
      strands(([, , type]) => type === REFERS);
      pen.setLineDash([]);
      pen.globalAlpha = 1;
      if (centre < 0) return;
      const own = ([a, b]) => a === centre || b === centre;
      const within = ([a, b, type]) => plain(type) && lit.has(a) && lit.has(b);
      pen.strokeStyle = colours.soft;
      strands((tie) => (own(tie) && tie[2] !== TOLD) || within(tie));
      pen.globalAlpha = 0.35; // what a topic or a month stands between
      strands((tie) => own(tie) && tie[2] === TOLD);
      pen.globalAlpha = 1;
    }

    function drawNodes(wanted) {
      const much = grown();
      pen.lineWidth = 1.4;
      for (const [key, members] of buckets) {
        const [shape, colour] = key.split(" ");
        const [filled, around] = SHAPES[shape];
        pen.fillStyle = pen.strokeStyle = colours[colour];
        const each = (draw) => {
          pen.beginPath();
          for (const i of members) {
            if (!shown[i] || !wanted(i)) continue;
            const x = sx(i), y = sy(i), r = nodes[i].r * much;
            if (x > -r && x < wide + r && y > -r && y < high + r) draw(pen, x, y, r);
          }
        };
        if (around) {
          each((p, x, y, r) => around(p, x, y, r - 0.7));
          pen.fillStyle = colours.paper;
          pen.fill();
          pen.stroke();
          pen.fillStyle = colours[colour];
        }
        if (filled) {
          each(filled);
          pen.fill();
        }
      }
    }

    const fontOf = (i) => {
      const { type } = nodes[i];
      const size = type === NOTE ? 13 : type === WORK ? 11.5 : 12;
      return `${type === NOTE || i === own ? 600 : 400} ${size}px ${colours.font}`;
    };
    const widthOf = (i) => {
      if (!widths.has(i)) {
        pen.font = fontOf(i);
        widths.set(i, pen.measureText(nodes[i].label).width);
      }
      return widths.get(i);
    };

    // Which squares of the picture have a node, of the bright ones if there are any.
    const SQUARE = 6;
    function cover(lit) {
      const columns = Math.ceil(wide / SQUARE) + 1, rows = Math.ceil(high / SQUARE) + 1;
      const squares = new Uint8Array(columns * rows);
      const square = (value, most) => Math.max(0, Math.min(most - 1, Math.floor(value / SQUARE)));
      const much = grown();
      for (let i = 0; i < nodes.length; i++) {
        const x = sx(i), y = sy(i), r = nodes[i].r * much - 1;
        if (!shown[i] || (lit && !lit.has(i)) || x + r < 0 || y + r < 0 || x - r > wide || y - r > high) continue;
        for (let row = square(y - r, rows); row <= square(y + r, rows); row++) {
          squares.fill(1, row * columns + square(x - r, columns), row * columns + square(x + r, columns) + 1);
        }
      }
      return (box) => {
        for (let row = Math.floor(box.y / SQUARE); row * SQUARE < box.y + box.h; row++) {
          for (let column = Math.floor(box.x / SQUARE); column * SQUARE < box.x + box.w; column++) {
            if (squares[row * columns + column]) return true;
          }
        }
        return false;
      };
    }

    // Boxes by the fields of the picture in which they lie, so that one is compared with few others.
    const FIELD = 40;
    function boxes() {
      const columns = Math.ceil(wide / FIELD) + 1, rows = Math.ceil(high / FIELD) + 1;
      const fields = Array.from({ length: columns * rows }, () => []);
      const within = (value, most) => Math.max(0, Math.min(most - 1, Math.floor(value / FIELD)));
      const range = ({ x, y, w, h }) => [within(x, columns), within(x + w, columns), within(y, rows), within(y + h, rows)];
      const take = (box) => {
        const [west, east, north, south] = range(box);
        for (let row = north; row <= south; row++) {
          for (let column = west; column <= east; column++) fields[row * columns + column].push(box);
        }
      };
      const free = (box) => {
        const [west, east, north, south] = range(box);
        for (let row = north; row <= south; row++) for (let column = west; column <= east; column++) {
          for (const o of fields[row * columns + column]) {
            if (box.x + box.w > o.x && o.x + o.w > box.x && box.y + box.h > o.y && o.y + o.h > box.y) return false;
          }
        }
        return true;
      };
      return { take, free };
    }

    // Labels in the order of their weight, each where it covers no other, nor what gathers works;
    // no node at all, if that can be.
    function drawLabels(lit) {
      const { take, free } = boxes();
      const covered = cover(lit);
      const inside = (box) => box.x >= 2 && box.y >= 2 && box.x + box.w <= wide - 2 && box.y + box.h <= high - 2;
      const much = grown();
      labels = [];
      if (zooms) take({ x: zooms.offsetLeft, y: zooms.offsetTop, w: zooms.offsetWidth, h: zooms.offsetHeight });
      const centre = active();
      const first = centre < 0 ? [] : [centre];
      const order = lit ? [...first, ...ranked.filter((i) => lit.has(i) && i !== centre)] : ranked;
      for (const i of ranked) {
        if (nodes[i].type === WORK || !shown[i]) continue;
        const x = sx(i), y = sy(i), r = nodes[i].r * much;
        if (x > -r && x < wide + r && y > -r && y < high + r) take({ x: x - r, y: y - r, w: 2 * r, h: 2 * r });
      }
      for (const i of order) {
        if (!shown[i] || (nodes[i].type === WORK && !lit && !calm && zoom < WORDS_FROM)) continue;
        const x = sx(i), y = sy(i);
        if (x < 0 || x > wide || y < 0 || y > high) continue;
        if (labels.length === MOST_LABELS) break;
        const h = nodes[i].type === NOTE ? 17 : 15;
        const [r, l, d, u] = reach(i, nodes[i].r * much + 2);
        const places = (w) => {
          const below = [x - w / 2, y + d], above = [x - w / 2, y - u - h], right = [x + r, y - h / 2], before = [x - l - w, y - h / 2];
          const order = nodes[i].type === WORK ? [right, before, below, above] : [below, above, right, before];
          return order.map(([bx, by]) => ({ x: bx, y: by, w, h }));
        };
        // Most have no room, and to measure a text takes longer than to see that.
        if (!places(4 + NARROWEST * nodes[i].label.length).some(free)) continue;
        const able = places(widthOf(i) + 4).filter((b) => inside(b) && free(b));
        const box = able.find((b) => !covered(b)) ?? (nodes[i].type === WORK && i !== centre && i !== own ? undefined : able[0]);
        if (!box) continue;
        take(box);
        labels.push({ i, ...box });
      }
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.lineWidth = 3.5;
      pen.strokeStyle = colours.paper;
      for (const { i, x, y, h } of labels.toReversed()) {
        pen.font = fontOf(i);
        pen.strokeText(nodes[i].label, x + 2, y + h / 2);
        pen.fillStyle = nodes[i].type === WORK || nodes[i].type === MONTH ? colours.soft : colours.ink;
        if (lit) pen.fillStyle = colours.ink;
        pen.fillText(nodes[i].label, x + 2, y + h / 2);
      }
    }

    function draw() {
      const begin = performance.now();
      const lit = bright();
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, wide, high);
      drawTies(lit);
      if (lit) {
        pen.globalAlpha = 0.16;
        drawNodes((i) => !lit.has(i));
        pen.globalAlpha = 1;
        drawNodes((i) => lit.has(i));
      } else drawNodes(() => true);
      const centre = active();
      if (centre >= 0 && shown[centre]) {
        pen.beginPath();
        disc(pen, sx(centre), sy(centre), nodes[centre].r * grown() + 4);
        pen.lineWidth = 1.5;
        pen.strokeStyle = colours.link;
        pen.stroke();
      }
      drawLabels(lit);
      drawn = true;
      spent.frames += 1;
      spent.drawing += performance.now() - begin;
    }

    // One frame: some steps, as many as there is time for, and a picture.
    function frame() {
      waiting = 0;
      if (!visible || document.hidden) return;
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
      if (sim.hot) ask();
    }
    const ask = () => { if (!waiting && visible && !document.hidden) waiting = requestAnimationFrame(frame); };

    function measure() {
      const box = canvas.getBoundingClientRect();
      ratio = devicePixelRatio || 1;
      [wide, high] = [box.width, box.height];
      canvas.width = Math.round(wide * ratio);
      canvas.height = Math.round(high * ratio);
      if (fitting) fit();
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
      if (dx || dy) [fitting, left, top] = [false, left + dx, top + dy];
    }
    const open = (i, elsewhere) => {
      const address = addressOf(nodes[i].page);
      if (elsewhere) window.open(address, "_blank", "noopener");
      else if (address !== location.href.replace(/#.*/, "")) location.assign(address);
    };

    function zoomBy(factor, x = wide / 2, y = high / 2) {
      const to = Math.min(8, Math.max(0.05, zoom * factor));
      [left, top] = [x - (x - left) * to / zoom, y - (y - top) * to / zoom];
      zoom = to;
      fitting = false;
      ask();
    }

    function at(event) {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
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

    // A pointer that moves drags a node or the picture, two of them zoom; one that does not, opens.
    const pointers = new Map();
    let moved = false, grabbed = -1;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 1) return;
      pointers.set(event.pointerId, at(event));
      if (pointers.size === 1) {
        [moved, grabbed] = [false, nodeAt(at(event), event.pointerType === "touch" ? 2 * REACH : REACH)];
        canvas.setPointerCapture(event.pointerId);
      } else moved = true;
      if (event.button === 1) event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = at(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        if (event.pointerType !== "touch") point(nodeAt([x, y], REACH));
        return;
      }
      if (pointers.size === 2) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
        const apart = (p) => Math.max(10, Math.hypot(p[0] - other[0], p[1] - other[1]));
        zoomBy(apart([x, y]) / apart(before), (x + other[0]) / 2, (y + other[1]) / 2);
      } else if (moved || Math.hypot(x - before[0], y - before[1]) > 4) {
        moved = true;
        fitting = false;
        if (grabbed >= 0) {
          sim.held = grabbed;
          [sim.x[grabbed], sim.y[grabbed]] = [(x - left) / zoom, (y - top) / zoom];
          sim.warm(0.12);
        } else [left, top] = [left + x - before[0], top + y - before[1]];
      } else return;
      pointers.set(event.pointerId, [x, y]);
      ask();
    });
    const release = (event) => {
      if (!pointers.delete(event.pointerId)) return;
      sim.held = -1;
      if (event.type !== "pointerup" || moved) return;
      if (event.pointerType === "touch" && grabbed !== chosen) choose(grabbed); // the next one opens
      else if (grabbed >= 0) open(grabbed, event.ctrlKey || event.metaKey || event.button === 1);
      else choose(-1);
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointerleave", () => { if (!pointers.size) point(-1); });
    canvas.addEventListener("wheel", (event) => {
      if (calm && !event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      zoomBy(2 ** (-event.deltaY * (event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.002)), ...at(event));
    }, { passive: false });

    // By the keyboard: to the neighbour that lies most nearly in the direction of the arrow.
    const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
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
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (ARROWS[event.key]) {
        const to = chosen < 0 ? start() : neighbour(chosen, ARROWS[event.key]);
        if (to >= 0) choose(to);
      } else if (event.key === "Home") choose(start());
      else if (event.key === "Enter" && chosen >= 0) open(chosen, false);
      else if (event.key === "Escape") choose(-1);
      else if (event.key === "+" || event.key === "=") zoomBy(1.3);
      else if (event.key === "-") zoomBy(1 / 1.3);
      else if (event.key === "0") all();
      else return;
      event.preventDefault();
    });
    canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible") && chosen < 0) choose(start()); });
    canvas.addEventListener("blur", () => { chosen = -1; ask(); });

    function all() {
      fitting = true;
      fit();
      ask();
    }
    const recolour = () => {
      colours = palette(stage);
      widths = new Map();
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
      show(wanted) {
        for (let i = 0; i < nodes.length; i++) shown[i] = wanted(i) ? 1 : 0;
        if (chosen >= 0 && !shown[chosen]) choose(-1);
        ask();
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
        labels: labels.map(({ i, x, y, w, h }) => ({ node: i, text: nodes[i].label, x, y, w, h })),
        nodes: nodes.map((node, i) => ({
          page: node.page, title: node.title, type: TYPES[node.type], status: node.status,
          x: sx(i), y: sy(i), r: node.r * grown(), shown: shown[i] === 1, colour: colours[colourName(node)],
        })),
        ties: ties.map(([a, b, type]) => [a, b, type]),
      }),
    };
  }

  // What is loaded

  const load = (source) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.onload = done;
    script.onerror = fail;
    script.src = source;
    document.head.append(script);
  });
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
    const shown = view(canvas, data, end.signal);
    canvas.papergarden = Object.freeze({ state: shown.state });
    return shown;
  }

  async function showLocal(section) {
    const buttons = [...section.querySelectorAll("[data-depth]")];
    let turn = 0; // only the last one that was asked for is shown
    const around = async (depth) => {
      const own = ++turn;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.depth === depth));
      const data = await local(section.dataset.page, section.dataset.near.split(" "), Number(depth));
      if (own === turn) show(section, data);
    };
    for (const button of buttons) button.addEventListener("click", () => around(button.dataset.depth));
    await around("1");
  }

  // Each section begins when it comes into sight.
  async function begin(section) {
    try {
      if (section.dataset.all) {
        const shown = show(section, await whole(section.dataset.all));
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
