/** The same work, of which only so many are under way at once; whoever comes beside them gets the other answer right away. */
export function atMost<A extends unknown[], T>(
  most: number,
  work: (...args: A) => Promise<T>,
  otherwise: T,
): (...args: A) => Promise<T> {
  let underWay = 0;
  return async (...args) => {
    if (underWay >= most) return otherwise;
    underWay += 1;
    try {
      return await work(...args);
    } finally {
      underWay -= 1;
    }
  };
}
