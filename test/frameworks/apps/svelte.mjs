/** Svelte 5: a component that its own compiler has compiled. */
import { mount } from 'svelte';
import Figure from './Figure.svelte';

mount(Figure, { target: globalThis.document.querySelector('#app') });
