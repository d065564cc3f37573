import { DAY_MS, type Instant } from '../../core/instant.ts';
import type { Frequency } from '../../core/newsletter.ts';
import type { Period } from '../period.ts';
import type { LedgerRecord, Outcome } from './records.ts';

/** What a mail tells of: ids of stories, and of stories whose retraction it tells. */
export type Told = { stories: readonly string[]; retractions: readonly string[] };

export type Retraction = { id: string; also: readonly string[]; at: Instant };

/** How often in a row a subscriber's server said "later", and when last. */
export type PutOff = { times: number; atMs: number };

/** Of one subscriber: the last period of each frequency, and which mail was claimed when, oldest first. */
type History = {
  last: Partial<Record<Frequency, string>>;
  mails: number[];
  atMs: number[];
  putOff: PutOff | null;
};

type Claim = {
  subscriber: string;
  frequency: Frequency;
  before: string | undefined;
  mail: number;
  atMs: number;
};

/** The ledger's records as they are asked for. Adding a record is the only change; all of it is in memory. */
export class LedgerState {
  floor: Instant | null = null;
  looked = 0;
  readonly retractions = new Map<string, Retraction>();
  nextClaim = 1;
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #mails = new Map<number, { stories: Int32Array; retractions: Int32Array }>();
  #nextMail = 1;
  readonly #histories = new Map<string, History>();
  readonly #open = new Map<number, Claim>();
  /** By story number: for whom it was marked last. */
  #marks = new Int32Array(1024);
  #marker = 0;

  add(record: LedgerRecord): void {
    if ('claim' in record) this.#claim(record);
    else if ('outcome' in record) this.#settle(record.outcome, record.is);
    else if ('story' in record) this.#name(record.story, record.id);
    else if ('mail' in record) this.#keep(record.mail, record.stories, record.retractions);
    else if ('retracted' in record) this.#retract(record);
    else if ('looked' in record) this.looked = record.looked;
    else if ('floor' in record) this.floor = record.floor;
    else this.#recall(record);
  }

  /** Whether the mail of this period, or of a later one, was claimed. A clock that goes backwards meets the later one. */
  isServed(subscriber: string, { frequency, key, startsAt }: Period): boolean {
    const last = this.#histories.get(subscriber)?.last[frequency];
    return (last !== undefined && key <= last) || (this.floor !== null && startsAt <= this.floor);
  }

  /** When the subscriber's latest mail was claimed, in ms; null: none was. */
  lastMailAt(subscriber: string): number | null {
    return this.#histories.get(subscriber)?.atMs.at(-1) ?? null;
  }

  /** Null: the last mail was settled. Forgotten when the file is tidied, which costs a try too early. */
  putOff(subscriber: string): PutOff | null {
    return this.#histories.get(subscriber)?.putOff ?? null;
  }

  /** Answers, for one subscriber and until it is asked for another one, whether a story was in a mail, under any of these ids. */
  toldTo(subscriber: string): (ids: Iterable<string>) => boolean {
    const marker = this.#mark(subscriber);
    return (ids) => {
      for (const id of ids) {
        const number = this.#numbers.get(id);
        if (number !== undefined && this.#marks[number] === marker) return true;
      }
      return false;
    };
  }

  /** Whether anybody may have been told of a story. */
  wasTold(ids: readonly string[]): boolean {
    return ids.some((id) => this.#numbers.has(id));
  }

  /**
   * Of these retractions those of stories that the subscriber was told of before they were known, and has not been
   * told of since.
   */
  untold(subscriber: string, retractions: readonly Retraction[]): Retraction[] {
    const history = this.#histories.get(subscriber);
    if (history === undefined || retractions.length === 0) return [];
    const wasTold = this.toldTo(subscriber);
    return retractions.filter(
      (retraction) => wasTold([retraction.id, ...retraction.also]) && !this.#knows(history, retraction),
    );
  }

  /** Gives what a mail tells a number; answers it with the records that say so, which are added already. */
  numberMail({ stories, retractions }: Told): { mail: number; records: LedgerRecord[] } {
    const named: LedgerRecord[] = [];
    const numberOf = (id: string): number => {
      const known = this.#numbers.get(id);
      if (known !== undefined) return known;
      const story = this.#ids.length;
      this.#name(story, id);
      named.push({ story, id });
      return story;
    };
    const mail = this.#nextMail;
    const record = { mail, stories: stories.map(numberOf), retractions: retractions.map(numberOf) };
    this.add(record);
    return { mail, records: [...named, record] };
  }

  /** Everything that has to be remembered at `now`, in as few records as say it. */
  *records(now: Date): Generator<LedgerRecord> {
    const oldest = now.getTime() - REMEMBERED_MS;
    const used = new Set<number>();
    for (const history of this.#histories.values()) {
      const outdated = history.atMs.filter((at) => at < oldest).length;
      const from = Math.max(outdated, history.mails.length - MOST_MAILS);
      history.mails.splice(0, from);
      history.atMs.splice(0, from);
      for (const mail of history.mails) used.add(mail);
    }
    yield* this.#mailRecords(used);
    for (const [subscriber, { last, mails, atMs }] of this.#histories)
      yield {
        subscriber,
        last,
        mails: mails.map((mail, index) => [mail, new Date(atMs[index] ?? 0).toISOString()]),
      };
    for (const { id, also, at } of this.retractions.values())
      if (Date.parse(at) >= oldest) yield { retracted: id, also: [...also], at };
    yield { looked: this.looked };
    if (this.floor !== null) yield { floor: this.floor };
  }

  *#mailRecords(used: ReadonlySet<number>): Generator<LedgerRecord> {
    const named = new Set<number>();
    for (const mail of used) {
      const { stories, retractions } = this.#mails.get(mail) ?? NOTHING;
      for (const story of [...stories, ...retractions]) {
        if (named.has(story)) continue;
        named.add(story);
        yield { story, id: this.#ids[story] ?? '' };
      }
      yield { mail, stories: [...stories], retractions: [...retractions] };
    }
  }

  #claim(record: Extract<LedgerRecord, { claim: number }>): void {
    const { claim, subscriber, frequency, key, mail, at } = record;
    const history = this.#historyOf(subscriber);
    const before = history.last[frequency];
    const atMs = Date.parse(at);
    this.#open.set(claim, { subscriber, frequency, before, mail, atMs });
    history.last[frequency] = key;
    history.mails.push(mail);
    history.atMs.push(atMs);
    this.nextClaim = Math.max(this.nextClaim, claim + 1);
  }

  #settle(claim: number, is: Outcome): void {
    const open = this.#open.get(claim);
    if (!open) return;
    this.#open.delete(claim);
    const history = this.#historyOf(open.subscriber);
    if (is === 'put off') history.putOff = { times: (history.putOff?.times ?? 0) + 1, atMs: open.atMs };
    else if (is !== 'not sent') history.putOff = null;
    if (is === 'sent') return;
    const index = history.mails.lastIndexOf(open.mail);
    history.mails.splice(index, 1);
    history.atMs.splice(index, 1);
    if (is === 'refused') return;
    if (open.before === undefined) delete history.last[open.frequency];
    else history.last[open.frequency] = open.before;
  }

  /** A story that took over another one takes over its retraction. */
  #retract({ retracted, also, at }: Extract<LedgerRecord, { retracted: string }>): void {
    for (const id of also) this.retractions.delete(id);
    this.retractions.set(retracted, { id: retracted, also, at });
  }

  #name(story: number, id: string): void {
    this.#ids[story] = id;
    this.#numbers.set(id, story);
  }

  #keep(mail: number, stories: number[], retractions: number[]): void {
    this.#mails.set(mail, { stories: Int32Array.from(stories), retractions: Int32Array.from(retractions) });
    this.#nextMail = Math.max(this.#nextMail, mail + 1);
  }

  #recall({ subscriber, last, mails }: Extract<LedgerRecord, { last: unknown }>): void {
    this.#histories.set(subscriber, {
      last,
      mails: mails.map(([mail]) => mail),
      atMs: mails.map(([, at]) => Date.parse(at)),
      putOff: null,
    });
  }

  #historyOf(subscriber: string): History {
    const known = this.#histories.get(subscriber);
    if (known) return known;
    const history: History = { last: {}, mails: [], atMs: [], putOff: null };
    this.#histories.set(subscriber, history);
    return history;
  }

  #mark(subscriber: string): number {
    if (this.#marks.length < this.#ids.length) {
      const more = new Int32Array(this.#ids.length * 2);
      more.set(this.#marks);
      this.#marks = more;
    }
    this.#marker += 1;
    for (const mail of this.#histories.get(subscriber)?.mails ?? [])
      for (const story of this.#mails.get(mail)?.stories ?? []) this.#marks[story] = this.#marker;
    return this.#marker;
  }

  /** A mail after the retraction was known showed it beside the story, or was about it. */
  #knows({ mails, atMs }: History, { id, also, at }: Retraction): boolean {
    const numbers = new Set([id, ...also].map((each) => this.#numbers.get(each)));
    const since = Date.parse(at);
    return mails.some((mail, index) => {
      const { stories, retractions } = this.#mails.get(mail) ?? NOTHING;
      return (
        retractions.some((story) => numbers.has(story)) ||
        ((atMs[index] ?? 0) >= since && stories.some((story) => numbers.has(story)))
      );
    });
  }
}

const NOTHING = { stories: new Int32Array(), retractions: new Int32Array() };

/** How long we know who was told of what, for the case that it is retracted; and how many mails of one subscriber. */
const REMEMBERED_MS = 400 * DAY_MS;
const MOST_MAILS = 1000;
