/** The client of the React app. */
import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import 'attention-elements/define';
import { App } from './react-app.mjs';

hydrateRoot(globalThis.document.querySelector('#app'), createElement(App));
