/** Pictures and files at Slack, where it takes a moment or its answer is lost: said once, and whole where it can be. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Northwind, northwind } from '../../support/slack/northwind.ts';

const MINUTE = 60_000;

let there: Northwind;
beforeAll(async () => {
  there = await northwind();
  await there.as('lena').command('design', 'add Cut the corners of the banner @lena');
  await there.settle();
});
afterAll(() => there.close());
afterEach(() => {
  there.slack.do.clearFaults();
  there.slack.core.filesTake = 0;
});

const press = async (label: string): Promise<void> => {
  const told = await there.as('lena').command('design', 'team week @design 4');
  await there.as('lena').press(told, label);
  await there.settle();
};
const posted = (since: number) => there.since(since).filter(({ effect }) => effect === 'posted');

test('a picture that cannot be shown at once is shown a moment later, in one message', async () => {
  const since = there.slack.ledger.last;
  there.slack.core.filesTake = 400;
  await press('Picture');
  expect(posted(since)).toHaveLength(1);
  expect(JSON.stringify(posted(since)[0]?.blocks)).toContain('slack_file');
});

test('a picture that Slack never shows leaves its words, in one message', async () => {
  const since = there.slack.ledger.last;
  there.slack.core.filesTake = 600_000;
  await press('Picture');
  expect(posted(since)).toHaveLength(1);
  const said = JSON.stringify(posted(since)[0]?.blocks);
  expect(said).not.toContain('slack_file');
  expect(said).toContain('of the time work waited');
});

test('a file whose sharing was not answered is not shared again', async () => {
  const since = there.slack.ledger.last;
  const lost = { loseAnswer: true } as const;
  there.slack.do.fault({ method: 'files.completeUploadExternal', times: 1, does: lost });
  await press('CSV');
  await there.pass(MINUTE);
  expect(posted(since)).toHaveLength(1);
  const [row] =
    await there.sql`select state, unanswered from outbox where body ->> 'body' = 'words' order by created_at desc limit 1`;
  expect(row).toMatchObject({ state: 'sent', unanswered: 1 });
});
