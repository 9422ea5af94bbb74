/** The rings found, with their members: asks GraphQL for all it shows, and knows nothing else of the server. */
const RINGS = `query ($after: String) {
  rings(first: 50, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { ringId strength memberCount formedAt lastActiveAt findings { detector } }
  }
}`;
const RING = `query ($id: String!) {
  ring(id: $id) { ringId strength members { role since entity { type entityId } } findings { detector firstAt lastAt } }
}`;
const INNOCENT = ['VICTIM', 'BYSTANDER', 'HOST', 'IDENTIFIER'];

const byId = (id) => document.getElementById(id);
let key = '';
let after = null;

async function ask(query, variables) {
  const headers = { 'content-type': 'application/json' };
  if (key) headers.authorization = `Bearer ${key}`;
  const response = await fetch('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors, error } = await response.json();
  if (response.status === 401) byId('login').hidden = false;
  if (error || errors) throw new Error((error ?? errors[0]).message);
  return data;
}

function cell(row, content) {
  const made = document.createElement('td');
  made.append(content);
  row.append(made);
}

const day = (time) => time.slice(0, 10);
const count = (list) => [...new Set(list)].join(', ');

function showRow({ ringId, strength, memberCount, findings, formedAt, lastActiveAt }) {
  const row = document.createElement('tr');
  const open = document.createElement('button');
  open.textContent = ringId.slice(0, 12);
  open.addEventListener('click', () => attempt(() => showRing(ringId, row)));
  cell(row, open);
  for (const text of [
    strength.toFixed(2),
    String(memberCount),
    count(findings.map(({ detector }) => detector)),
    day(formedAt),
    day(lastActiveAt),
  ])
    cell(row, text);
  byId('rings').append(row);
}

async function showRings() {
  const { rings } = await ask(RINGS, { after });
  rings.nodes.forEach(showRow);
  after = rings.pageInfo.endCursor;
  byId('more').hidden = !rings.pageInfo.hasNextPage;
  byId('state').textContent = `${byId('rings').rows.length} of ${rings.totalCount} rings`;
  byId('login').hidden = true;
}

async function showRing(id, row) {
  const { ring } = await ask(RING, { id });
  for (const other of byId('rings').rows) other.removeAttribute('aria-selected');
  row.setAttribute('aria-selected', 'true');
  const section = byId('ring');
  section.hidden = false;
  section.querySelector('h2').textContent = ring
    ? `Members of ${ring.ringId}`
    : 'This ring is no longer there';
  const list = document.createElement('ul');
  for (const { role, since, entity } of ring?.members ?? []) {
    const item = document.createElement('li');
    item.textContent = `${entity.type} ${entity.entityId}: ${role.toLowerCase()} since ${day(since)}`;
    if (INNOCENT.includes(role)) item.className = 'innocent';
    list.append(item);
  }
  byId('members').replaceChildren(list);
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    byId('state').textContent = error.message;
  }
}

byId('more').addEventListener('click', () => attempt(showRings));
byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  key = new FormData(event.target).get('key');
  attempt(showRings);
});
attempt(showRings);
