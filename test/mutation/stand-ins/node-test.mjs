/** The tests of Node's own runner, as Mocha's. */
const { after, before, describe, it } = globalThis;
export { after, before, describe, it };
export default it;
