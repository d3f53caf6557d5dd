import { describe, expect, test } from 'vitest';
import { mentions, readText, withoutMention } from '../../../src/adapters/slack/read-text.ts';

const ME = 'UBATON';

describe('what Slack sends is read as words', () => {
  test.each([
    ['plain', 'plain'],
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['&amp;lt; stays', '&lt; stays'],
    ['<@U1> and <@U1|lena>', '<@U1> and <@U1>'],
    ['<@UBATON> or <@UBATON|baton>', '@Baton or @Baton'],
    ['<#C1|general> <#C1> <#C1|>', '<#C1|general> <#C1> <#C1>'],
    ['<!subteam^S1|@design> <!subteam^S1>', '@design @group'],
    ['<!here> <!channel|@channel> <!everyone>', '@here @channel @everyone'],
    ['<!date^1392734382^{date_short}^https://x.example|Feb 18>', 'Feb 18'],
    ['<https://x.example/a?b=1&amp;c=2>', 'https://x.example/a?b=1&c=2'],
    ['see <https://x.example/brief|the brief &amp; more>', 'see the brief & more'],
    ['at <http://x.example|x.example>', 'at http://x.example'],
    ['<mailto:ana@x.example|ana@x.example> <tel:+4412|+44 12>', 'ana@x.example +44 12'],
    ['edit W-1 links: <https://x.example/brief|the brief>', 'edit W-1 links: https://x.example/brief'],
    ['< unclosed <@U1>', '< unclosed <@U1>'],
    ['', ''],
  ])('%s', (text, words) => {
    expect(readText(text, ME)).toBe(words);
  });

  test('the mention that is spoken to is taken out, others are named', () => {
    expect(withoutMention('<@UBATON> done W-1', ME)).toBe('done W-1');
    expect(withoutMention('please <@UBATON|baton> ask <@UBATON>', ME)).toBe('please   ask <@UBATON>');
    expect(mentions('hello <@UBATON>', ME)).toBe(true);
    expect(mentions('hello <@UBATONS> &lt;@UBATON&gt;', ME)).toBe(false);
  });

  /** Ten times the longest that is ever read, where anything but one pass would not come to its end. */
  test.each(['<', '<@', '<@UBATON|', '<a|', '&lt;', '&', '<>', '<!date^|', '<#C|'])(
    'a great deal of %s',
    (piece) => {
      const text = `${piece.repeat(80_000 / piece.length)} end`;
      expect(readText(text, ME)).toMatch(/ end$/);
      expect(withoutMention(text, ME)).toBe(text);
      expect(mentions(text, ME)).toBe(false);
    },
  );
});
