/** Words that a platform's markup might take for more than words. */
export const INJECTIONS: readonly (readonly [name: string, words: string])[] = [
  ['a mention of everyone', 'now <!channel> and @everyone and @here'],
  ['a mention by id', 'ask <@U00000000> and <@&1234> and <#C1234>'],
  ['a masked link', 'see [your bank](https://evil.example) and <https://evil.example|your bank>'],
  ['backticks', 'run ```rm -rf``` and `code` and ``` unclosed'],
  ['emphasis', '*bold* _italic_ ~strike~ **bold** __under__ ||spoiler|| > quote'],
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; &amp;'],
  ['right-to-left marks', 'abc \u202Edcba\u202C and \u2066isolated\u2069'],
  ['zero width', 'a\u200Bb\u200Cc\u200Dd\uFEFFe'],
  ['a date token', '<!date^1392734382^{date}|never> and <t:1392734382:R>'],
  ['emoji codes', ':tada: 👩‍👩‍👧‍👦 🏳️‍🌈'],
  ['control characters', 'bell \u0007 and escape \u001B[31mred'],
  ['template words', '$' + '{process.env.SECRET} {{constructor}} %s %n'],
  ['SQL', "'; drop table work_items; --"],
  ['object keys', '__proto__: x constructor: y toString: z'],
];
