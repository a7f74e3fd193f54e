import { Button, Modal } from "@mantine/core";
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
import { Reasons, useReasons } from "../reasons";

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
  const [reasons, setReasons] = useState<Record<string, string>>({});
  const [unsaid, setUnsaid] = useState(false);
  const found = foundIn(promote.error);
  const asking = useReasons(found);
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
            <Reasons asking={asking} reasons={reasons} onChange={setReasons} unsaid={unsaid} />
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
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => {
              setUnsaid(found.length > 0);
              if (asking.leadsBack(reasons)) return;
              promote.mutate({ rule: now, reasons: asking.given(reasons) }, { onSuccess: close });
            }}
          >
            {t("shadows.promote")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
