import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Rule } from "~/shared/api/types";
import { DisableDialog } from "./disable-dialog";
import { EnableDialog } from "./enable-dialog";

interface RuleSwitchProps {
  rule: Rule;
  disabled?: boolean;
  /** Why it cannot be pressed. */
  why?: string | undefined;
  size?: "compact-sm" | "sm";
}

/** Enables or disables a rule from where it is listed; both ask first, and say what they will do. */
export function RuleSwitch({ rule, disabled = false, why, size = "compact-sm" }: RuleSwitchProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<"enable" | "disable" | null>(null);
  const off = rule.state === "draft" || rule.state === "disabled";
  const close = () => setAsking(null);
  return (
    <>
      <Button
        variant="default"
        size={size}
        disabled={disabled}
        title={why}
        aria-label={t(off ? "rules.enableNamed" : "rules.disableNamed", { name: rule.name })}
        onClick={() => setAsking(off ? "enable" : "disable")}
      >
        {t(off ? "rules.enable" : "rules.disable")}
      </Button>
      {asking === "enable" && <EnableDialog ruleId={rule.id} name={rule.name} close={close} />}
      {asking === "disable" && <DisableDialog ruleId={rule.id} name={rule.name} close={close} />}
    </>
  );
}
