/** A page of a list, as the server gives it. */
export interface ListPage<Row> {
  data: readonly Row[];
  next_cursor?: string | null;
}

/** As many rows as the server gives in one page. */
const MOST = 500;

/** A whole list, however many pages that is; `read` is given the query of each. */
export async function everyPage<Row>(
  read: (query: { limit: number; cursor?: string }) => Promise<ListPage<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: MOST, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}
