"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { addressSchema } from "@koppeling/api/address-schema";
import { newSalesRepSchema } from "@koppeling/api/features/sales-reps/sales-rep-schemas";
import { useTranslations } from "next-intl";
import { type FieldPath, useForm } from "react-hook-form";
import { toast } from "sonner";
import * as z from "zod";
import { Button } from "@/components/ui/button";
import { DialogClose, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import { useUnsavedChanges } from "@/lib/unsaved-changes";
import { readAppError } from "@/trpc/app-error";
import { trpc } from "@/trpc/client";
import type { Rep } from "./rep";
import { RepAliasesField } from "./rep-aliases-field";

const schema = newSalesRepSchema.extend({
  // A row that was left empty is no address, and no fault either.
  aliases: z.array(z.object({ email: z.literal("").or(addressSchema) })).max(20),
});
type RepFormValues = z.input<typeof schema>;

type RepFormProps = {
  /** Null for a new one. */
  rep: Rep | null;
  onDone: () => void;
};

export function RepForm({ rep, onDone }: RepFormProps) {
  const t = useTranslations("reps");
  const common = useTranslations("common");
  const utils = trpc.useUtils();
  const create = trpc.salesReps.create.useMutation();
  const update = trpc.salesReps.update.useMutation();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      name: rep?.name ?? "",
      email: rep?.email ?? "",
      team: rep?.team ?? "",
      aliases: rep?.aliases.map((email) => ({ email })) ?? [],
    },
  });

  useUnsavedChanges(form.formState.isDirty && !form.formState.isSubmitSuccessful);

  const save = form.handleSubmit(async ({ name, email, team, aliases }) => {
    const input = {
      name,
      email,
      team: team || null,
      aliases: aliases.flatMap((alias) => (alias.email === "" ? [] : [alias.email])),
    };
    try {
      const saved = rep
        ? await update.mutateAsync({ id: rep.id, ...input })
        : await create.mutateAsync(input);
      toast.success(t(rep ? "toast.saved" : "toast.added", { name: saved.name }), {
        description: rep ? undefined : t("toast.refreshHint"),
      });
      onDone();
    } catch (error) {
      showError(error);
      return;
    }
    await Promise.all([
      utils.salesReps.invalidate(),
      utils.overview.get.invalidate(),
      utils.calls.invalidate(),
    ]);
  });

  function showError(error: unknown) {
    const { appCode, message, fieldErrors } = readAppError(error);
    const faults: [FieldPath<RepFormValues>, string | undefined][] = [
      ["name", fieldErrors.name?.[0]],
      ["email", appCode === "email_taken" ? "rep_email_taken" : fieldErrors.email?.[0]],
      ["team", fieldErrors.team?.[0]],
      ["aliases", fieldErrors.aliases?.[0]],
    ];
    const found = faults.filter(([, code]) => code !== undefined);
    for (const [field, code] of found) {
      form.setError(field, { message: code }, { shouldFocus: field === found[0]?.[0] });
    }
    if (found.length === 0) toast.error(message ?? t("toast.failed"));
  }

  return (
    <Form {...form}>
      <form noValidate className="grid gap-5" onSubmit={(event) => void save(event)}>
        <DialogHeader>
          <DialogTitle>{rep ? t("form.titleEdit", { name: rep.name }) : t("form.titleAdd")}</DialogTitle>
        </DialogHeader>
        <TextField<RepFormValues> name="name" label={t("form.name.label")} autoComplete="off" />
        <TextField<RepFormValues>
          name="email"
          label={t("form.email.label")}
          description={t("form.email.description")}
          type="email"
          autoComplete="off"
        />
        <TextField<RepFormValues>
          name="team"
          label={
            <>
              {t("form.team.label")}
              <span className="font-normal text-muted-foreground">{t("form.optional")}</span>
            </>
          }
          autoComplete="off"
        />
        <RepAliasesField />
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{common("cancel")}</Button>
          </DialogClose>
          <Button type="submit" pending={form.formState.isSubmitting}>
            {rep ? common("save") : t("form.add")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
