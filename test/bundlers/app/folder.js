/** Where the models are a folder that somebody has copied. */
import 'attention-elements/define';
import { setShippedModels } from 'attention-elements/models';

setShippedModels('./models/');
