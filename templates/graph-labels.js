// Which nodes of the graph have a label, and where: what has most works first, each by its own node.
(() => {
  "use strict";
  const graphing = window.papergarden.graphing;
  const { NOTE, MONTH, WORK, TOLD } = graphing;
  const MOST_LABELS = 160, NARROWEST = 2; // pixels of a character
  const WORDS_FROM = 1.5; // the zoom from which works have labels
  const LONGEST = 34, LINE = 28, SHORTEST = 18, STUMP = 12; // characters of a label
  const WRAPPED = 60; // so many are tried in other forms; the small ones give way
  const FIELD = 40; // pixels
  const CROWD = 800; // nodes
  // What a place costs: by its rank, by what is covered or close beside, by what it seems to belong to.
  const RANK = 0.4, COVERED = 10, OWN = 3, BESIDE = 2, STRANGE = 10, WITHIN = 3, CHEAP = 2.5;
  const TWO_LINES = 1.5, SHORTER = 2, CUT = 4;
  const ASIDE = 18, ROW = 16, COLUMN = [56, 44, LONGEST, 26, 22, SHORTEST, 15, STUMP, 10]; // pixels, and characters
  const CLOSE = 8; // pixels
  const PER_COVERED = 6; // works that entitle a label to cover one node of others

  // A text of so many characters at most, cut behind a word if there is one.
  function cut(text, most) {
    if (text.length <= most) return text;
    const end = Math.max(text.lastIndexOf(" ", most - 1), text.lastIndexOf("/", most - 1));
    return `${text.slice(0, end > most / 2 ? end : most - 1).replace(/[\s,;:.&/(–-]+$/u, "")}…`;
  }
  // In two lines as even as can be, the second cut if it must be; or null.
  function wrapped(title, most) {
    const text = cut(title, 2 * most);
    const spaces = [...text.matchAll(/ /g)].map(({ index }) => index).filter((at) => at <= most);
    if (!spaces.length) return null;
    const longer = (at) => Math.max(at, text.length - at - 1);
    const at = spaces.reduce((a, b) => (longer(b) < longer(a) ? b : a));
    return [text.slice(0, at), cut(text.slice(at + 1), most)];
  }
  // The forms of a title, the best first: lines, and what the form costs.
  function formsOf(title) {
    const forms = [[[cut(title, LONGEST)], title.length > LONGEST ? SHORTER : 0]];
    const two = title.length > SHORTEST - 4 && [wrapped(title, LINE), wrapped(title, SHORTEST)];
    for (const lines of two || []) if (lines) forms.push([lines, lines.join().includes("…") ? CUT : TWO_LINES]);
    for (const [most, price] of [[SHORTEST, CUT], [STUMP, CUT + 2]]) {
      if (title.length > most) forms.push([[cut(title, most)], price]);
    }
    return forms.sort(([, a], [, b]) => a - b);
  }

  // What lies in the picture, by the fields in which it lies, so that few are compared.
  function fields(wide, high) {
    const columns = Math.ceil(wide / FIELD) + 1, rows = Math.ceil(high / FIELD) + 1;
    const all = new Map();
    const within = (value, most) => Math.max(0, Math.min(most - 1, Math.floor(value / FIELD)));
    const each = ({ x, y, w, h }, visit) => {
      const east = within(x + w, columns), south = within(y + h, rows);
      for (let row = within(y, rows); row <= south; row++) {
        for (let column = within(x, columns); column <= east; column++) if (visit(row * columns + column)) return true;
      }
      return false;
    };
    return {
      take(box) {
        each(box, (field) => {
          if (all.has(field)) all.get(field).push(box);
          else all.set(field, [box]);
        });
      },
      some: (box, fits) => each(box, (field) => all.get(field)?.some(fits)),
    };
  }
  const meet = (a, b) => a.x + a.w > b.x && b.x + b.w > a.x && a.y + a.h > b.y && b.y + b.h > a.y;
  const wider = ({ x, y, w, h }, by) => ({ x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by });
  const apart = ({ x, y, w, h }, px, py) => { // Math.hypot and Math.max take far longer
    const dx = px < x ? x - px : px > x + w ? px - x - w : 0, dy = py < y ? y - py : py > y + h ? py - y - h : 0;
    return Math.sqrt(dx * dx + dy * dy);
  };

  // The places of a box beside a node, the best first; [right, left, down, up] is how far it reaches.
  function places(x, y, [r, l, d, u], w, h, outward) {
    const corner = 0.72, middle = x - w / 2, level = y - h / 2;
    const found = [[middle, y + d], [middle, y - u - h], [x + r, level], [x - l - w, level]];
    for (const [far, edge] of [[d, y + corner * d], [u, y - corner * u - h]]) {
      const lift = far > h ? 0 : edge > y ? far - corner * far : corner * far - far;
      found.push([x + corner * r, edge + lift], [x - corner * l - w, edge + lift]);
    }
    if (outward) { // a work looks away from what gathers it
      const off = ([bx, by]) => -((bx + w / 2 - x) * outward[0] / w + (by + h / 2 - y) * outward[1] / h);
      found.sort((a, b) => off(a) - off(b));
    }
    return found.map(([bx, by]) => ({ x: bx, y: by, w, h }));
  }

  // Answers with the labels of one picture, `{ i, lines, x, y, w, h }`.
  function labeller(pen, { nodes, around, sim, shown, own, calm, zooms, ranked, sx, sy, grown, active }) {
    let widths = new Map(), measuredIn;
    const isHub = ({ type }) => type !== WORK;
    const plain = nodes.map((_, i) => [...around[i]].filter(([, tie]) => tie !== TOLD).map(([j]) => j));
    // The works that only one topic or month gathers stand around it; its label stands outside.
    const leaves = nodes.map(({ type }, i) => (type === WORK || type === NOTE ? []
      : plain[i].filter((j) => nodes[j].type === WORK && plain[j].length === 1)));
    const members = nodes.map((node, i) => (isHub(node) ? [...around[i].keys()].filter((j) => !isHub(nodes[j])).length : 0));
    const place = new Map(ranked.map((i, n) => [i, n]));
    const order = ranked.toSorted((a, b) => (b === own) - (a === own) || isHub(nodes[b]) - isHub(nodes[a])
      || members[b] - members[a] || place.get(a) - place.get(b));
    const forms = new Map();
    const widest = nodes.reduce((most, { r }) => Math.max(most, r), 0);

    const fontOf = (i, colours) => {
      const { type } = nodes[i];
      const size = type === NOTE ? 13 : type === WORK ? 11.5 : 12;
      return `${type === NOTE || i === own ? 600 : 400} ${size}px ${colours.font}`;
    };
    const widthOf = (text, font) => {
      const key = `${font} ${text}`;
      if (!widths.has(key)) {
        pen.font = font;
        widths.set(key, pen.measureText(text).width);
      }
      return widths.get(key);
    };

    return { fontOf, place: ({ lit, wide, high, zoom, colours, only }) => {
      const named = only >= 0;
      const hasty = sim.hot && nodes.length > CROWD; // a large picture that moves is drawn with fewer trials
      if (measuredIn !== colours) [widths, measuredIn] = [new Map(), colours];
      const much = grown();
      const inPicture = (i, by) => sx(i) > -by && sx(i) < wide + by && sy(i) > -by && sy(i) < high + by;
      const taken = fields(wide, high), lying = fields(wide, high), hubs = fields(wide, high);
      if (zooms) taken.take({ x: zooms.offsetLeft, y: zooms.offsetTop, w: zooms.offsetWidth, h: zooms.offsetHeight });
      for (let i = 0; i < nodes.length; i++) {
        const x = sx(i), y = sy(i), r = nodes[i].r * much;
        if (!shown[i] || !inPicture(i, r)) continue;
        if (isHub(nodes[i])) taken.take({ x: x - r, y: y - r, w: 2 * r, h: 2 * r });
        if (lit && !lit.has(i)) continue;
        const point = { i, x, y, w: 0, h: 0 };
        lying.take(point);
        if (isHub(nodes[i])) hubs.take(point);
      }
      const free = (box) => !taken.some(box, (other) => meet(box, other));
      const inside = ({ x, y, w, h }) => x >= 2 && y >= 2 && x + w <= wide - 2 && y + h <= high - 2;

      function reach(i, least) {
        const far = [0, 0, 0, 0];
        for (const j of leaves[i]) {
          if (!shown[j]) continue;
          const dx = (sim.x[j] - sim.x[i]) * zoom, dy = (sim.y[j] - sim.y[i]) * zoom;
          [dx, -dx, dy, -dy].forEach((d, side) => { if (d > far[side]) far[side] = d; });
        }
        return far.map((d) => Math.max(least, d && d + 5));
      }

      // What a free place costs, or Infinity if that is more than `budget` or too much is covered:
      // a work covers nothing, others by their weight.
      function cost(i, box, most, budget = Infinity) {
        let covered = 0, beside = 0, sum = 0;
        lying.some(wider(box, CLOSE + widest * much), ({ i: j, x, y }) => {
          const gap = apart(box, x, y) - nodes[j].r * much;
          if (j === i || gap >= CLOSE) return false;
          const mine = around[i].has(j) && around[i].get(j) !== TOLD;
          if (gap < 0) [covered, sum] = [covered + (!mine || most < 0), sum + (mine ? OWN : COVERED)];
          else if (!mine || named) beside += 1;
          return covered > Math.max(0, most) || sum >= budget;
        });
        if (covered > Math.max(0, most) || sum >= budget) return Infinity;
        if (!isHub(nodes[i])) return sum;
        const away = apart(box, sx(i), sy(i));
        const strange = hubs.some(wider(box, away), ({ i: j, x, y }) => j !== i && apart(box, x, y) < away);
        return sum + BESIDE * Math.min(3, beside) + (strange ? STRANGE : 0);
      }

      function best(i, first, tried) {
        const node = nodes[i], x = sx(i), y = sy(i), hub = isHub(node);
        const font = fontOf(i, colours), near = node.r * much + 2;
        const far = reach(i, near);
        const most = first ? Infinity : hub ? Math.floor(members[i] / PER_COVERED) : -1;
        const gatherer = hub ? -1 : plain[i][0] ?? -1;
        const outward = gatherer >= 0 && [x - sx(gatherer), y - sy(gatherer)];
        if (!forms.has(i)) forms.set(i, formsOf(node.title));
        let found = null, least = Infinity;
        for (const [lines, price] of tried ? forms.get(i) : forms.get(i).slice(0, 1)) {
          if (least < CHEAP + price) break;
          const h = lines.length * (node.type === NOTE ? 15 : 13) + 2;
          const all = (w) => {
            const some = places(x, y, far, w, h, outward);
            return !hasty && far.some((d) => d > near) ? [...some, ...places(x, y, [near, near, near, near], w, h)] : some;
          };
          const into = (box) => (!hub && Math.abs(box.x + box.w / 2 - x) > box.w / 2 ? box
            : { ...box, x: Math.max(2, Math.min(wide - 2 - box.w, box.x)) });
          // Most have no room, and to measure a text takes longer than to see that.
          const length = Math.max(...lines.map((line) => line.length));
          if (!all(4 + NARROWEST * length).some(free)) continue;
          const w = Math.max(...lines.map((line) => widthOf(line, font))) + 4;
          all(w).forEach((plainBox, n) => {
            const from = price + RANK * (n % 8) + (n > 7 ? WITHIN : 0) + (i === only && n > 1 ? STRANGE : 0); // its sides are for works
            const box = into(plainBox);
            if (from >= least || !inside(box) || !free(box)) return;
            const sum = from + cost(i, box, most, least - from);
            if (sum < least) {
              const side = box.x > x ? 0 : box.x + w < x ? 1 : 0.5;
              [found, least] = [{ i, lines, side, ...box }, sum];
            }
          });
        }
        return found;
      }

      // The works around what is looked at alone, in two columns beside them, with a line to each.
      function columns() {
        const named = new Set();
        const some = leaves[only].filter((i) => shown[i] && inPicture(i, 0)).sort((a, b) => sx(a) - sx(b));
        const [r, l] = reach(only, nodes[only].r * much + 2), half = Math.ceil(some.length / 2);
        for (const [side, members] of [[1, some.slice(0, half)], [0, some.slice(half)]]) {
          const edge = side ? sx(only) - l - ASIDE : sx(only) + r + ASIDE;
          const room = side ? edge - 2 : wide - 2 - edge;
          const middle = members.reduce((sum, i) => sum + sy(i), 0) / members.length;
          let y = Math.max(2, Math.min(middle - members.length * ROW / 2, high - 2 - members.length * ROW));
          for (const i of members.sort((a, b) => sy(a) - sy(b))) {
            const font = fontOf(i, colours), texts = COLUMN.map((most) => cut(nodes[i].title, most));
            const text = texts.find((text) => widthOf(text, font) + 4 <= room);
            if (!text) continue;
            const w = widthOf(text, font) + 4, x = side ? edge - w : edge;
            const able = (box) => free(box) && cost(i, box, -1) < Infinity;
            while (y + ROW <= high && !able({ x, y, w, h: ROW })) y += 3;
            if (y + ROW > high) break;
            taken.take({ x, y, w, h: ROW });
            named.add(i);
            labels.push({ i, lines: [text], side, from: [sx(i), sy(i)], x, y, w, h: ROW });
            y += ROW;
          }
        }
        return named;
      }

      const labels = [];
      const centre = active();
      const first = centre < 0 ? [] : [centre];
      const wanted = lit ? [...first, ...order.filter((i) => lit.has(i) && i !== centre)] : order;
      let tried = 0, aside = null;
      for (const i of wanted) {
        const work = !isHub(nodes[i]);
        if (work && named && !lit && !aside) aside = columns();
        if (!shown[i] || aside?.has(i) || (work && !lit && !calm && !named && zoom < WORDS_FROM) || !inPicture(i, 0)) continue;
        if (labels.length === MOST_LABELS) break;
        const label = best(i, i === centre || i === own, !hasty && (work ? named || lit : tried++ < WRAPPED));
        if (!label) continue;
        taken.take(label);
        labels.push(label);
      }
      return labels;
    } };
  }

  // Writes them, those of least weight first.
  function write(pen, labels, { nodes, lit, colours, fontOf }) {
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    for (const { from, x, y, w, h } of labels) {
      if (!from) continue;
      pen.beginPath();
      pen.moveTo(...from);
      pen.lineTo(x < from[0] ? x + w - 1 : x + 1, y + h / 2);
      pen.lineWidth = 0.7;
      pen.strokeStyle = colours.soft;
      pen.stroke();
    }
    pen.lineWidth = 3.5;
    pen.strokeStyle = colours.paper;
    for (const { i, lines, side, x: left, y, w, h } of labels.toReversed()) {
      const { type } = nodes[i];
      pen.font = fontOf(i, colours);
      pen.fillStyle = !lit && (type === WORK || type === MONTH) ? colours.soft : colours.ink;
      pen.textAlign = ["left", "center", "right"][2 * side];
      lines.forEach((line, n) => {
        const at = [left + 2 + side * (w - 4), y + h * (n + 0.5) / lines.length];
        pen.strokeText(line, ...at);
        pen.fillText(line, ...at);
      });
    }
    pen.textAlign = "start";
  }

  Object.assign(graphing, { labeller, write });
})();
