import { TransformerDiagram } from '../elements/transformer-diagram.js';
import { define } from './define.js';

define('transformer-diagram', TransformerDiagram);
