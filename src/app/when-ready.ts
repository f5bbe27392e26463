type AsyncMethods<T> = { readonly [K in keyof T]: (...args: never[]) => Promise<unknown> };

/** Stands for something that is still being opened: each call waits for it. */
export function whenReady<T extends AsyncMethods<T>>(opening: Promise<T>): T {
  // Where it cannot be opened, each call is told; without any call nobody needs to be.
  opening.catch(() => {});
  return new Proxy({} as T, {
    get(_, name) {
      // Awaiting the stand-in itself must give the stand-in.
      if (name === 'then') return undefined;
      return async (...args: never[]) => await (await opening)[name as keyof T](...args);
    },
  });
}
