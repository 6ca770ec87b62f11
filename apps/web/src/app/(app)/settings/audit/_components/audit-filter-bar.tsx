"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Choice } from "@/components/ui/choice";
import { ExportLinks } from "@/components/ui/export-links";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { type AuditChoice, auditExportHref } from "./audit-filter";
import { useAuditWords } from "./use-audit-words";

type AuditFilterBarProps = {
  choice: AuditChoice;
  actions: readonly string[];
  users: readonly { id: string; email: string }[];
  onChange: (choice: AuditChoice) => void;
};

/** No code of an action and no id looks like this. */
const ALL = "all";

export function AuditFilterBar({ choice, actions, users, onChange }: AuditFilterBarProps) {
  const t = useTranslations("audit.filter");
  const words = useAuditWords();
  const id = useId();
  const lists = {
    action: actions.map((action) => [action, words.action(action)] as const),
    userId: users.map((user) => [user.id, user.email] as const),
  };
  return (
    <div className="grid items-end gap-3 sm:grid-cols-2 xl:grid-cols-[1fr_1fr_auto_auto_auto]">
      {(["action", "userId"] as const).map((field) => (
        <div key={field} className="grid min-w-0 gap-2">
          <Label htmlFor={`${id}-${field}`}>{t(field)}</Label>
          <Choice
            id={`${id}-${field}`}
            value={choice[field] || ALL}
            onChange={(value) => onChange({ ...choice, [field]: value === ALL ? "" : value })}
            choices={[
              { value: ALL, text: t(`${field}All`) },
              ...lists[field].map(([value, text]) => ({ value, text })),
            ]}
          />
        </div>
      ))}
      {(["from", "to"] as const).map((field) => (
        <div key={field} className="grid gap-2">
          <Label htmlFor={`${id}-${field}`}>{t(field)}</Label>
          <Input
            id={`${id}-${field}`}
            type="date"
            value={choice[field]}
            onChange={(event) => onChange({ ...choice, [field]: event.target.value })}
          />
        </div>
      ))}
      <ExportLinks href={auditExportHref(choice)} />
    </div>
  );
}
