import { useQuery } from "@tanstack/react-query";
import { decisionQuery } from "~/features/decisions/api/get-decision";
import { NotAnalysable } from "~/features/rules/components/not-analysable";

/** The mark beside what a rule proposed, by the text that decided: a later version of the rule changes nothing about it. */
export function RuleMark({ decisionId }: { decisionId: string }) {
  const { data } = useQuery(decisionQuery(decisionId));
  return data?.rule.is_analysable === false ? <NotAnalysable /> : null;
}
