import { startWindow } from './start-window.js';

await startWindow(document.body);
