/** An exported approval as a page to read: no script, nothing from elsewhere, and the record itself inside. */
import { latest } from './approval.ts';
import { type ExportedApproval, factsOf } from './exported.ts';
import { ruleWords } from './rule.ts';

const escaped = (words: string): string => words.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Instants are written as ISO 8601 in UTC, which every reader reads alike. */
export function exportedPage(record: ExportedApproval, iso: (at: number) => string): string {
  const facts = factsOf(record);
  const when = (at: number): string =>
    iso(at)
      .replace('T', ' ')
      .replace(/\.\d+Z$/, ' UTC');
  const name = (id: string | null): string =>
    escaped(id === null ? 'Baton' : (record.names[id] ?? 'someone'));
  const rows = (cells: readonly (readonly string[])[]): string =>
    cells.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  const asked = facts.seats.map((s) => name('person' in s ? s.person : s.team)).join(', ');
  const current = latest(facts);
  const revisions = facts.revisions.map((r) => [
    String(r.number),
    when(r.at),
    name(r.by),
    escaped(r.text),
    [
      ...Object.entries(r.fields).map(([k, v]) => `${escaped(k)}: ${escaped(v)}`),
      ...r.links.map((l) => escaped(l.url)),
    ].join('<br>'),
  ]);
  const votes = facts.votes.map((v) => [
    `${name(v.person)}${v.for ? ` for ${name(v.for)}` : ''}`,
    v.answer,
    v.revision === current.number ? String(v.revision) : `${v.revision}, void`,
    when(v.at),
    v.by,
    escaped(v.reason ?? ''),
  ]);
  const history = record.history.map((e) => [
    String(e.seq),
    when(e.at),
    name(e.actor),
    escaped(e.act),
    escaped(e.rule ?? ''),
    `<code>${escaped(e.hash)}</code>`,
  ]);
  const messages = record.messages.map(({ revision, platform, scope, channel, message, url }) => [
    ...[String(revision), platform, scope, channel].map(escaped),
    url ? `<a href="${escaped(url)}">${escaped(message)}</a>` : escaped(message),
  ]);
  const table = (title: string, heads: readonly string[], body: readonly (readonly string[])[]): string =>
    `<h2>${title}</h2>\n<table><thead><tr>${heads.map((h) => `<th scope="col">${h}</th>`).join('')}</tr></thead>\n<tbody>${rows(body)}</tbody></table>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(record.key)} ${facts.state}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word}th{white-space:nowrap}blockquote{border-left:.3rem solid #999;margin:1rem 0;padding:.2rem 1rem;white-space:pre-wrap}code{font-size:.75rem;overflow-wrap:anywhere}</style>
</head>
<body>
<h1>${escaped(record.key)}: ${facts.state}</h1>
<p>For ${escaped(record.item.key)} ${escaped(record.item.title)}, in ${escaped(record.workspace.name)}. Asked by ${name(facts.requester)} of ${asked}.</p>
<p>Rule, version ${facts.ruleVersion}: ${escaped(ruleWords(facts.rule, facts.seats.length))}. Deadline ${when(facts.deadline.at)}.${facts.endedAt === null ? '' : ` Ended ${when(facts.endedAt)}.`}</p>
<blockquote>${escaped(current.text)}</blockquote>
${table('Votes', ['Who', 'Answer', 'Revision', 'When', 'By', 'Why'], votes)}
${table('What was asked', ['Revision', 'When', 'By', 'Words', 'With'], revisions)}
${table('Where it was asked', ['Revision', 'Platform', 'In', 'Channel', 'Message'], messages)}
${table('History', ['Entry', 'When', 'Who', 'What', 'Because of', 'Hash'], history)}
<p>Check this file with <code>baton verify-history FILE</code>. Its last hash: <code>${escaped(record.head.hash)}</code></p>
<script type="application/json" id="record">${JSON.stringify(record).replaceAll('<', '\\u003c')}</script>
</body>
</html>
`;
}

/** The record inside a page; null where there is none. */
export const recordIn = (page: string): string | null =>
  /<script type="application\/json" id="record">(.*?)<\/script>/s.exec(page)?.[1] ?? null;
