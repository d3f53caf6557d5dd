/**
 * Slack's documented limits, checked as Slack checks them: a payload that breaks one is refused with the reason.
 * https://docs.slack.dev/reference/block-kit and, for the sum over all blocks, bolt-js issue 2509.
 */
import { LIMITS } from './limits.ts';
import type { Attachment, Block, Confirm, Draft, Element, Option, TextObject, ViewDraft } from './shapes.ts';

type Surface = 'message' | 'modal' | 'home';

/** What Slack answers to a payload it does not take; null: it takes it. */
export interface Complaint {
  readonly error: string;
  readonly details: readonly string[];
}

export function checkMessage({ text = '', blocks, attachments, metadata }: Draft): Complaint | null {
  if (text === '' && !blocks?.length && !attachments?.length) return { error: 'no_text', details: [] };
  if (text.length > LIMITS.text)
    return { error: 'msg_too_long', details: [`${text.length} characters of text`] };
  const check = new Check('message');
  if (blocks !== undefined) check.blocks(blocks, LIMITS.blocks, '/blocks');
  if (attachments !== undefined) check.attachments(attachments);
  if (check.wrong.length > 0) return { error: check.about, details: check.wrong };
  const sum = charactersOf(blocks ?? []) + charactersOf((attachments ?? []).flatMap((a) => a.blocks ?? []));
  if (sum > LIMITS.allBlocks) {
    return { error: 'msg_blocks_too_long', details: [`${sum} characters over all blocks`] };
  }
  if (metadata === undefined) return null;
  if (typeof metadata.event_type !== 'string' || typeof metadata.event_payload !== 'object')
    return { error: 'invalid_metadata_format', details: ['event_type and event_payload are required'] };
  if (JSON.stringify(metadata).length > LIMITS.metadataBytes)
    return { error: 'metadata_too_large', details: [] };
  return null;
}

export function checkView(view: ViewDraft): Complaint | null {
  if (view.type !== 'modal' && view.type !== 'home')
    return invalid(['[ERROR] must be modal or home [/view/type]']);
  const check = new Check(view.type);
  if (view.type === 'modal') {
    check.plain(view.title, LIMITS.viewTitle, '/view/title', true);
    check.plain(view.submit, LIMITS.viewTitle, '/view/submit', false);
    check.plain(view.close, LIMITS.viewTitle, '/view/close', false);
    if (!view.submit && Array.isArray(view.blocks) && view.blocks.some((b) => b.type === 'input'))
      check.say('`submit` is required when an input block is in the view', '/view');
  }
  check.length(view.private_metadata, LIMITS.privateMetadata, '/view/private_metadata');
  check.length(view.callback_id, LIMITS.id, '/view/callback_id');
  check.length(view.external_id, LIMITS.id, '/view/external_id');
  check.blocks(view.blocks, LIMITS.viewBlocks, '/view/blocks');
  return check.wrong.length > 0 ? invalid(check.wrong) : null;
}

const invalid = (details: readonly string[]): Complaint => ({ error: 'invalid_arguments', details });

const IN: Readonly<Record<Surface, ReadonlySet<string>>> = {
  message: new Set([
    ...['section', 'divider', 'header', 'context', 'actions', 'image', 'rich_text', 'markdown', 'input'],
  ]),
  modal: new Set(['section', 'divider', 'header', 'context', 'actions', 'image', 'rich_text', 'input']),
  home: new Set(['section', 'divider', 'header', 'context', 'actions', 'image', 'rich_text', 'input']),
};

/** Elements that a person acts on, and so must be told apart. */
const ACTING = new Set([
  ...['button', 'static_select', 'overflow', 'datepicker', 'timepicker', 'checkboxes', 'radio_buttons'],
  ...['multi_static_select', 'users_select', 'multi_users_select', 'conversations_select'],
  ...['channels_select', 'external_select', 'plain_text_input', 'datetimepicker', 'number_input'],
  ...['email_text_input', 'url_text_input', 'multi_conversations_select', 'multi_channels_select'],
]);
const INPUTS = new Set([...ACTING].filter((type) => type !== 'button' && type !== 'overflow'));

class Check {
  readonly wrong: string[] = [];
  about: 'invalid_blocks' | 'invalid_attachments' = 'invalid_blocks';
  readonly #surface: Surface;
  readonly #blockIds = new Set<string>();

  constructor(surface: Surface) {
    this.#surface = surface;
  }

  say(what: string, at: string): void {
    this.wrong.push(`[ERROR] ${what} [json-pointer:${at}]`);
  }

  length(value: unknown, max: number, at: string, min = 0): void {
    if (value === undefined) return;
    if (typeof value !== 'string') this.say('must be a string', at);
    else if (value.length > max) this.say(`must be less than ${max + 1} characters`, at);
    else if (value.length < min) this.say(`must be more than ${min - 1} characters`, at);
  }

  plain(value: TextObject | string | undefined, max: number, at: string, required: boolean): void {
    this.text(value, max, at, required);
    if (typeof value === 'object' && value.type === 'mrkdwn') this.say('must be plain_text', `${at}/type`);
  }

  text(value: TextObject | string | undefined, max: number, at: string, required: boolean): void {
    if (value === undefined) {
      if (required) this.say('missing required field', at);
      return;
    }
    if (typeof value !== 'object' || (value.type !== 'plain_text' && value.type !== 'mrkdwn'))
      return void this.say('must be a text object', at);
    this.length(value.text ?? 0, max, `${at}/text`, 1);
  }

  attachments(attachments: readonly Attachment[]): void {
    this.about = 'invalid_attachments';
    if (attachments.length > LIMITS.attachments)
      this.say(`no more than ${LIMITS.attachments} items`, '/attachments');
    for (const [i, { blocks }] of attachments.entries()) {
      if (blocks) this.blocks(blocks, LIMITS.blocks, `/attachments/${i}/blocks`);
    }
  }

  blocks(blocks: readonly Block[], max: number, at: string): void {
    if (!Array.isArray(blocks)) return void this.say('must be an array', at);
    if (blocks.length > max) this.say(`no more than ${max} items allowed`, at);
    for (const [i, block] of blocks.entries()) this.block(block, `${at}/${i}`);
  }

  block(block: Block, at: string): void {
    if (!IN[this.#surface].has(block?.type)) return void this.say(`unsupported type: ${block?.type}`, at);
    this.length(block.block_id, LIMITS.id, `${at}/block_id`);
    if (block.block_id !== undefined) {
      if (this.#blockIds.has(block.block_id)) this.say(`duplicate block_id: ${block.block_id}`, at);
      this.#blockIds.add(block.block_id);
    }
    if (block.type === 'section') this.section(block, at);
    else if (block.type === 'header') this.plain(block.text, LIMITS.header, `${at}/text`, true);
    else if (block.type === 'context') this.context(block, at);
    else if (block.type === 'actions') this.actions(block, at);
    else if (block.type === 'image') this.image(block, at);
    else if (block.type === 'input') this.input(block, at);
    else if (block.type === 'rich_text' && !Array.isArray(block.elements)) this.say('missing elements', at);
    else if (block.type === 'markdown') this.length(block.text ?? 0, LIMITS.markdown, `${at}/text`, 1);
  }

  section({ text, fields, accessory }: Block, at: string): void {
    if (!text && !fields?.length) this.say('text or fields is required', at);
    this.text(text, LIMITS.section, `${at}/text`, false);
    if (fields && fields.length > LIMITS.fields)
      this.say(`no more than ${LIMITS.fields} items`, `${at}/fields`);
    for (const [i, field] of (fields ?? []).entries())
      this.text(field, LIMITS.field, `${at}/fields/${i}`, true);
    if (accessory) this.element(accessory, `${at}/accessory`);
  }

  context({ elements = [] }: Block, at: string): void {
    if (elements.length === 0 || elements.length > LIMITS.contextElements)
      this.say(`between 1 and ${LIMITS.contextElements} elements`, `${at}/elements`);
    for (const [i, element] of elements.entries()) {
      if (element.type === 'image') this.image(element, `${at}/elements/${i}`);
      else this.text(element as TextObject, LIMITS.section, `${at}/elements/${i}`, true);
    }
  }

  actions({ elements = [] }: Block, at: string): void {
    if (elements.length === 0 || elements.length > LIMITS.actions)
      this.say(`between 1 and ${LIMITS.actions} elements`, `${at}/elements`);
    const ids = new Set<string>();
    for (const [i, element] of elements.entries()) {
      this.element(element, `${at}/elements/${i}`);
      if (element.action_id === undefined) continue;
      // Slack: "each action_id should be unique among all other action_ids in the containing block".
      if (ids.has(element.action_id))
        this.say(`action_id ${element.action_id} already exists`, `${at}/elements/${i}`);
      ids.add(element.action_id);
    }
  }

  input({ label, hint, element }: Block, at: string): void {
    this.plain(label, LIMITS.label, `${at}/label`, true);
    this.plain(hint, LIMITS.label, `${at}/hint`, false);
    if (!element || !INPUTS.has(element.type))
      return void this.say(`no input element: ${element?.type}`, `${at}/element`);
    this.element(element, `${at}/element`);
  }

  image(image: Pick<Element, 'image_url' | 'alt_text'> & { slack_file?: unknown }, at: string): void {
    if (image.image_url === undefined && image.slack_file === undefined)
      this.say('image_url or slack_file is required', at);
    this.length(image.image_url, LIMITS.imageUrl, `${at}/image_url`);
    this.length(image.alt_text ?? 0, LIMITS.altText, `${at}/alt_text`);
  }

  element(element: Element, at: string): void {
    if (element.type === 'image') return void this.image(element, at);
    if (!ACTING.has(element.type)) return void this.say(`unsupported element: ${element.type}`, at);
    this.length(element.action_id, LIMITS.id, `${at}/action_id`, 1);
    if (element.confirm) this.confirm(element.confirm, `${at}/confirm`);
    this.plain(element.placeholder, LIMITS.placeholder, `${at}/placeholder`, false);
    if (element.type === 'button') this.button(element, at);
    else if (element.type === 'static_select') this.select(element, at);
    else if (element.type === 'overflow') this.options(element.options ?? [], 5, at);
    else if (element.type === 'plain_text_input') {
      const max = element.max_length ?? LIMITS.input;
      if (max > LIMITS.input || max < 1) this.say(`between 1 and ${LIMITS.input}`, `${at}/max_length`);
      this.length(element.initial_value, max, `${at}/initial_value`);
    }
  }

  button({ text, value, url, style }: Element, at: string): void {
    this.plain(text, LIMITS.button, `${at}/text`, true);
    this.length(value, LIMITS.buttonValue, `${at}/value`);
    this.length(url, LIMITS.url, `${at}/url`);
    if (style !== undefined && style !== 'primary' && style !== 'danger')
      this.say('must be primary or danger', `${at}/style`);
  }

  select({ options, option_groups, initial_option }: Element, at: string): void {
    const all = options ?? option_groups?.flatMap((group) => group.options) ?? [];
    if (all.length === 0) this.say('options or option_groups is required', at);
    this.options(all, LIMITS.options, at);
    if (!initial_option) return;
    const known = all.find(
      (o) => o.value === initial_option.value && o.text.text === initial_option.text.text,
    );
    if (!known) this.say('must be one of the options, to the letter', `${at}/initial_option`);
  }

  options(options: readonly Option[], max: number, at: string): void {
    if (options.length > max) this.say(`no more than ${max} items allowed`, `${at}/options`);
    for (const [i, option] of options.entries()) {
      this.plain(option.text, LIMITS.option, `${at}/options/${i}/text`, true);
      this.length(option.value ?? 0, LIMITS.optionValue, `${at}/options/${i}/value`);
      this.plain(option.description, LIMITS.option, `${at}/options/${i}/description`, false);
    }
  }

  confirm({ title, text, confirm, deny }: Confirm, at: string): void {
    this.plain(title, LIMITS.confirmTitle, `${at}/title`, true);
    this.text(text, LIMITS.confirmText, `${at}/text`, true);
    this.plain(confirm, LIMITS.confirmButton, `${at}/confirm`, true);
    this.plain(deny, LIMITS.confirmButton, `${at}/deny`, true);
  }
}

/** All the words in blocks: what Slack adds up, as far as is known. */
function charactersOf(value: unknown): number {
  let sum = 0;
  if (typeof value !== 'object' || value === null) return sum;
  for (const key in value) {
    const one = (value as Record<string, unknown>)[key];
    sum += key === 'text' && typeof one === 'string' ? one.length : charactersOf(one);
  }
  return sum;
}
