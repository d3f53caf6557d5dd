/** Refusals of the API, with Discord's codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */

const CODES = {
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10014: [404, 'Unknown Emoji'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  30032: [400, 'Maximum number of application commands reached (100).'],
  30046: [429, 'Maximum number of edits to messages older than 1 hour reached. Try again later.'],
  40001: [401, 'Unauthorized. Provide a valid token and try again.'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  40005: [413, 'Request entity too large'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  50278: [403, 'Cannot send messages to this user due to having no mutual guilds'],
  90001: [403, 'Reaction blocked'],
} as const;

export type ProblemCode = keyof typeof CODES;

export class Refusal extends Error {
  readonly status: number;
  readonly body: { readonly message: string; readonly code: number; readonly errors?: object };
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Refusal['body'], headers: Readonly<Record<string, string>> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function refusal(code: ProblemCode, errors?: object): Refusal {
  const [status, message] = CODES[code];
  return new Refusal(status, { message, code, ...(errors ? { errors } : {}) });
}

/** 50035 for one field alone. */
export function invalid(path: readonly (string | number)[], code: string, message: string): Refusal {
  const errors = new FormErrors();
  errors.add(path, code, message);
  return refusal(50035, errors.found);
}

export const isProblemCode = (code: number): code is ProblemCode => code in CODES;

export const unauthorized = (): Refusal => new Refusal(401, { message: '401: Unauthorized', code: 0 });
export const notFound = (): Refusal => new Refusal(404, { message: '404: Not Found', code: 0 });

/** Gathers what is wrong with a body, by the path of the field. */
export class FormErrors {
  #errors: Record<string, unknown> | null = null;

  add(path: readonly (string | number)[], code: string, message: string): void {
    this.#errors ??= {};
    let at = this.#errors;
    for (const step of path) {
      at[step] ??= {};
      at = at[step] as Record<string, unknown>;
    }
    at._errors = [...((at._errors as object[] | undefined) ?? []), { code, message }];
  }

  /** Adds an error unless the text is between `least` and `most` characters long. */
  length(path: readonly (string | number)[], text: unknown, most: number, least = 0): void {
    if (text === undefined || text === null) {
      if (least > 0) this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
      return;
    }
    if (typeof text !== 'string') {
      this.add(path, 'STRING_TYPE_CONVERT', `Could not interpret "${String(text)}" as string.`);
      return;
    }
    const { length } = text;
    if (length > most) this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
    else if (length < least && length === 0) this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    else if (length < least)
      this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
  }

  /** Adds an error unless the list has between `least` and `most` members. */
  count(
    path: readonly (string | number)[],
    list: readonly unknown[] | undefined,
    most: number,
    least = 0,
  ): void {
    const { length } = list ?? [];
    if (length > most || length < least)
      this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
  }

  get found(): object {
    return this.#errors ?? {};
  }

  /** @throws Refusal 50035 when anything was added. */
  end(): void {
    if (this.#errors) throw refusal(50035, this.#errors);
  }
}
