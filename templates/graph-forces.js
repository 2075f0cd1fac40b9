// The forces by which the nodes of the graph find their places.
(() => {
  "use strict";
  const graphing = window.papergarden.graphing;
  const { NOTE, WORK, OF_TOPIC, OF_MONTH, TOLD } = graphing;
  // How strongly a tie pulls, and to which length, by its type; the weak ones only lean.
  const PULL = [0.16, 0.12, 0.1, 0.75, 0.75, 0.12, 0.55, 0.004];
  const LENGTH = [70, 110, 60, 16, 16, 80, 26, 120];
  const TICKS = 170, FIRST = 0.5, LAST = 0.002; // steps to rest, and the heat they begin and end with
  const COOLING = (LAST / FIRST) ** (1 / TICKS);
  const THETA2 = 0.8, SLOWING = 0.62, GRAVITY = 0.035, ROOM = 2.5;
  const MOST_HALLS = 500; // each is compared with each other

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

  graphing.simulation = simulation;
})();
