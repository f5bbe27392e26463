import type { BlockContext } from '../blocks/surface-context.js';
import type { Place } from '../requests.js';

/** The label's side of a form field: the id that it names, and whether the app refused what stands in it. */
export interface Field {
  readonly id: string;
  readonly hasError: boolean;
  /** Labelled by a fieldset's legend. */
  readonly isGroup: boolean;
  /** The app hears of each choice at once, and of a text by Enter. */
  readonly dispatches: boolean;
}

export interface ElementContext extends BlockContext {
  readonly place: Place;
  readonly field?: Field;
}

/** Attributes by which an element is found again after a redraw, and by which it says that the app is working on it. */
export function marks({ place, index, isPending, field }: ElementContext) {
  return {
    'data-block': index,
    'data-action': place.actionId,
    'data-value': place.value,
    'aria-busy': isPending(place) ? 'true' : undefined,
    'aria-invalid': field?.hasError ? 'true' : undefined,
    id: field?.isGroup ? undefined : field?.id,
  };
}
