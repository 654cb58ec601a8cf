/** The client of the Vue app. */
import 'attention-elements/define';
import { makeApp } from './vue-app.mjs';

makeApp().mount('#app');
