/** What every chat adapter has to do, whatever its platform. Each adapter's tests call it with their driver. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../adapters/config.ts';
import type { Bench, Driver, Seen } from './driver.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const DATE = '12 July 2024';
/** More than one mechanism has a plenary of that number or none is named: Plenary has to ask back. */
const WHICH = 'when was the Guangdong plenary?';

export function describeContract(driver: Driver): void {
  describe(`contract: ${driver.name}`, () => {
    let bench: Bench | undefined;
    const open = async (settings?: Partial<Config>): Promise<Bench> => {
      bench = await driver.open(settings);
      return bench;
    };
    afterEach(async () => {
      await bench?.stop();
      bench = undefined;
    });
    const inThread = (b: Bench, thread: string): Seen[] => b.seen().filter((s) => s.thread === thread);

    it('answers a mention in its thread, once, with the source', async () => {
      const b = await open();
      const thread = await b.mention(WHEN);
      await b.settled();
      expect(b.seen()).toHaveLength(1);
      expect(inThread(b, thread)[0]?.text).toContain(DATE);
      expect(inThread(b, thread)[0]?.text).toMatch(/00\d /);
      expect(b.refused()).toEqual([]);
    });

    it('answers a direct message', async () => {
      const b = await open();
      await b.direct(WHEN);
      await b.settled();
      expect(b.seen().map((s) => s.text)).toEqual([expect.stringContaining(DATE)]);
    });

    it('follows up in its thread without a mention', async () => {
      const b = await open();
      const thread = await b.mention(WHEN);
      await b.settled();
      await b.say(thread, 'and where was it held?');
      await b.settled();
      expect(inThread(b, thread)).toHaveLength(2);
      expect(inThread(b, thread)[1]?.text).toContain('Guangzhou');
    });

    it("stays out of people's talk", async () => {
      const b = await open();
      const thread = await b.mention(WHEN);
      await b.settled();
      await b.say(thread, "who's chairing tomorrow?");
      await b.say(thread, 'when is it due?');
      await b.say(thread, 'great, see you at lunch');
      await b.say(thread, 'thanks, noted');
      await b.say(thread, 'where was it held?', { toSomebody: true });
      await b.settled();
      expect(b.seen()).toHaveLength(1);
    });

    it('ignores itself and other bots', async () => {
      const b = await open();
      await b.sayAsBot('itself', WHEN);
      await b.sayAsBot('other', WHEN);
      await b.settled();
      expect(b.seen()).toEqual([]);
    });

    it('is short and human when there is nothing to look up', async () => {
      const b = await open();
      await b.mention('');
      await b.mention('thanks');
      await b.mention('help');
      await b.settled();
      expect(b.seen()).toHaveLength(3);
      for (const { text } of b.seen()) expect(text.length).toBeLessThan(600);
    });

    it('asks back, and the pick becomes the answer', async () => {
      const b = await open();
      const thread = await b.mention(WHICH);
      await b.settled();
      const [asked] = inThread(b, thread);
      expect(asked?.choices.length).toBeGreaterThan(1);
      await b.press(asked!, asked!.choices[0]!);
      await b.settled();
      expect(inThread(b, thread)).toHaveLength(1);
      expect(inThread(b, thread)[0]?.id).toBe(asked?.id);
      expect(inThread(b, thread)[0]?.text).toMatch(/\b\d{4}\b/);
      expect(inThread(b, thread)[0]?.text).not.toBe(asked?.text);
    });

    it('answers a command privately and shares it on a press, with who shared it', async () => {
      const b = await open();
      await b.ask(WHEN);
      await b.settled();
      const [reply] = b.seen();
      expect(reply?.private).toBe(true);
      expect(reply?.text).toContain(DATE);
      await b.press(reply!, 'Share in channel');
      await b.settled();
      const shared = b.seen().filter((s) => !s.private);
      expect(shared).toHaveLength(1);
      expect(shared[0]?.text).toContain(DATE);
      expect(shared[0]?.text.toLowerCase()).toContain('shared by');
    });

    it('says why, and from which knowledge', async () => {
      const b = await open();
      await b.mention(WHEN);
      await b.settled();
      await b.press(b.seen()[0]!, 'Why this answer?');
      await b.settled();
      expect(b.shown()).toMatch(/guangdong-24/);
      expect(b.shown()).toMatch(/[Kk]nowledge/);
    });

    it('takes feedback and a change of mind', async () => {
      const b = await open();
      await b.mention(WHEN);
      await b.settled();
      await b.press(b.seen()[0]!, 'Helpful');
      await b.settled();
      expect(b.shown()).toContain('helpful');
      await b.press(b.seen()[0]!, 'This fact is wrong');
      await b.settled();
      expect(b.shown()).toContain('wrong');
      expect(b.seen().filter((s) => !s.private)).toHaveLength(1);
    });

    it('answers what is delivered twice once', async () => {
      const b = await open();
      await b.mention(WHEN);
      await b.redeliver();
      await b.settled();
      await b.redeliver();
      await b.settled();
      expect(b.seen()).toHaveLength(1);
    });

    it('answers once across a restart', async () => {
      const b = await open();
      const thread = await b.mention(WHEN);
      await b.settled();
      await b.restart();
      await b.redeliver();
      await b.settled();
      expect(b.seen()).toHaveLength(1);
      await b.say(thread, 'and where was it held?');
      await b.settled();
      expect(b.seen()).toHaveLength(2);
    });

    it('finishes on return what a crash left unanswered', async () => {
      const b = await open();
      b.refusePosts(true);
      await b.mention(WHEN);
      await b.restart({ crash: true, meanwhile: async () => b.refusePosts(false) });
      await b.settled();
      await b.redeliver();
      await b.settled();
      expect(b.seen().map((s) => s.text)).toEqual([expect.stringContaining(DATE)]);
    });

    it('keeps the buttons of an answer working after a restart', async () => {
      const b = await open();
      await b.mention(WHEN);
      await b.settled();
      await b.restart();
      await b.press(b.seen()[0]!, 'Why this answer?');
      await b.settled();
      expect(b.shown()).toMatch(/guangdong-24/);
    });

    it('limits how many questions a person asks a minute, kindly', async () => {
      const b = await open({ QUESTIONS_PER_MINUTE: 2 });
      await b.mention(WHEN);
      await b.mention(WHEN);
      await b.mention(WHEN);
      await b.settled();
      expect(b.seen().filter((s) => s.text.includes(DATE))).toHaveLength(2);
      expect(b.seen().filter((s) => s.text.includes('ask again in'))).toHaveLength(1);
    });

    it('lets nothing that a person typed mention anybody', async () => {
      const b = await open();
      await b.mention('@everyone <!channel> <@U0000002> @here *what* is <https://example.org|this>?');
      await b.settled();
      expect(b.seen()).toHaveLength(1);
      expect(b.refused()).toEqual([]);
    });
  });
}
