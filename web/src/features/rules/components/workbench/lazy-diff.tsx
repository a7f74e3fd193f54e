import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { RowsSkeleton } from "~/shared/ui/states";

const TextDiff = lazy(async () => ({ default: (await import("~/shared/editor/text-diff")).TextDiff }));

interface Side {
  text: string;
  label: string;
}

/** Two texts and what changed between them; its code comes when somebody looks at one. */
export function LazyDiff({ before, after }: { before: Side; after: Side }) {
  const narrow = useMediaQuery("(max-width: 60em)", false, { getInitialValueInEffect: false });
  return (
    <Suspense fallback={<RowsSkeleton rows={6} height={28} />}>
      <TextDiff before={before} after={after} beside={!narrow} />
    </Suspense>
  );
}
