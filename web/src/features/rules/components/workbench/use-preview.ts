import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { previewQuery } from "../../api/preview-text";
import type { Preview } from "../../api/types";

/** Nobody has typed for this long: the text is worth asking about. */
const SETTLED_MS = 900;

export interface PreviewState {
  preview: Preview | undefined;
  error: Error | null;
  running: boolean;
  /** What is shown belongs to an earlier text. */
  stale: boolean;
  runNow: () => void;
}

interface Asked {
  text: string;
  overrides: Record<string, string>;
}

/**
 * What the text would do now: asked when the writer pauses, given up when they go on, and shown with its age until the next
 * answer is there. A text with an error is not asked about.
 */
export function usePreview(
  { text, overrides }: Asked,
  rule: string | undefined,
  faulty: boolean,
): PreviewState {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>({ text, overrides });
  const moved = asked.text !== text || asked.overrides !== overrides;
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...previewQuery({ ...asked, rule }),
    placeholderData: keepPreviousData,
    enabled: !moved,
  });

  useEffect(() => {
    if (!moved) return;
    void queries.cancelQueries({ queryKey: ["preview"] });
    if (faulty) return;
    const timer = setTimeout(() => setAsked({ text, overrides }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [moved, text, overrides, faulty, queries]);

  const runNow = useCallback(() => {
    if (moved) setAsked({ text, overrides });
    else void refetch();
  }, [moved, text, overrides, refetch]);

  return {
    preview: data,
    error: moved ? null : error,
    running: isFetching || (moved && !faulty),
    stale: moved || isPlaceholderData,
    runNow,
  };
}
