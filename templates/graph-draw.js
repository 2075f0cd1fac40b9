// How the graph looks: ties, nodes in the shapes and colours of the stylesheet, and labels.
(() => {
  "use strict";
  const graphing = window.papergarden.graphing;
  const { TYPES, NOTE, MONTH, WORK, LINKS, REFERS, TAGGED, TOLD } = graphing;
  const CROWD = 3000; // ties that are too many to be drawn in full while they move
  const MOST_LABELS = 160, NARROWEST = 2; // pixels of a character
  const WORDS_FROM = 1.5; // the zoom from which works have labels

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

  // Draws one view, whose nodes are where `sx` and `sy` say; answers with the labels it drew.
  function painter(pen, { nodes, ties, around, sim, shown, own, calm, zooms, ranked, sx, sy, grown, active }) {
    let wide, high, zoom, colours; // of the picture that is being drawn
    let widths = new Map();
    let labels = [];
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
    // The more ties there are, the fainter each of them, so that the nodes stand out.
    const crowded = ties.length > CROWD;
    const links = ties.filter((tie) => tie[2] === LINKS).length;
    const faint = [CROWD / (ties.length - links), 60 / links].map((share) => Math.max(0.15, Math.min(1, Math.sqrt(share))));
    const buckets = Map.groupBy(nodes.keys(), (i) => `${shapeOf(nodes[i])} ${colourName(nodes[i])}`);

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

    return ({ lit, ratio, ...now }) => {
      if (now.colours !== colours) widths = new Map();
      ({ wide, high, zoom, colours } = now);
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
      return labels;
    };
  }

  Object.assign(graphing, { palette, colourName, painter });
})();
