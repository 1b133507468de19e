'use strict';
// Draws a report from the data in the page. Text from the data only ever becomes text.
const data = JSON.parse(document.getElementById('data').textContent);
const page = document.getElementById('page');
const several = data.runs.length > 1;
const BAD = new Set(['failed', 'timed-out', 'abandoned', 'refused', 'torn', 'stale', 'deadlock', 'map-refusals']);
const COLOURS = ['#f2b134', '#4fb0e8', '#e8837f', '#7fc97f', '#b493d6', '#d9a066', '#5cc7b8', '#e892c3'];
const TEXT_MAX = 160;

/** What would move or hide the text around it is shown as its number. */
function plain(text) {
  const all = String(text).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/gu,
    c => '\u27e8U+' + c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u27e9');
  return all;
}
function cut(text, most) {
  const all = plain(text);
  return all.length > most ? all.slice(0, most - 1) + '\u2026' : all;
}
function short(text, most) {
  const all = cut(text, TEXT_MAX);
  return all.length > most ? all.slice(0, most - 9) + '\u2026' + all.slice(-8) : all;
}
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  for (const child of children) {
    if (child !== null && child !== undefined) {
      node.append(child.nodeType ? child : document.createTextNode(plain(child)));
    }
  }
  return node;
}
const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
const button = (text, click, more) => el('button', { type: 'button', on: { click }, ...more }, text);
const STEP_NANOS = 1e7;
const inSteps = data.runs.some(run => run.steps);
const ms = nanos => inSteps ? 'step ' + Math.round(nanos / STEP_NANOS) : (nanos / 1e6).toFixed(nanos < 1e10 ? 2 : 0) + ' ms';
const took = nanos => inSteps ? Math.round(nanos / STEP_NANOS) + ' steps' : nanos >= 1e6 ? (nanos / 1e6).toFixed(2) + ' ms' : (nanos / 1e3).toFixed(1) + ' \u00b5s';
const number = value => typeof value === 'number' ? value.toLocaleString('en') : value;
const section = (title, ...children) => page.append(el('section', {}, el('h2', {}, title), ...children));

function head() {
  document.title = plain((data.fine ? '\u2713 ' : '\u2717 ') + data.command + ' ' + data.title);
  page.append(
    el('div', { class: 'kind' }, 'Baton ' + data.command),
    el('h1', { class: 'name' }, cut(data.title, TEXT_MAX)),
    el('div', { class: 'verdict ' + (data.fine ? 'good' : 'wrong'), role: 'status' },
      el('span', {}, data.fine ? '\u2713' : '\u2717'), el('span', { class: 'name' }, data.verdict)),
    ...(data.story || []).map(line => el('p', { class: 'soft name' }, line)),
    el('div', { class: 'again' }, el('span', { class: 'soft' }, 'The same again:'), el('code', {}, data.again)));
}

function figures() {
  if (!data.figures || !data.figures.rows.length) return;
  const { columns, rows } = data.figures;
  const bad = (row, value) => BAD.has(row.name) && value && value !== 'false' ? 'bad' : null;
  if (columns.length === 1) {
    section('Figures', el('dl', { class: 'tiles' }, ...rows.map(row => el('div', {},
      el('dt', {}, row.name),
      el('dd', { 'data-figure': row.name, class: bad(row, row.values[0]) }, number(row.values[0]))))));
    return;
  }
  section('Figures', el('div', { class: 'scroll' }, el('table', {},
    el('tr', {}, el('th', {}), ...columns.map(name => el('th', {}, name))),
    ...rows.map(row => el('tr', {}, el('th', {}, row.name),
      ...row.values.map(value => el('td', { class: bad(row, value) }, number(value))))))));
}

/** Text in lines no longer than that, at most three of them. */
function wrapped(text, most) {
  const lines = [''];
  for (const word of cut(text, most * 3).split(' ')) {
    const last = lines[lines.length - 1];
    if (last && (last + ' ' + word).length > most) lines.push(word);
    else lines[lines.length - 1] = last ? last + ' ' + word : word;
  }
  return lines.map(line => cut(line, most));
}
function circle() {
  if (!data.circle) return;
  const waits = data.circle.waits;
  const words = el('div', { class: 'words' }, el('p', { class: 'name' }, data.circle.words));
  section('Who waits for whom', waits.length > 0 && waits.length <= 8 ? ring(waits) : null, words);
}
function ring(waits) {
  const n = waits.length;
  const rx = 270, ry = n < 3 ? 0 : 120 + 12 * n;
  const at = i => {
    const angle = Math.PI * (2 * i / n + (n < 3 ? 1 : -0.5));
    return [380 + rx * Math.cos(angle), ry * Math.sin(angle)];
  };
  const heights = waits.map((_, i) => at(i)[1]);
  const top = Math.min(...heights) - (n < 3 ? 100 : 28), bottom = Math.max(...heights) + (n < 3 ? 100 : 28);
  const picture = draw('svg', { class: 'circle', viewBox: `0 ${top} 760 ${bottom - top}`, role: 'img', 'aria-label': 'wait-for cycle' });
  const labels = draw('g', {});
  waits.forEach((wait, i) => {
    const [x1, y1] = at(i), [x2, y2] = at((i + 1) % n);
    const bend = n < 3 ? (i === 0 ? -1 : 1) * 110 : 0;
    const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2 + bend];
    const back = Math.min(88 / Math.abs(mx - x2), 28 / Math.abs(my - y2)); // to the edge of the box
    const [ex, ey] = [x2 + (mx - x2) * back, y2 + (my - y2) * back];
    const a = Math.atan2(y2 - my, x2 - mx);
    const corner = (length, turn) => `${ex + length * Math.cos(a + turn)},${ey + length * Math.sin(a + turn)}`;
    picture.append(draw('path', { d: `M${x1},${y1} Q${mx},${my} ${ex},${ey}` }),
      draw('path', { class: 'head', d: `M${corner(8, 0)} L${corner(9, 2.4)} L${corner(9, -2.4)} Z` }));
    const text = wrapped(wait.reason, innerWidth < 640 ? 16 : 26);
    const middle = (y1 + 2 * my + ey) / 4, across = (x1 + 2 * mx + ex) / 4; // of the curve
    labels.append(...text.map((line, j) => draw('text', { x: across, y: middle + 4 + (innerWidth < 640 ? 20 : 16) * (j - (text.length - 1) / 2) }, line)));
  });
  picture.append(labels);
  waits.forEach((wait, i) => {
    const [x, y] = at(i);
    picture.append(draw('rect', { x: x - 80, y: y - 20, width: 160, height: 40, rx: 8 }),
      draw('text', { class: 'node', x, y: y + 5 }, cut(wait.waiter, innerWidth < 640 ? 13 : 19)));
  });
  return picture;
}

const LINES_SHOWN = 8;
function lines() {
  for (const { heading, lines: all, of } of data.lines || []) {
    const source = heading.startsWith('The smallest');
    const list = some => el('ul', { class: source ? 'source' : 'words' }, ...some.map(line => el('li', { class: 'name' }, line)));
    const first = source ? all.length : LINES_SHOWN;
    section(heading, list(all.slice(0, first)),
      all.length > first ? el('details', {}, el('summary', {}, `and ${all.length - first} more`), list(all.slice(first))) : null,
      of > all.length ? el('p', { class: 'soft' }, `${of - all.length} more are not on this page`) : null);
  }
}

// ---- timeline ----

const GROUPS = { devices: inSteps ? 'steps of' : 'devices', jobs: 'jobs of', buffers: 'buffers' };
const shownGroups = new Set(['devices', 'jobs', 'buffers']);
const view = { from: 0, to: 1 };
const timeline = { until: 1, problems: [], at: -1, found: null };
const ROWS_MAX = 40;
const QUEUES_MAX = 16; // that have a row: those that are used most

const colourOf = index => index < 0 ? 'var(--idle)' : COLOURS[index % COLOURS.length];

/** Puts what overlaps into rows under each other, as few as will do. */
function packed(items, most) {
  const ends = [], rows = [];
  for (const item of [...items].sort((a, b) => a.from - b.from)) {
    let row = ends.findIndex(end => end <= item.from);
    if (row < 0) row = ends.length < most ? ends.length : most - 1;
    ends[row] = Math.max(ends[row] || 0, item.to);
    (rows[row] = rows[row] || []).push(item);
  }
  return rows;
}
function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(key(item))) groups.set(key(item), []);
    groups.get(key(item)).push(item);
  }
  return groups;
}
function lanes(run) {
  run.clients = [...grouped(run.jobs, job => job.client).keys()];
  run.byId = new Map(run.jobs.map(job => [job.id, job]));
  const end = time => time === undefined ? run.until : time;
  const colour = job => colourOf(job.frame === undefined ? run.clients.indexOf(job.client) : job.frame);
  const all = [];
  const add = (group, name, items, height) => packed(items, 6).forEach((row, i) =>
    all.push({ group, name: i ? '' : name, items: row, height }));
  for (const lane of run.devices) {
    add('devices', lane.name, lane.items.map(slice => ({ ...slice, slice, colour: colourOf(slice.frame) })), 24);
  }
  for (const [client, jobs] of grouped(run.jobs, job => job.client)) {
    add('jobs', client, jobs.map(job => ({ from: job.submitted, to: end(job.ended), job, colour: colour(job) })), 18);
  }
  const uses = run.jobs.flatMap(job => job.uses.filter(use => use.from !== undefined && use.mode !== 'UNORDERED')
    .map(use => ({ from: use.from, to: end(use.to), job, use, colour: colour(job) })));
  const queues = grouped(uses, item => item.use.queue);
  const least = [...queues.values()].map(of => of.length).sort((a, b) => b - a)[QUEUES_MAX] || 0;
  for (const [queue, of] of queues) if (of.length > least) add('buffers', queue, of, 18);
  run.lanes = [...grouped(all, lane => lane.group).values()].flatMap(group => group.slice(0, ROWS_MAX));
  const named = new Set(run.lanes.map(lane => lane.group + ' ' + lane.name));
  run.hidden = run.devices.length + run.clients.length + queues.size - [...named].filter(name => !name.endsWith(' ')).length;
}
function problemsOf(run) {
  const found = [];
  for (const lane of run.devices) for (const slice of lane.items) if (slice.wrong) found.push(slice.from);
  found.push(...missedOf(run));
  for (const job of run.jobs) if (isWrong(job)) found.push(job.submitted);
  return found;
}
/** Vblanks with nothing new, but for those after the last frame. */
function missedOf(run) {
  return run.vblanks.flatMap(lane => {
    const shown = run.devices.find(device => device.name === lane.name);
    const last = shown && shown.items.length ? shown.items[shown.items.length - 1].from : 0;
    return lane.items.filter(([nanos, missed]) => missed && nanos < last).map(([nanos]) => nanos);
  });
}
const isWrong = job => job.end !== undefined && /^(FAILED|TIMED_OUT|ABANDONED)/.test(job.end)
  || job.end === undefined && job.granted === undefined;

function wordsOfJob(job, run) {
  const name = job.stream === undefined ? '' : `${job.stream} ${job.frame} \u00b7 `;
  const words = [`${name}job ${job.id} of ${job.client}`];
  if (job.granted === undefined) words.push(`submitted at ${ms(job.submitted)}, never granted`);
  else if (job.granted > job.submitted) words.push(`waited ${took(job.granted - job.submitted)}, from ${ms(job.submitted)} to ${ms(job.granted)}`);
  else words.push(`granted at once, at ${ms(job.granted)}`);
  if (job.because && job.granted > job.submitted) {
    const other = run.byId.get(job.because.job);
    words.push(`until job ${job.because.job}${other ? ' of ' + other.client : ''} let ${job.because.queue} go`);
  }
  if (job.granted !== undefined && job.ended !== undefined) words.push(`owned for ${took(job.ended - job.granted)}`);
  words.push(job.end === undefined ? 'not over where this page ends' : `${job.end} at ${ms(job.ended)}`);
  for (const use of job.uses) words.push(`${use.queue}: ${use.mode}`);
  return words;
}
function wordsOf(item, run) {
  if (item.job) return wordsOfJob(item.job, run);
  return [`${item.lane}: ${item.slice.text}`, `${ms(item.from)} to ${ms(item.to)}, ${took(item.to - item.from)}`];
}

function drawTimeline(svg, tell) {
  const width = svg.clientWidth || 800, narrow = width < 560, left = narrow ? 0 : 136;
  const x = nanos => left + (nanos - view.from) / (view.to - view.from) * (width - left);
  const late = draw('g', {});
  svg.replaceChildren();
  let y = ticks(svg, x, width, left);
  for (const run of data.runs) {
    if (run.off) continue;
    svg.append(draw('text', { class: 'run', x: narrow ? 6 : 10, y: y + 16 }, cut(run.title, 60)));
    y += 26;
    const top = y, tops = new Map();
    let group = '';
    for (const lane of run.lanes) {
      if (!shownGroups.has(lane.group)) continue;
      if (lane.group !== group && shownGroups.size > 1) {
        svg.append(draw('text', { class: 'group', x: narrow ? 6 : left - 10, y: y + 11, 'text-anchor': narrow ? null : 'end' }, GROUPS[lane.group]));
        y += 17;
      }
      group = lane.group;
      if (lane.name !== '' || lane.group === 'devices') {
        if (narrow) y += 14;
        const label = draw('text', narrow ? { x: 6, y: y - 3 } : { x: left - 10, y: y + lane.height / 2 + 4, 'text-anchor': 'end' },
          short(lane.name, narrow ? 40 : 17));
        label.append(draw('title', {}, cut(lane.name, TEXT_MAX)));
        svg.append(label);
        tops.set(lane.name, [y, y + lane.height]);
      }
      svg.append(draw('rect', { class: 'ground', x: left, y, width: width - left, height: lane.height }));
      for (const item of lane.items) if (item.to >= view.from && item.from <= view.to) {
        item.lane = lane.name;
        drawItem(svg, late, item, { x, y, left, width, height: lane.height, group: lane.group, run, tell });
      }
      y += lane.height + 4;
    }
    drawVblanks(svg, run, { x, top, bottom: y, tops, tell });
    if (run.leftOut && run.leftOut.to > view.from && run.leftOut.from < view.to) drawLeftOut(svg, run, x, top, y, left, width);
    y += 14;
  }
  svg.append(late);
  svg.setAttribute('viewBox', `0 0 ${width} ${y}`);
  svg.setAttribute('height', y);
}
function ticks(svg, x, width, left) {
  const aim = (view.to - view.from) / Math.max(2, (width - left) / 110);
  const power = 10 ** Math.floor(Math.log10(aim));
  const step = inSteps ? Math.max(1, Math.ceil(aim / STEP_NANOS)) * STEP_NANOS : power * [1, 2, 5, 10].find(each => power * each >= aim);
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(step / 1e6))));
  for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) {
    svg.append(draw('line', { class: 'tick', x1: x(tick), x2: x(tick), y1: 20, y2: 5000 }),
      draw('text', { x: x(tick) + 3, y: 15 }, inSteps ? ms(tick) : (tick / 1e6).toFixed(digits) + ' ms'));
  }
  return 24;
}
function drawItem(svg, late, item, at) {
  const clip = nanos => Math.max(at.left, Math.min(at.width, at.x(nanos)));
  const box = (from, to, attributes) => {
    const rect = draw('rect', { x: clip(from), width: Math.max(1, clip(to) - clip(from)), fill: item.colour, ...attributes });
    at.tell(rect, item, at.run);
    svg.append(rect);
  };
  const found = isFound(item) ? ' found' : '';
  let from = item.from, text = '';
  if (at.group === 'jobs') {
    const job = item.job, granted = job.granted === undefined ? item.to : job.granted;
    if (granted > item.from) {
      box(item.from, granted, { class: 'wait' + (isWrong(job) ? ' wrong' : '') + found, y: at.y + at.height / 2 - 3, height: 6, 'data-part': 'wait' });
    }
    from = granted;
    box(granted, item.to, { class: 'job' + (isWrong(job) ? ' wrong' : '') + found, y: at.y, height: at.height, 'data-job': job.id });
    text = String(job.frame === undefined ? job.id : job.frame);
  } else if (at.group === 'buffers') {
    const shared = item.use.mode === 'SHARED';
    box(item.from, item.to, { class: (shared ? 'shared' : 'exclusive') + found, y: at.y + (shared ? 4 : 0), height: at.height - (shared ? 8 : 0), 'data-use': item.job.id });
    text = `${item.job.client} ${item.job.frame === undefined ? item.job.id : item.job.frame}`;
  } else {
    box(item.from, item.to, { class: 'work' + (item.wrong ? ' wrong' : '') + found, y: at.y, height: at.height, 'data-work': item.frame });
    text = item.text;
  }
  const room = clip(item.to) - clip(from);
  text = cut(text, 60);
  if (room <= 7 * text.length + 6) text = text.split(' ').find(word => /^\d+$/.test(word)) || '';
  if (text && room > 7 * text.length + 6) {
    late.append(draw('text', { class: 'slice' + (item.frame < 0 && !item.job ? ' idle' : item.wrong || item.use && item.use.mode === 'SHARED' || item.job && isWrong(item.job) ? ' pale' : ''), x: clip(from) + room / 2, y: at.y + at.height / 2 + 4 }, text));
  }
}
const isFound = item => timeline.found !== null
  && (item.job ? item.job.id === timeline.found.job || item.job.frame === timeline.found.frame
    : item.slice.frame === timeline.found.frame);

function drawVblanks(svg, run, at) {
  run.vblanks.forEach((lane, i) => {
    const [top, bottom] = i && at.tops.get(lane.name) || [at.top - 3, at.bottom];
    for (const [nanos, missed] of lane.items) {
      if (nanos < view.from || nanos > view.to) continue;
      const line = draw('line', { class: 'vblank' + (missed ? ' missed' : ''), x1: at.x(nanos), x2: at.x(nanos), y1: top, y2: bottom });
      at.tell(line, { words: [`vblank of ${lane.name} at ${ms(nanos)}`, missed ? 'nothing new to show' : null] }, run);
      svg.append(line);
    }
  });
}
function drawLeftOut(svg, run, x, top, bottom, left, width) {
  const from = Math.max(left, x(run.leftOut.from)), to = Math.min(width, x(run.leftOut.to));
  svg.append(draw('rect', { class: 'out', x: from, y: top, width: Math.max(0, to - from), height: bottom - top }));
  if (to - from > 220) svg.append(draw('text', { x: (from + to) / 2, y: (top + bottom) / 2, 'text-anchor': 'middle' },
    `${number(run.leftOut.count)} events are not on this page`));
}
function drawOverview(svg) {
  const width = svg.clientWidth || 800, x = nanos => nanos / timeline.until * width;
  svg.replaceChildren();
  let last = -9;
  for (const nanos of timeline.problems) {
    if (x(nanos) - last > 1.5) {
      last = x(nanos);
      svg.append(draw('line', { class: 'mark', x1: last, x2: last, y1: 5, y2: 19 }));
    }
  }
  svg.append(draw('rect', { class: 'window', x: x(view.from), y: 1, width: Math.max(3, x(view.to) - x(view.from)), height: 22, rx: 3 }));
}

function setUp() {
  if (!data.runs.some(run => run.devices.length || run.jobs.length)) return;
  data.runs.forEach(lanes);
  timeline.until = Math.max(...data.runs.map(run => run.until));
  timeline.problems = data.runs.flatMap(problemsOf).sort((a, b) => a - b)
    .filter((nanos, i, all) => i === 0 || nanos > all[i - 1]);
  const svg = draw('svg', { tabindex: 0, role: 'img', 'aria-label': 'timeline; arrow keys move, plus and minus zoom' });
  const overview = draw('svg', { class: 'overview', height: 24 });
  const tip = el('div', { class: 'tip', hidden: '' });
  const pinned = el('div', { class: 'pinned', 'aria-live': 'polite' });
  const box = el('div', { class: 'timeline' }, svg, overview);
  const about = new WeakMap();
  let due = 0;
  const redraw = () => {
    due = due || requestAnimationFrame(() => { due = 0; drawTimeline(svg, tell); drawOverview(overview); });
  };
  const tell = (node, item, run) => about.set(node, { item, run });
  const words = of => (of.item.words || wordsOf(of.item, of.run)).filter(line => line !== null);
  const show = (from, to) => {
    const span = Math.min(timeline.until, Math.max(1000, to - from));
    view.from = Math.max(0, Math.min(timeline.until - span, from));
    view.to = view.from + span;
    redraw();
  };
  const zoom = (by, part = 0.5) => {
    const middle = view.from + part * (view.to - view.from), span = (view.to - view.from) * by;
    show(middle - part * span, middle + (1 - part) * span);
  };
  const move = part => show(view.from + part * (view.to - view.from), view.to + part * (view.to - view.from));
  const centre = nanos => show(nanos - (view.to - view.from) / 3, nanos + (view.to - view.from) * 2 / 3);
  const pin = of => {
    pinned.replaceChildren(...words(of).map(line => el('div', { class: 'name' }, line)));
    const because = of.item.job && of.item.job.because;
    if (because && of.run.byId.has(because.job)) {
      pinned.append(button(`go to job ${because.job}`, () => find('job ' + because.job, of.run)));
    }
  };
  const find = (text, within) => {
    const match = /^\s*(job)?\s*#?(\d+)\s*$/i.exec(text);
    timeline.found = match && (match[1] ? { job: Number(match[2]) } : { frame: Number(match[2]) });
    for (const run of within ? [within] : match ? data.runs : []) {
      for (const lane of run.lanes) for (const item of lane.items) if (isFound(item)) {
        item.lane = lane.name;
        const long = item.to - item.from > view.to - view.from;
        centre(item.from);
        if (long) show(item.from - (item.to - item.from) / 10, item.to + (item.to - item.from) / 10);
        pin({ item, run });
        return;
      }
    }
    pinned.textContent = match ? 'There is no such frame or job on this page.' : 'Frames and jobs are numbers: 17, or job 34.';
    redraw();
  };
  const problem = step => {
    const next = step > 0 ? timeline.problems.findIndex(nanos => nanos > timeline.at)
      : timeline.problems.findLastIndex(nanos => nanos < timeline.at);
    if (next >= 0) { timeline.at = timeline.problems[next]; centre(timeline.at); }
  };
  const point = event => about.get(event.target);
  const hover = event => {
    const of = point(event);
    tip.hidden = !of;
    if (!of) return;
    tip.replaceChildren(...words(of).map(line => el('div', { class: 'name' }, line)));
    tip.style.left = Math.max(4, Math.min(innerWidth - tip.offsetWidth - 8, event.clientX + 14)) + 'px';
    tip.style.top = (event.clientY + tip.offsetHeight + 28 > innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 16) + 'px';
  };
  let grip = null;
  fill(svg, { on: {
    pointerdown: event => { grip = { x: event.clientX, from: view.from, to: view.to, moved: false }; },
    pointermove: event => {
      if (!grip) { hover(event); return; }
      const by = (grip.x - event.clientX) / svg.clientWidth * (grip.to - grip.from);
      if (Math.abs(grip.x - event.clientX) > 4) { grip.moved = true; tip.hidden = true; }
      if (grip.moved) show(grip.from + by, grip.to + by);
    },
    pointerup: event => { if (grip && !grip.moved && point(event)) pin(point(event)); grip = null; },
    pointerleave: () => { tip.hidden = true; grip = null; },
    wheel: event => {
      const across = event.shiftKey ? event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) zoom(Math.exp(event.deltaY / 300), (event.clientX - svg.getBoundingClientRect().left) / svg.clientWidth);
      else if (across) move(across / 1000);
      else return;
      event.preventDefault();
    },
    keydown: event => {
      const act = { ArrowLeft: () => move(-0.2), ArrowRight: () => move(0.2), '+': () => zoom(0.6), '=': () => zoom(0.6), '-': () => zoom(1 / 0.6), 0: () => show(0, timeline.until) }[event.key];
      if (act) { act(); event.preventDefault(); }
    },
  } }, []);
  fill(overview, { on: { pointerdown: event => centre((event.clientX - overview.getBoundingClientRect().left) / overview.clientWidth * timeline.until) } }, []);
  const field = el('input', { type: 'search', placeholder: 'frame 17, or job 34', 'aria-label': 'find a frame or job' });
  field.addEventListener('change', () => field.value && find(field.value.replace(/^frame/i, '')));
  const toggles = ['devices', 'jobs', 'buffers'].filter(group => data.runs.some(run => run.lanes.some(lane => lane.group === group)));
  const toggle = (name, isOn, flip) => {
    const node = button(name, () => { flip(); node.setAttribute('aria-pressed', isOn()); redraw(); }, { 'aria-pressed': isOn() });
    return node;
  };
  section('What happened when',
    el('div', { class: 'bar' },
      button('\u2212', () => zoom(1 / 0.6), { 'aria-label': 'zoom out' }), button('+', () => zoom(0.6), { 'aria-label': 'zoom in' }),
      button('all', () => show(0, timeline.until)),
      button('start', () => show(0, view.to - view.from)), button('end', () => show(timeline.until - (view.to - view.from), timeline.until)),
      timeline.problems.length ? button('\u2039', () => problem(-1), { 'aria-label': 'problem before' }) : null,
      timeline.problems.length ? button(`${timeline.problems.length} marked \u203a`, () => problem(1), { class: 'bad', title: 'the next vblank with nothing new, torn or stale frame, or job that failed or was never granted' }) : null,
      field, el('span', { class: 'gap' }),
      ...(several ? data.runs.map(run => toggle(run.title, () => !run.off, () => { run.off = !run.off; })) : []),
      ...(toggles.length > 1 ? toggles.map(group => toggle(group, () => shownGroups.has(group),
        () => shownGroups.has(group) ? shownGroups.delete(group) : shownGroups.add(group))) : [])),
    box, pinned, el('p', { class: 'soft' }, legend()));
  page.append(tip);
  new ResizeObserver(redraw).observe(box);
  if (several) shownGroups.delete('jobs'), shownGroups.delete('buffers');
  document.querySelectorAll('.bar [aria-pressed]').forEach(node => {
    if (several && (node.textContent === 'jobs' || node.textContent === 'buffers')) node.setAttribute('aria-pressed', false);
  });
  const vblanks = data.runs.flatMap(run => run.vblanks.slice(0, 1)).flatMap(lane => lane.items);
  const period = vblanks.length > 1 ? vblanks[1][0] - vblanks[0][0] : timeline.until / 10;
  const missed = data.runs.map(missedOf);
  const first = (missed[1] || []).find(nanos => !missed[0].includes(nanos)) || timeline.problems[0];
  const begin = first === undefined ? 0 : first - 4 * period;
  const periods = innerWidth < 640 ? 5 : 10;
  if (timeline.until < 16 * period || period <= 0) show(0, timeline.until);
  else show(begin, begin + periods * period);
  return find;
}
function legend() {
  const jobs = data.runs.some(run => run.jobs.length);
  const frames = data.runs.some(run => run.devices.some(lane => lane.items.some(slice => slice.frame >= 0)));
  const hidden = data.runs.reduce((sum, run) => sum + run.hidden, 0);
  return [
    inSteps ? 'A colour is a job.' : frames ? 'A colour is a frame, by its number.' : jobs ? 'A colour is a client.' : null,
    jobs ? 'Of a job the thin part waits and the thick part owns; a buffer is lower while it is shared.' : null,
    data.runs.some(run => run.vblanks.length) ? 'Upright lines are vblanks, dashed red ones had nothing new to show.' : null,
    'Drag or use the arrow keys to move, Ctrl and the wheel to zoom; click to keep what is told.',
    hidden ? `${hidden} more rows are not drawn.` : null,
    ...data.runs.filter(run => run.leftOut).map(run => `${run.title}: ${number(run.leftOut.count)} events between ${ms(run.leftOut.from)} and ${ms(run.leftOut.to || run.until)} are not on this page.`),
  ].filter(line => line !== null).join(' ');
}

// ---- latencies ----

const SPANS = ['drawn-to-shown', 'submit-to-grant', 'grant-to-start', 'wake-up', 'interrupt'];

function waited(run) {
  const all = run.jobs.filter(job => job.granted !== undefined).map(job => job.granted - job.submitted).sort((a, b) => a - b);
  if (!all.length) return null;
  const rank = part => all[Math.min(all.length - 1, Math.ceil(part * all.length) - 1)];
  const width = Math.max(1, (all[all.length - 1] - all[0]) / 40 + 1);
  const bars = Array.from({ length: 40 }, (_, i) => [all[0] + i * width, all[0] + (i + 1) * width, 0]);
  for (const nanos of all) bars[Math.min(39, Math.floor((nanos - all[0]) / width))][2]++;
  return { run: run.title, span: 'submit-to-grant', count: all.length, p50: rank(0.5), p99: rank(0.99), max: all[all.length - 1], bars };
}
function latencies() {
  const all = [...data.latencies, ...data.runs.map(waited).filter(each => each !== null)];
  const most = group => Math.max(...group.map(each => each.max));
  const groups = [...grouped(all, each => each.span).values()].filter(group => most(group) > 0)
    .sort((a, b) => SPANS.indexOf(a[0].span) - SPANS.indexOf(b[0].span));
  if (!groups.length) return;
  const charts = groups.flatMap(group => group.map(each => chart(each, most(group))));
  section('How long things took', el('div', { class: 'charts' }, ...charts),
    el('p', { class: 'soft' }, 'Over the whole run; submit-to-grant over the jobs on this page. The dashed line is the 99th percentile.'));
}
function chart(each, max) {
  const high = Math.max(...each.bars.map(bar => bar[2])), x = nanos => Math.min(1, nanos / max) * 396;
  const picture = draw('svg', { viewBox: '0 0 400 84', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${each.span}, ${plain(each.run)}` });
  for (const [from, to, count] of each.bars) {
    const height = count ? Math.max(2, 78 * count / high) : 0;
    if (height) picture.append(draw('rect', { x: x(from), y: 82 - height, width: Math.max(2, x(to) - x(from) - 1), height }));
  }
  picture.append(draw('line', { x1: 0, x2: 400, y1: 83, y2: 83 }), draw('line', { class: 'p', x1: x(each.p99), x2: x(each.p99), y1: 0, y2: 83 }));
  return el('figure', {},
    el('strong', {}, each.span), several ? el('span', { class: 'soft name' }, ' ' + cut(each.run, 40)) : null,
    el('div', { class: 'soft' }, `${number(each.count)} times, p50 ${took(each.p50)}, p99 ${took(each.p99)}, max ${took(each.max)}`),
    picture, el('div', { class: 'ends' }, el('span', {}, '0'), el('span', {}, took(max))));
}

// ---- frames ----

function films(find) {
  if (!data.films.length) return;
  const strips = data.films.flatMap(({ run, display, frames }) => {
    const wrong = frames.filter(frame => frame.torn || frame.stale).length;
    return [el('h3', { class: 'name' }, cut(several ? `${run}, ${display}` : display, TEXT_MAX),
      el('span', { class: wrong ? 'bad' : 'soft' }, ` the first ${frames.length} frames` + (wrong ? `, ${wrong} of them torn or stale` : ''))),
    el('div', { class: 'film' }, ...frames.map(frame => {
      const what = frame.torn ? 'torn' : frame.stale ? 'stale' : '';
      return button('', () => { find(String(frame.frame), data.runs.find(each => each.title === run)); document.querySelector('.timeline').scrollIntoView({ block: 'center' }); },
        { class: what, title: `frame ${frame.frame} ${what} at ${ms(frame.from)}` });
    }))];
  });
  section('Frames', ...strips);
  const buttons = document.querySelectorAll('.film button');
  data.films.flatMap(film => film.frames).forEach((frame, i) => buttons[i].append(
    el('img', { src: 'data:image/png;base64,' + frame.png, alt: `frame ${frame.frame}`, loading: 'lazy' }),
    el('span', {}, `${frame.frame}${frame.torn ? ' torn' : ''}${frame.stale ? ' stale' : ''}`)));
  if (!data.gif) return;
  const names = data.films.map(film => several ? film.run : film.display).join(', ');
  page.lastElementChild.append(el('details', { class: 'moving' }, el('summary', {}, 'Play at true speed'),
    el('img', { src: 'data:image/gif;base64,' + data.gif, alt: 'the frames, moving' }),
    el('p', { class: 'soft' }, `Row by row: ${names}. The length is true; a GIF shows at most 50 frames a second, so of 60 one in six is left out: a whole one rather than one that is torn (red) or stale (amber).`)));
}

head();
circle();
if (!several) figures();
const find = setUp();
if (several) figures();
latencies();
films(find);
lines();
page.append(el('footer', {}, 'Made by Baton. This file is all there is: it loads nothing and sends nothing.'));
