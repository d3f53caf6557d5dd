/** Near enough to Discord's own in both of its themes. */
export const STYLE = `
:root { --page: #ffffff; --text: #2e3035; --quiet: #5c5e66; --box: #f2f3f5; --edge: #e1e2e4; --secondary: #e3e5e8;
  --secondary-text: #2e3035; --mention: #e0e4fd; --mention-text: #3442d9; --link: #006ce7; --code: #ebedef; }
[data-theme='dark'] { --page: #313338; --text: #dbdee1; --quiet: #a3a6ad; --box: #2b2d31; --edge: #3f4147;
  --secondary: #4e5058; --secondary-text: #ffffff; --mention: #3c4270; --mention-text: #c9cdfb; --link: #00a8fc;
  --code: #1e1f22; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--page); }
main { width: 720px; padding: 16px 20px; background: var(--page); color: var(--text);
  font: 15px/1.4 'gg sans', 'Noto Sans', 'Helvetica Neue', Helvetica, Arial, 'Noto Color Emoji', sans-serif; }
article { display: grid; grid-template-columns: 40px 1fr; column-gap: 16px; padding: 8px 0; }
.reply { grid-column: 2; color: var(--quiet); font-size: 13px; margin-bottom: 4px; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.reply::before { content: '╭─ '; }
.avatar { grid-column: 1; width: 40px; height: 40px; border-radius: 50%; background: #5c6bc0; color: #fff;
  display: grid; place-items: center; font-weight: 600; font-size: 18px; }
.avatar[data-own='true'] { background: #2f9e6e; }
.body { grid-column: 2; min-width: 0; }
header { display: flex; align-items: center; gap: 6px; margin-bottom: 2px; }
header time { color: var(--quiet); font-size: 12px; }
.app { background: #5865f2; color: #fff; border-radius: 4px; padding: 0 5px; font-size: 10.5px; font-weight: 600;
  line-height: 16px; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
.words small, section small { display: block; color: var(--quiet); font-size: 13px; }
small.edited { display: inline; color: var(--quiet); font-size: 11px; }
h1 { font-size: 22px; } h2 { font-size: 19px; } h3 { font-size: 17px; } h4 { font-size: 15px; }
h1, h2, h3 { margin: 4px 0; line-height: 1.3; }
blockquote { border-left: 4px solid var(--edge); padding-left: 12px; }
.item { padding-left: 18px; position: relative; } .item::before { content: '•'; position: absolute; left: 6px; }
code { background: var(--code); border-radius: 4px; padding: 1px 4px; font: 13px monospace; }
pre { background: var(--code); border-radius: 4px; padding: 8px; font: 13px monospace; white-space: pre-wrap; }
.mention { background: var(--mention); color: var(--mention-text); border-radius: 3px; padding: 0 2px; }
.moment { background: var(--code); border-radius: 3px; padding: 0 2px; }
a { color: var(--link); }
.embed { background: var(--box); border-left: 4px solid var(--edge); border-radius: 4px; padding: 10px 14px;
  margin-top: 6px; max-width: 520px; }
.container { background: var(--box); border: 1px solid var(--edge); border-radius: 8px; padding: 14px;
  margin-top: 4px; max-width: 600px; display: grid; gap: 8px; }
.section { display: flex; gap: 16px; justify-content: space-between; align-items: flex-start; }
hr { border: 0; border-top: 1px solid var(--edge); width: 100%; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }
button { border: 0; border-radius: 8px; padding: 0 16px; height: 32px; font: 500 14px inherit; font-family: inherit;
  color: #fff; white-space: nowrap; }
.primary { background: #5865f2; } .success { background: #248046; } .danger { background: #da373c; }
.secondary { background: var(--secondary); color: var(--secondary-text); }
button[disabled] { opacity: 0.5; }
.select { background: var(--page); border: 1px solid var(--edge); border-radius: 8px; padding: 8px 12px; width: 400px;
  display: flex; justify-content: space-between; color: var(--quiet); }
.select[data-chosen='true'] { color: var(--text); }
.reactions { display: flex; gap: 4px; margin-top: 6px; }
.reactions span { background: var(--box); border: 1px solid var(--edge); border-radius: 8px; padding: 2px 7px; }
.reactions span[data-own='true'] { border-color: #5865f2; }
main:has(> .modal) { width: 520px; }
.modal { background: var(--box); border: 1px solid var(--edge); border-radius: 12px; padding: 20px; display: grid; gap: 16px; }
.modal label { font-weight: 600; display: grid; gap: 4px; } .modal label small { font-weight: 400; color: var(--quiet); }
.modal .star { color: #da373c; display: inline; } .modal label > .star { margin-top: -26px; justify-self: end; }
.input { background: var(--page); border: 1px solid var(--edge); border-radius: 8px; padding: 8px 12px; font-weight: 400;
  white-space: pre-wrap; } .input[data-long='true'] { min-height: 84px; }
.modal .select { width: auto; font-weight: 400; } .modal .row { justify-content: flex-end; }
footer { color: var(--quiet); font-size: 12px; margin-top: 4px; }
dl { margin-top: 6px; } dt { font-weight: 600; }
`;
