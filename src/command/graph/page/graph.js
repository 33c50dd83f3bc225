// The page that `wikilinks graph --format html` prints: the notes as a graph that can be searched.
// What is in the vault comes as JSON and goes into the page as text, never as HTML.
(() => {
  'use strict';

  const data = JSON.parse(document.getElementById('data').textContent);
  const element = (id) => document.getElementById(id);

  /** The colours of groups, the largest first; told apart on light and dark ground. */
  const HUES = [
    '#4c8df0', '#e8833a', '#3fa66b', '#c565c7', '#d9b02c', '#2fa9b8',
    '#e0607e', '#8a78e6', '#8aa63a', '#b5775a', '#5f93a6', '#d4588f',
  ];
  /** The most notes that a list shows. */
  const MOST = 60;
  /** So many notes have their names shown in the whole. */
  const LANDMARKS = 20;

  /** From so many nodes on, forces are counted by regions, and links have no arrows. */
  const MANY = 1500;

  // ── The graph ──────────────────────────────────────────────────────────────────────────────

  const noted = data.nodes.length;
  const nodes = [
    ...data.nodes.map(({ path, title, tags }) => ({ path, title, tags, missing: false })),
    ...data.missing.map((title) => ({ path: '', title, tags: [], missing: true })),
  ];
  nodes.forEach((node) => Object.assign(node, { to: [], from: [] }));
  for (const [source, target] of data.links) {
    nodes[source].to.push(target);
    nodes[target].from.push(source);
  }

  /** The name of the group that a note is in. */
  const GROUPINGS = {
    folder: ({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : ''),
    tag: ({ tags }) => (tags.length ? `#${data.tags[tags[0]]}` : ''),
    none: () => '',
  };
  const WITHOUT = { folder: 'in no folder', tag: 'without a tag', none: '' };

  /** Numbers between 0 and 1, the same each time: the same vault looks the same. */
  function numbers(seed) {
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  /** Puts the notes of a folder near each other, so that there is less to be arranged. */
  function start() {
    const random = numbers(7);
    const centres = new Map();
    const spread = Math.sqrt(nodes.length) * 12 + 20;
    return nodes.map((node) => {
      const near = node.missing ? nodes[node.from[0]] ?? node : node;
      const folder = near.path.split('/').slice(0, -1).join('/');
      if (!centres.has(folder)) {
        const turn = centres.size * 2.399963;
        const away = Math.sqrt(centres.size) * spread * 0.28;
        centres.set(folder, [Math.cos(turn) * away, Math.sin(turn) * away]);
      }
      const [x, y] = centres.get(folder);
      return [x + (random() - 0.5) * spread * 0.3, y + (random() - 0.5) * spread * 0.3];
    });
  }

  const many = nodes.length > MANY;
  const graph = new graphology.DirectedGraph({ allowSelfLoops: false });
  const places = start();
  nodes.forEach((node, at) => {
    const weight = Math.sqrt(node.from.length + node.to.length * 0.3);
    const size = many ? Math.min(1.2 + weight * 0.5, 9) : Math.min(4 + weight * 1.5, 18);
    const [x, y] = places[at];
    graph.addNode(String(at), { x, y, size: node.missing ? Math.max(size * 0.8, 1.8) : size, label: node.title });
  });
  for (const [source, target, count] of data.links) {
    graph.addDirectedEdge(String(source), String(target), { weight: count, size: many ? 0.4 : Math.min(0.8 + count * 0.3, 3) });
  }

  // ── Colours ────────────────────────────────────────────────────────────────────────────────

  let colours = {};
  const groupOf = new Array(nodes.length).fill('');
  let hues = new Map();

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    for (const name of ['ground', 'surface', 'text', 'edge', 'edge-thin', 'edge-near', 'faint', 'rest', 'accent']) {
      colours[name] = read(name);
    }
  }

  /** Gives the largest groups their colours, and says which they are. */
  function group(by) {
    const sizes = new Map();
    nodes.forEach((node, at) => {
      groupOf[at] = node.missing ? null : GROUPINGS[by](node);
      if (!node.missing) sizes.set(groupOf[at], (sizes.get(groupOf[at]) ?? 0) + 1);
    });
    const largest = [...sizes].filter(([name]) => name !== '').sort((a, b) => b[1] - a[1]);
    hues = new Map(largest.slice(0, HUES.length).map(([name], at) => [name, HUES[at]]));
    if (by === 'none' || (by === 'folder' && hues.size < HUES.length)) hues.set('', HUES[hues.size]);
    picked = null;
    legend(largest, sizes, by);
  }

  function legend(largest, sizes, by) {
    const rows = largest.slice(0, HUES.length).map(([name, count]) => [name, name, count]);
    if (by !== 'none' && sizes.has('')) rows.push(['', WITHOUT[by], sizes.get('')]);
    const items = rows.map(([name, label, count]) => {
      const item = row(label, count, hues.get(name) ?? colours.rest, () => {
        picked = picked === name ? null : name;
        for (const other of element('legend').querySelectorAll('button')) other.ariaPressed = 'false';
        if (picked !== null) item.firstChild.ariaPressed = 'true';
        redraw();
      });
      return item;
    });
    const others = largest.slice(HUES.length).length;
    const rest = document.createElement('p');
    rest.textContent = others ? `and ${others} more, in grey` : '';
    element('legend').replaceChildren(...items, rest);
  }

  /** A line of a list that can be clicked. */
  function row(label, count, colour, click) {
    const [item, button, dot, text, number] = ['li', 'button', 'i', 'span', 'span'].map((tag) =>
      document.createElement(tag),
    );
    button.type = 'button';
    dot.style.background = colour;
    text.textContent = label;
    number.className = 'count';
    number.textContent = count;
    button.append(dot, text, number);
    button.addEventListener('click', click);
    item.append(button);
    return item;
  }

  const colourOf = (at) => (nodes[at].missing ? colours.rest : hues.get(groupOf[at]) ?? colours.rest);

  // ── What is shown ──────────────────────────────────────────────────────────────────────────

  /** The node under the mouse, the one that was chosen, what was searched, the group that was picked. */
  let hovered = null;
  let chosen = null;
  let matches = null;
  let picked = null;
  let near = null;

  function isHidden(at) {
    const node = nodes[at];
    if (node.missing) return !element('missing').checked;
    return !element('alone').checked && !node.to.length && !node.from.length;
  }

  /** Whether a node stands out, when anything does. */
  function standsOut(at) {
    if (near) return near.has(at);
    if (matches) return matches.has(at);
    return picked === null || groupOf[at] === picked;
  }

  /** The notes with the most links, whose names say where one is in the whole. */
  const weight = ({ to, from }) => to.length + from.length;
  const landmarks = new Set(
    [...nodes.keys()]
      .filter((at) => !nodes[at].missing && weight(nodes[at]) > 1)
      .sort((a, b) => weight(nodes[b]) - weight(nodes[a]))
      .slice(0, LANDMARKS),
  );

  function shownNode(key, attributes) {
    const at = Number(key);
    const shown = { ...attributes, color: colourOf(at), fill: colours.ground, hidden: isHidden(at) };
    shown.type = nodes[at].missing ? 'ring' : 'circle';
    if (!standsOut(at)) return { ...shown, color: colours.faint, label: null, zIndex: 0 };
    const marked = at === hovered || at === chosen;
    const named = Boolean(marked || (near && near.size < 40) || (matches && matches.size < 20));
    const forceLabel = named || landmarks.has(at);
    return { ...shown, zIndex: marked ? 2 : 1, forceLabel, named, highlighted: marked };
  }

  function shownEdge(key, attributes) {
    const [source, target] = graph.extremities(key).map(Number);
    const focus = hovered ?? chosen;
    if (focus !== null) {
      const touches = source === focus || target === focus;
      return { ...attributes, hidden: !touches, color: colours['edge-near'], size: attributes.size + 0.5 };
    }
    const quiet = !standsOut(source) || !standsOut(target);
    return { ...attributes, hidden: quiet, color: many ? colours['edge-thin'] : colours.edge };
  }

  /** Where names stand in the picture that is being drawn. */
  let written = [];

  /** Draws the name of a node, with a rim that parts it from what is below; not over another name. */
  function drawLabel(context, { label, x, y, size, named }, { labelSize, labelFont }) {
    if (!label) return;
    context.font = `${labelSize}px ${labelFont}`;
    const left = x + size + 3;
    const right = left + context.measureText(label).width;
    const [top, bottom] = [y - labelSize, y + labelSize / 2];
    const isOver = (box) => left < box.right && box.left < right && top < box.bottom && box.top < bottom;
    if (!named && written.some(isOver)) return;
    written.push({ left, right, top, bottom });
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = colours.ground;
    context.strokeText(label, left, y + labelSize / 3);
    context.fillStyle = colours.text;
    context.fillText(label, left, y + labelSize / 3);
  }

  /** Draws the name of a node that is pointed at, on its own ground. */
  function drawName(context, node, settings) {
    const size = settings.labelSize;
    context.font = `600 ${size}px ${settings.labelFont}`;
    const width = context.measureText(node.label ?? '').width;
    context.beginPath();
    context.fillStyle = colours.ground;
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    context.roundRect(node.x - node.size - 3, node.y - size, node.size * 2 + width + 16, size * 2, size);
    context.fill();
    context.stroke();
    context.fillStyle = colours.text;
    context.fillText(node.label ?? '', node.x + node.size + 4, node.y + size / 3);
  }

  let renderer = null;

  function draw() {
    const { createNodeBorderProgram } = Sigma.rendering;
    renderer = new Sigma(graph, element('graph'), {
      allowInvalidContainer: true,
      defaultDrawNodeHover: drawName,
      defaultDrawNodeLabel: drawLabel,
      defaultEdgeType: many ? 'line' : 'arrow',
      edgeReducer: shownEdge,
      hideEdgesOnMove: graph.size > 30_000,
      labelDensity: many ? 0.4 : 4,
      labelFont: 'system-ui, sans-serif',
      labelRenderedSizeThreshold: many ? 6 : 2,
      labelSize: 13,
      minCameraRatio: 0.005,
      maxCameraRatio: 4,
      nodeProgramClasses: {
        ring: createNodeBorderProgram({
          borders: [
            { size: { value: 0.3 }, color: { attribute: 'color' } },
            { size: { fill: true }, color: { attribute: 'fill' } },
          ],
        }),
      },
      nodeReducer: shownNode,
      stagePadding: 70,
      zIndex: true,
    });
    renderer.on('beforeRender', () => { written = []; });
    renderer.on('enterNode', ({ node }) => focus(Number(node), chosen));
    renderer.on('leaveNode', () => focus(null, chosen));
    renderer.on('clickStage', () => focus(null, null));
    renderer.on('clickNode', ({ node, event }) => {
      const { ctrlKey, metaKey, shiftKey } = event.original;
      focus(hovered, Number(node));
      const address = addressOf(Number(node));
      if (address && !ctrlKey && !metaKey && !shiftKey) element('open').click();
    });
  }

  function redraw() {
    renderer?.refresh({ skipIndexation: true });
  }

  /** Makes nodes stand out, with those that they are linked with. */
  function focus(pointed, kept) {
    const changed = kept !== chosen;
    [hovered, chosen] = [pointed, kept];
    const middle = hovered ?? chosen;
    near = middle === null ? null : new Set([middle, ...nodes[middle].to, ...nodes[middle].from]);
    element('graph').style.cursor = pointed === null ? '' : 'pointer';
    if (changed) tell();
    redraw();
  }

  /** Brings a node to the middle. */
  function goTo(at) {
    focus(null, at);
    const place = renderer?.getNodeDisplayData(String(at));
    if (!place) return;
    const ratio = Math.min(renderer.getCamera().ratio, many ? 0.12 : 0.7);
    renderer.getCamera().animate({ x: place.x, y: place.y, ratio }, { duration: 350 });
  }

  // ── The note that was chosen ───────────────────────────────────────────────────────────────

  /** The address that opens a note in the program that was chosen. */
  function addressOf(at) {
    const { path, missing } = nodes[at];
    if (missing) return null;
    const whole = `${data.root}/${path}`;
    // A colon is a part of a drive's name.
    const parts = whole.split('/').map((part) => encodeURIComponent(part).replace(/^([a-z])%3A$/i, '$1:'));
    const rooted = parts.join('/').replace(/^\/?/, '/');
    switch (element('opener').value) {
      case 'vscode': return `vscode://file${rooted}`;
      case 'obsidian': return `obsidian://open?path=${encodeURIComponent(whole)}`;
      case 'file': return `file://${rooted}`;
      default: return null;
    }
  }

  function tell() {
    element('about').hidden = chosen === null;
    if (chosen === null) return;
    const node = nodes[chosen];
    element('title').textContent = node.title;
    element('path').textContent = node.missing ? 'Links look for it, and it is not there.' : node.path;
    const address = addressOf(chosen);
    const link = element('open');
    link.parentElement.hidden = !address;
    link.href = address ?? '#';
    link.target = address?.startsWith('file:') ? '_blank' : '_self';
    list('links', 'links to', node.to);
    list('backlinks', 'is linked from', node.from);
  }

  function list(id, words, ids) {
    const heading = element(`${id}-title`);
    heading.textContent = ids.length > MOST ? `${words} ${ids.length}, of which ${MOST}` : `${words} ${ids.length}`;
    const byName = [...ids].sort((a, b) => nodes[a].title.localeCompare(nodes[b].title)).slice(0, MOST);
    element(id).replaceChildren(...byName.map((at) => row(nodes[at].title, '', colourOf(at), () => goTo(at))));
  }

  // ── Search ─────────────────────────────────────────────────────────────────────────────────

  const plain = (text) => text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
  const searched = nodes.map(({ title, path }) => [plain(title), plain(`${title} ${path}`)]);
  let first = null;

  function search() {
    const words = plain(element('search').value).split(/\s+/).filter(Boolean);
    const found = words.length ? nodes.map((_, at) => at).filter((at) => words.every((word) => searched[at][1].includes(word))) : [];
    const typed = words.join(' ');
    const rank = (at) => (searched[at][0] === typed ? 0 : searched[at][0].startsWith(typed) ? 1 : searched[at][0].includes(typed) ? 2 : 3);
    found.sort((a, b) => rank(a) - rank(b) || nodes[b].from.length - nodes[a].from.length);
    matches = words.length ? new Set(found) : null;
    first = found[0] ?? null;
    const items = found.slice(0, MOST).map((at) => row(nodes[at].title, nodes[at].from.length || '', colourOf(at), () => goTo(at)));
    if (words.length) {
      const count = document.createElement('p');
      count.textContent = found.length === 1 ? '1 note' : `${found.length} notes`;
      items.unshift(count);
    }
    element('found').replaceChildren(...items);
    element('found').hidden = !words.length;
    focus(null, null);
  }

  element('search').addEventListener('input', search);
  element('search').addEventListener('keydown', ({ key }) => {
    if (key === 'Enter' && first !== null) goTo(first);
  });
  addEventListener('keydown', (event) => {
    const typing = event.target === element('search');
    if (event.key === '/' && !typing) {
      event.preventDefault();
      element('search').focus();
    } else if (event.key === 'Escape') {
      element('search').value = '';
      search();
    }
  });

  // ── Arranging ──────────────────────────────────────────────────────────────────────────────

  let layout = null;
  let timer = 0;

  const settings = {
    ...graphologyLibrary.layoutForceAtlas2.inferSettings(graph),
    barnesHutOptimize: many,
    barnesHutTheta: 0.8,
    edgeWeightInfluence: 0.5,
    gravity: many ? 0.08 : 0.4,
  };

  /** Arranges the notes beside the page's own work, for some seconds. */
  function arrange() {
    try {
      layout = new graphologyLibrary.FA2Layout(graph, { settings });
      layout.worker.addEventListener('error', arrangeHere);
      layout.start();
    } catch {
      arrangeHere();
    }
    element('arrange').textContent = 'Stop';
    timer = setTimeout(stop, Math.min(3_000 + graph.order * 1.2, 30_000));
  }

  /** Arranges a step at a time where a page may have no worker. */
  function arrangeHere() {
    layout?.kill();
    const own = { kill() { this.dead = true; } };
    layout = own;
    const step = () => {
      if (own.dead) return;
      graphologyLibrary.layoutForceAtlas2.assign(graph, { iterations: 1, settings });
      setTimeout(step, 15);
    };
    step();
  }

  function stop() {
    clearTimeout(timer);
    layout?.kill();
    layout = null;
    element('arrange').textContent = 'Arrange';
    document.body.dataset.arranged = 'true';
  }

  element('arrange').addEventListener('click', () => (layout ? stop() : arrange()));
  element('whole').addEventListener('click', () => {
    focus(null, null);
    renderer?.getCamera().animatedReset();
  });

  // ── Settings ───────────────────────────────────────────────────────────────────────────────

  /** What was chosen the last time, where the browser keeps such things for a page. */
  const kept = {
    get(name) { try { return localStorage.getItem(`wikilinks.${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`wikilinks.${name}`, value); } catch { /* Then it is not kept. */ } },
  };

  function choice(name, changed) {
    const field = element(name);
    const last = kept.get(name);
    if ([...field.options].some(({ value }) => value === last)) field.value = last;
    field.addEventListener('change', () => {
      kept.set(name, field.value);
      changed();
    });
  }

  choice('opener', tell);
  choice('groups', () => {
    group(element('groups').value);
    tell();
    redraw();
  });
  element('missing').addEventListener('change', redraw);
  element('alone').addEventListener('change', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);

  function recolour() {
    readColours();
    group(element('groups').value);
    redraw();
  }

  function count(number, one, several) {
    return `${number.toLocaleString('en')} ${number === 1 ? one : several}`;
  }

  document.title = data.vault;
  element('vault').textContent = data.vault;
  const links = data.links.reduce((sum, [, , times]) => sum + times, 0);
  element('summary').textContent = [
    count(noted, 'note', 'notes'),
    count(links, 'link', 'links'),
    `${data.missing.length.toLocaleString('en')} unresolved`,
  ].join(', ');
  readColours();
  group(element('groups').value);
  try {
    draw();
    recolour();
    arrange();
  } catch (error) {
    element('problem').textContent = `This browser cannot draw the graph (${error.message}). WebGL 2 is needed; search works.`;
    element('problem').hidden = false;
  }
})();
