import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';

// Before it is measured: one line in a wide window, a name and three lines in a narrow one.
const WIDE_ROW_PX = 59;
const NARROW_ROW_PX = 190;
const WIDE_LIST_PX = 992;

/** Rows above and below what is in sight, so that arrow keys and a quick scroll find them there. */
const SPARE_ROWS = 4;

export interface VisibleRow {
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
}

export interface VisibleRows {
  readonly rows: readonly VisibleRow[];
  /** The height of all rows together, in pixels. */
  readonly height: number;
  /** The ref of every row: its real height is taken as soon as it is drawn. */
  readonly measure: (row: HTMLElement | null) => void;
}

interface VisibleRowsOptions {
  readonly keys: readonly string[];
  readonly scroller: RefObject<HTMLElement | null>;
  readonly list: RefObject<HTMLElement | null>;
  /** A row that is kept wherever the list is scrolled to: it holds the focus. */
  readonly kept: number | undefined;
}

/** Which rows of a long list are drawn: those in sight, and the one that holds the focus. */
export function useVisibleRows({ keys, scroller, list, kept }: VisibleRowsOptions): VisibleRows {
  const { top, width } = usePlace(list);
  // It hands out functions that change without telling React; nothing here memoizes them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (width >= WIDE_LIST_PX ? WIDE_ROW_PX : NARROW_ROW_PX),
    // Rows come with the first drawing, before anything is measured: the list is no taller than the window.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    getItemKey: (index) => keys[index] ?? index,
    overscan: SPARE_ROWS,
    scrollMargin: top,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      if (kept === undefined || rows.includes(kept)) return rows;
      return [...rows, kept].toSorted((left, right) => left - right);
    },
  });
  return {
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, start: start - top })),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
  };
}

/** Where a list begins within what scrolls, and how wide it is, in pixels: what stands above it comes and goes. */
function usePlace(list: RefObject<HTMLElement | null>): { readonly top: number; readonly width: number } {
  const [top, setTop] = useState(0);
  const [width, setWidth] = useState(window.innerWidth);
  useLayoutEffect(() => {
    const measure = () => {
      setTop(list.current?.offsetTop ?? 0);
      setWidth(list.current?.offsetWidth ?? 0);
    };
    measure();
    const content = list.current?.closest('main')?.firstElementChild;
    if (content === null || content === undefined) return;
    const observer = new ResizeObserver(measure);
    observer.observe(content);
    return () => observer.disconnect();
  }, [list]);
  return { top, width };
}
