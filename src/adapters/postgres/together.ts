/**
 * Questions asked in the same breath travel as one statement: what a statement costs is being one, more than what it
 * asks. Each is a subquery with one value, JSON for what is more than that.
 */
import type { ScopedSql } from './scope.ts';

export interface Question {
  /** The same name, the same words. */
  readonly name: string;
  /** A value: an expression or a subquery, with its parameters from `$1` on. */
  readonly value: string;
  /** What is written first, with the same parameters; `value` reads what it returns from `written`. */
  readonly writes?: string;
}

interface Asked {
  readonly question: Question;
  readonly parameters: readonly unknown[];
  readonly answered: Promise<unknown>;
  readonly answer: (value: unknown) => void;
  readonly fail: (reason: unknown) => void;
}

/** Statements by the names of their questions. */
const statements = new Map<string, string>();

export class Together {
  readonly #sql: () => ScopedSql;
  #asked: Asked[] = [];

  constructor(sql: () => ScopedSql) {
    this.#sql = sql;
  }

  ask(question: Question, parameters: readonly unknown[]): Promise<unknown> {
    // Messages that are rendered together all ask for their workspace.
    const same =
      question.writes === undefined && this.#asked.find((one) => isSame(one, question, parameters));
    if (same) return same.answered;
    let [answer, fail]: [Asked['answer'], Asked['fail']] = [() => {}, () => {}];
    const answered = new Promise((resolve, reject) => {
      [answer, fail] = [resolve, reject];
    });
    if (this.#asked.push({ question, parameters, answered, answer, fail }) === 1)
      queueMicrotask(() => this.#send());
    return answered;
  }

  #send(): void {
    const asked = this.#asked;
    this.#asked = [];
    const parameters = asked.flatMap((one) => one.parameters) as never[];
    this.#sql()
      .unsafe(statementOf(asked), parameters, { prepare: true })
      .then(
        ([row]) => {
          asked.forEach(({ answer }, n) => {
            answer(row?.[`q${n}`]);
          });
        },
        (error: unknown) => {
          for (const { fail } of asked) fail(error);
        },
      );
  }
}

const isSame = (one: Asked, question: Question, parameters: readonly unknown[]): boolean =>
  one.question === question && one.parameters.every((value, n) => value === parameters[n]);

function statementOf(asked: readonly Asked[]): string {
  const name = asked.map(({ question }) => question.name).join();
  const known = statements.get(name);
  if (known !== undefined) return known;
  const writes: string[] = [];
  const values: string[] = [];
  let before = 0;
  asked.forEach(({ question: { value, writes: first }, parameters }, n) => {
    if (first !== undefined) writes.push(`written${n} as (${shifted(first, before)})`);
    values.push(`${shifted(value, before).replaceAll(/\bwritten\b/g, `written${n}`)} as q${n}`);
    before += parameters.length;
  });
  const text = `${writes.length > 0 ? `with ${writes.join(', ')} ` : ''}select ${values.join(', ')}`;
  statements.set(name, text);
  return text;
}

/** The same words, with their parameters behind `by` others. */
const shifted = (text: string, by: number): string =>
  text.replaceAll(/\$(\d+)/g, (_, own: string) => `$${Number(own) + by}`);
