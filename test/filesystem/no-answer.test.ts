// What is kept of questions and answers: each once, judged afterwards, and told to whoever listens.
import { expect, test } from 'vitest';
import { RecordedAccess, unexpected } from '../../src/filesystem/no-answer.js';
import { Questions } from '../../src/filesystem/questions.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';

const script = { files: { '/proc/version': 'Linux' }, tools: { 'lfs df': 'x', 'lfs find': noAnswer('FAILED', 'no') } };

test('questions are kept in the order of their answers, and directories are not', async () => {
  const events: string[] = [];
  const access = new RecordedAccess(new ScriptedAccess(script), {
    asking: (what) => events.push(`? ${what}`),
    answered: (what, asked) => events.push(`! ${what} ${asked?.state ?? ''}`),
  });
  await access.read('/proc/version');
  await access.list('/proc');
  await access.run('lfs', ['find']);

  expect(access.asked).toEqual([
    { what: '/proc/version', state: 'answered', reason: '' },
    { what: 'lfs find', state: 'FAILED', reason: 'no' },
  ]);
  expect(events).toEqual([
    ...['? /proc/version', '! /proc/version answered', '? /proc', '! /proc ', '? lfs find', '! lfs find FAILED'],
  ]);
});

test('a tool that is not there is named once, but each question knows of it', async () => {
  const questions = new Questions(new ScriptedAccess(script));
  await questions.run('beegfs', ['version'], (text) => text);
  await questions.run('lfs', ['df'], (text) => text);
  expect(questions.lastIsMissing()).toBe(false);
  await questions.run('beegfs', ['entry', 'info'], (text) => text);

  expect(questions.lastIsMissing()).toBe(true);
  expect(questions.asked.map(({ what }) => what)).toEqual(['beegfs version', 'lfs df']);
});

test('an answer can turn out to be of no use, and a failure to be of use', async () => {
  const access = new RecordedAccess(new ScriptedAccess(script));
  await access.run('lfs', ['df']);
  await access.run('lfs', ['find']);
  await access.run('lctl', ['dl']);
  access.judge('lfs df', unexpected('lfs df', `  much   ${'text '.repeat(50)}`));
  access.judge('lfs find', null);
  access.judge('lctl dl', null);

  const [space, found, devices] = access.asked;
  expect(space).toEqual({
    ...{ what: 'lfs df', state: 'FAILED' },
    reason: expect.stringMatching(/^lfs df: unexpected answer: "much (text ?){10,20}\w*"$/) as string,
  });
  expect(found).toEqual({ what: 'lfs find', state: 'answered', reason: '' });
  expect(devices?.state).toBe('MISSING');
});
