/** What the tests of the pure floors use of the browser's test library. */
export { expect } from 'chai';
