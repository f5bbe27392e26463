import { watch } from 'node:fs';

/** Calls `onChange` once for changes that come close together, such as those of a compiler or an editor. */
export const watchFolder = (folder, { matters = () => true, pauseMs = 200 }, onChange) => {
  let timer;
  return watch(folder, { recursive: true }, (_, file) => {
    if (file === null || !matters(file)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, pauseMs);
  });
};
