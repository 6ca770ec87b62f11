"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { timeZone } from "@/i18n/locales";
import { dayOf } from "@/lib/zoned-day";
import { type SyncWindow, type WindowProblem, windowChoices } from "./sync-window";

const labels = { "24": "hours24", "168": "hours168", "720": "hours720", custom: "custom" } as const;

type SyncWindowPickerProps = {
  window: SyncWindow;
  problem: WindowProblem | null;
  onChange: (window: SyncWindow) => void;
};

export function SyncWindowPicker({ window, problem, onChange }: SyncWindowPickerProps) {
  const t = useTranslations("sync.panel");
  const id = useId();
  return (
    <div className="flex flex-col gap-4">
      <RadioGroup
        aria-label={t("window")}
        value={window.choice}
        onValueChange={(value) => {
          const choice = windowChoices.find((known) => known === value);
          if (choice) onChange({ ...window, choice });
        }}
      >
        {windowChoices.map((value) => (
          <RadioGroupItem key={value} value={value}>
            {t(labels[value])}
          </RadioGroupItem>
        ))}
      </RadioGroup>
      {window.choice === "custom" && (
        <div className="grid gap-4 sm:max-w-md sm:grid-cols-2">
          {(["from", "to"] as const).map((field) => (
            <div key={field} className="grid content-start gap-2">
              <Label htmlFor={`${id}-${field}`}>{t(field)}</Label>
              <Input
                id={`${id}-${field}`}
                type="date"
                max={dayOf(new Date(), timeZone)}
                value={window[field]}
                aria-invalid={problem?.field === field || undefined}
                aria-describedby={`${id}-${field}-problem`}
                onChange={(event) => onChange({ ...window, [field]: event.target.value })}
              />
              <p
                id={`${id}-${field}-problem`}
                aria-live="polite"
                className="text-sm text-danger-text empty:hidden"
              >
                {problem?.field === field && t(problem.message)}
              </p>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
