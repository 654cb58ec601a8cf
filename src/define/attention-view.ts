import { AttentionView } from '../elements/attention-view.js';
import { define } from './define.js';

define('attention-view', AttentionView);
