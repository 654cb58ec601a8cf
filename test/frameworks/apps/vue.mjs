/** Vue 3: a component that its own compiler has compiled, with `:weights.prop` and `@attention-load` in the template. */
import { createApp } from 'vue';
import Figure from './Figure.vue';

createApp(Figure).mount('#app');
