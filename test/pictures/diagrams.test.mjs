import { testSheets } from './pictures.mjs';
import { sheets } from './views.mjs';

testSheets(Object.keys(sheets).filter((name) => name.startsWith('diagram')));
