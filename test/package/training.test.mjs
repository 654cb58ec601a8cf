import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const training = fileURLToPath(new URL('../../src/models/shipped/training/', import.meta.url));

const python = (program, ...options) =>
  spawnSync(program, ['-B', ...options], { encoding: 'utf8', cwd: training, maxBuffer: 1e8 });
/** The first Python that can import some modules; Debian's stands beside one that a user has installed. */
const withModules = (modules) =>
  ['python3', '/usr/bin/python3'].find((program) => python(program, '-c', `import ${modules}`).status === 0);

const plain = withModules('json');
const torch = withModules('torch, numpy');

test(
  'the grammar of Korean has the forms of a grammar book',
  {
    skip: plain ? false : 'no python3',
  },
  () => {
    const { status, stderr } = python(plain, 'korean.py');
    assert.equal(status, 0, stderr);
  },
);

test('the grammar writes what a Korean would write', { skip: plain ? false : 'no python3' }, () => {
  const program = `
import random, sentences
rng = random.Random(1)
for _ in range(20000):
    s = sentences.sentence(rng)
    print(s.english + '\\t' + s.korean)
`;
  const { status, stdout, stderr } = python(plain, '-c', program);
  assert.equal(status, 0, stderr);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const all = (english, korean, never) => {
    const found = pairs.filter(([text]) => english.test(text));
    assert.ok(found.length > 2, `${english}: ${found.length}`);
    for (const [text, translated] of found) {
      if (korean) assert.match(translated, korean, text);
      if (never) assert.doesNotMatch(translated, never, text);
    }
  };
  all(/\b(is|are|am|was|were) (sitting|standing|hiding)\b/, /(앉아|서|숨어) (있|계)/, /(앉|서|숨)고 있/);
  all(/\barrived? (at|in|on) /, null, /에서 (\S+ )*도착/);
  all(/ by (truck|ferry)\b/, /(트럭|여객선)으로/);
  all(/ by (subway)\b/, /지하철로/);
  all(/\b(two|three|ten) (guests|teachers|grandmothers)\b/, /(손님|선생님|할머니) (두|세|열) 분/);
  const respected = '(teacher|guest|mother|father|grandmother|grandfather)s?';
  all(new RegExp(`^(>>formal<< )?The ${respected} (is|are|was|were) [a-z]+ing\\b`), /계[세시셨십]/);
  all(/ wants to /, /싶어 [하한해합했할]/, /싶어하/);
  all(/\b(came|went|returned)\b.* and\b/, null, /(^| )(가|오|돌아오)고 (?!있|계|싶)/);
  all(/ never /, /(절대|한 번도) .*않/);
  all(/ one [a-z]+/, / 한 /);
  const single = pairs.filter(([text]) => !/\b(because|when|if|before|after)\b/i.test(text));
  const odd = /\ba honest|\b(I|we) \S+ (me|us)\b|\byou \S+ you\b/i;
  assert.deepEqual(
    single.filter(([text]) => odd.test(text)),
    [],
  );
});

/** A folder of its own for each run. */
const out = mkdtempSync(join(tmpdir(), 'attention-training-'));
after(() => rmSync(out, { recursive: true }));

test(
  'the training still runs, and writes folders that can be loaded',
  {
    skip: torch ? false : 'no python3 with torch and numpy',
  },
  () => {
    const options = ['all', '--small', '--steps', '2', '--out', out];
    const { status, stderr } = python(torch, 'train.py', ...options);
    assert.equal(status, 0, stderr);
    for (const name of ['translator', 'writer', 'reader']) {
      const folder = join(out, name);
      const shipped = fileURLToPath(new URL(`../${name}`, `file://${training}`));
      assert.deepEqual(readdirSync(folder), readdirSync(shipped), name);
      assert.ok(existsSync(join(out, 'fixtures', `${name}.safetensors`)));
      const keys = (at) => Object.keys(JSON.parse(readFileSync(join(at, 'config.json'), 'utf8')));
      assert.deepEqual(keys(folder), keys(shipped), name);
    }
  },
);
