import { expect } from '@open-wc/testing';
import { openModel } from '../../src/models/open-model.js';
import { expectRejection } from '../formats/helpers.js';
import { filesOf, takeApart } from './folder.js';
import { serve, servedUrl, type Served } from './serve.js';

describe('openModel(url) for several users of one address', () => {
  let served: Served;
  const options = { worker: false, cache: false };
  const ids = [3, 4, 5];
  const downloads = () => served.requests.filter((request) => request === 'm/config.json').length;
  beforeEach(async () => (served = serve(filesOf(await takeApart('qwen3-tiny')))));
  afterEach(() => served.stop());

  it('loads it once, and keeps it until the last has closed it', async () => {
    const seen: number[][] = [[], []];
    const [a, b] = await Promise.all(
      seen.map((own) => openModel(servedUrl('m/'), { ...options, onProgress: (loaded) => own.push(loaded) })),
    );
    expect(downloads()).to.equal(1);
    expect(seen[0]!.at(-1)).to.be.above(10_000);
    expect(seen[0]!.at(-1)).to.equal(seen[1]!.at(-1));
    a!.close();
    await expectRejection(a!.run({ ids }), 'unsupported', 'closed');
    expect((await b!.run({ ids })).parts).to.have.length(1);
    const c = await openModel(servedUrl('m/'), options);
    expect(downloads()).to.equal(1);
    b!.close();
    c.close();
    c.close();
    const d = await openModel(servedUrl('m/'), options);
    expect(downloads()).to.equal(2);
    d.close();
  });

  it('goes on for one when another no longer waits, and stops when nobody does', async () => {
    const first = new AbortController();
    const gone = openModel(servedUrl('m/'), { ...options, signal: first.signal });
    const stays = openModel(servedUrl('m/'), options);
    first.abort(new Error('no longer'));
    expect(await gone.catch((error: Error) => error.message)).to.equal('no longer');
    (await stays).close();
    expect(downloads()).to.equal(1);

    const only = new AbortController();
    const alone = openModel(servedUrl('m/'), { ...options, signal: only.signal });
    only.abort(new Error('no longer'));
    expect(await alone.catch((error: Error) => error.message)).to.equal('no longer');
    (await openModel(servedUrl('m/'), options)).close();
    // the one that nobody waited for may not have got that far
    expect(downloads()).to.be.within(2, 3);
  });

  it('tries anew after a failure', async () => {
    served.stop();
    served = serve({});
    await expectRejection(openModel(servedUrl('m/'), options), 'network', '404');
    served.stop();
    served = serve(filesOf(await takeApart('qwen3-tiny')));
    (await openModel(servedUrl('m/'), options)).close();
  });

  it('ends what one user has running when that one closes, and nothing else', async () => {
    const a = await openModel(servedUrl('m/'), options);
    const b = await openModel(servedUrl('m/'), options);
    const running = [a.run({ ids }), b.run({ ids })] as const;
    a.close();
    await expectRejection(running[0], 'unsupported', 'closed');
    expect((await running[1]).parts).to.have.length(1);
    b.close();
  });
});
