/**
 * What Slack takes at most. Characters unless said otherwise; sources are pages under
 * https://docs.slack.dev/reference/block-kit/ but for those named.
 */
export const LIMITS = {
  message: {
    /** blocks */
    blocks: 50,
    /**
     * The blocks as JSON. Slack answers `msg_blocks_too_long` from about 13,200 characters, containers counted in, and has
     * refused less of rich text: https://github.com/slackapi/bolt-js/issues/2509 and /2867.
     */
    characters: 12_000,
    /** What a notification shows: advised are 4,000 at most, https://docs.slack.dev/reference/methods/chat.postMessage */
    text: 4_000,
  },
  /** App Home and modals: https://docs.slack.dev/reference/views */
  view: {
    blocks: 100,
    /** The view as JSON: `view_too_large` is answered from 250 kB. */
    characters: 100_000,
    title: 24,
    submit: 24,
    privateMetadata: 3_000,
  },
  /** blocks/header-block */
  header: 150,
  /** blocks/section-block: its text, how many fields, and the text of one */
  section: { text: 3_000, fields: 10, field: 2_000 },
  /** blocks/context-block has no limit of its own: that of a text object, composition-objects/text-object */
  context: 3_000,
  /** blocks/actions-block takes 25 elements; past five they wrap badly on a phone. */
  actions: 5,
  /** block-elements/button-element */
  button: { text: 75, value: 2_000 },
  /** blocks/image-block */
  altText: 2_000,
  /** extensions of every block and element */
  id: 255,
  /** block-elements/select-menu-element and composition-objects/option-object */
  select: { options: 100, text: 75, value: 150 },
  /** composition-objects/confirmation-dialog-object */
  confirm: { title: 100, text: 300, button: 30 },
  /** blocks/input-block */
  input: { label: 2_000, hint: 2_000 },
  /** block-elements/plain-text-input-element: the most that `max_length` may say, and so that a value may hold */
  textInput: 3_000,
  /** block-elements/rich-text elements: a link's address, as that of a button */
  url: 3_000,
} as const;

/** Slack would refuse what was to be rendered, and no part of it can be left out: a mistake of whoever made it. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';
  constructor(what: string, length: number, most: number) {
    super(`${what} has ${length} characters; Slack takes ${most}`);
  }
}
