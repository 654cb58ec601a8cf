/** React 19: arrays as properties, events by `on…`, a change by state; JSX. */
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'attention-elements/define';

const first = [
  [1, 0],
  [0.25, 0.75],
];
const second = [
  [0.5, 0.5],
  [1, 0],
];

function App() {
  const [changed, setChanged] = useState(false);
  globalThis.change = () => setChanged(true);
  return (
    <>
      <attention-view
        weights={changed ? second : first}
        tokens={['I', 'see']}
        view="matrix"
        topK={0}
        onattention-load={({ detail }) => globalThis.loads.push(detail.queries)}
        onattention-select={({ detail }) => globalThis.selections.push(detail)}
      />
      <transformer-diagram
        architecture="decoder"
        tokens={['I', 'see']}
        layers={2}
        focus={changed ? 'decoder.1' : 'decoder.0'}
        ondiagram-load={({ detail }) => globalThis.loads.push(detail.architecture.kind)}
        ondiagram-focus={({ detail }) => globalThis.focuses.push(detail.path)}
      />
    </>
  );
}
createRoot(globalThis.document.querySelector('#app')).render(<App />);
