// How the graph looks: ties, and nodes in the shapes and colours of the stylesheet.
(() => {
  "use strict";
  const graphing = window.papergarden.graphing;
  const { TYPES, WORK, LINKS, REFERS, TAGGED, TOLD } = graphing;
  const CROWD = 3000; // ties that are too many to be drawn in full while they move

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
  function painter(pen, view) {
    const { nodes, ties, sim, shown, sx, sy, grown, active } = view;
    let wide, high, colours; // of the picture that is being drawn
    const labelled = graphing.labeller(pen, view);
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

    return ({ lit, ratio, ...now }) => {
      ({ wide, high, colours } = now);
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
      const labels = labelled.place({ lit, ...now });
      graphing.write(pen, labels, { nodes, lit, colours, fontOf: labelled.fontOf });
      return labels;
    };
  }

  Object.assign(graphing, { palette, colourName, painter });
})();
