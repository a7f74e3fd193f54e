import { Button, Modal, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "~/shared/api/problem";
import { Coded } from "~/shared/ui/coded";
import { IconAlertTriangle, IconPlayerPlay } from "~/shared/ui/icons";
import { type RuleOnPage, ruleQuery } from "../../api/get-rule";
import { usePromoteShadow } from "../../api/promote-shadow";
import type { Diagnostic } from "../../api/types";
import { ChangeFailure } from "../change-failure";
import dialogs from "../dialogs.module.css";

/** What the server wants somebody to take a second look at before the text goes to work. */
function foundIn(error: unknown): readonly Diagnostic[] {
  if (!isProblem(error, 409) || !Array.isArray(error.more.diagnostics)) return [];
  return error.more.diagnostics as Diagnostic[];
}

/** Before a shadow's text goes to work: what follows, and what was found about it. */
export function PromoteDialog({ rule, close }: { rule: RuleOnPage; close: () => void }) {
  const { t } = useTranslation();
  const { data: now = rule, refetch } = useQuery({ ...ruleQuery(rule.id), staleTime: 0 });
  const promote = usePromoteShadow();
  const [reason, setReason] = useState("");
  const found = foundIn(promote.error);
  const accept = [...new Set(found.map(({ code }) => code))];
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t("shadows.promoteTitle")}
      closeButtonProps={{ "aria-label": t("actions.cancel") }}
    >
      <div className={dialogs.dialog}>
        <p className={dialogs.lead}>{t("shadows.promoteLead", { name: rule.name })}</p>
        {found.length > 0 ? (
          <>
            <section className={dialogs.part} aria-label={t("rules.warnings.title")}>
              <h3 className={dialogs.head}>{t("shadows.promoteFound", { count: found.length })}</h3>
              <ul className={dialogs.accounts}>
                {found.map(({ code, message, help, span }) => (
                  <li key={`${code} ${span.start.line} ${message}`}>
                    <IconAlertTriangle size={17} stroke={2} role="img" aria-label={code} />
                    <span className={dialogs.account}>
                      <b>
                        <Coded text={message} />
                      </b>
                      {help && (
                        <span className={dialogs.why}>
                          <Coded text={help} />
                        </span>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
            <Textarea
              label={t("shadows.reason")}
              description={t("shadows.reasonHelp")}
              autosize
              minRows={2}
              maxRows={5}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </>
        ) : (
          promote.error && <ChangeFailure error={promote.error} again={() => void refetch()} />
        )}
        <div className={dialogs.answers}>
          <Button variant="default" onClick={close}>
            {t("actions.cancel")}
          </Button>
          <Button
            data-autofocus
            loading={promote.isPending}
            disabled={found.length > 0 && reason.trim() === ""}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() =>
              promote.mutate(
                { rule: now, accept, reason: accept.length > 0 ? reason.trim() : null },
                { onSuccess: close },
              )
            }
          >
            {t("shadows.promote")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
