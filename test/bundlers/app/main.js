/** Where the bundler makes files of whatever a module names by its address. */
import 'attention-elements/define';
import 'attention-elements/models/shipped';
