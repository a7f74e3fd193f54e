import { Button, type ButtonProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface LoadMoreProps extends Pick<ButtonProps, "variant" | "fullWidth" | "mt"> {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Reads the next page of a list that has one. */
export function LoadMore({ list, variant = "default", ...look }: LoadMoreProps) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <Button
      {...look}
      variant={variant}
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t("state.loadMore")}
    </Button>
  );
}
