"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { resolveSkippedSchema } from "@koppeling/api/features/skipped/resolve-skipped-schema";
import { useTranslations } from "next-intl";
import { useForm, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Form, FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { TextField } from "@/components/ui/text-field";
import type { Rep } from "../../reps/_components/rep";
import type { SkippedGroup } from "./skipped-group";
import type { ResolveInput, SkippedResolving } from "./use-resolve-skipped";

type SkippedLinkDialogProps = {
  open: boolean;
  /** Null while it is closed. */
  group: SkippedGroup | null;
  reps: readonly Rep[];
  resolving: SkippedResolving;
  onClose: () => void;
};

/** Another rep than the suggested one, or a new one. */
export function SkippedLinkDialog({ open, group, reps, resolving, onClose }: SkippedLinkDialogProps) {
  const t = useTranslations("skipped.dialog");
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>
            {t("description", { email: group?.recorderEmail ?? "", count: group?.brings ?? 0 })}
          </DialogDescription>
        </DialogHeader>
        {group?.recorderEmail && (
          <SkippedLinkForm
            group={{ ...group, recorderEmail: group.recorderEmail }}
            reps={reps.filter((rep) => rep.archivedAt === null)}
            resolving={resolving}
            onDone={onClose}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

type SkippedLinkFormProps = {
  group: SkippedGroup & { recorderEmail: string };
  /** Those who can be chosen. */
  reps: readonly Rep[];
  resolving: SkippedResolving;
  onDone: () => void;
};

/** The choice that makes a new rep; no id of a rep looks like this. */
const NEW_REP = "new";

function SkippedLinkForm({ group, reps, resolving, onDone }: SkippedLinkFormProps) {
  const t = useTranslations("skipped.dialog");
  const common = useTranslations("common");
  const { recorderEmail } = group;
  const asNewRep = {
    action: "new_rep",
    recorderEmail,
    name: group.recorderName ?? "",
    team: group.teams[0] ?? "",
  } as const;
  const form = useForm<ResolveInput, unknown, ResolveInput>({
    resolver: zodResolver(resolveSkippedSchema),
    defaultValues: reps.length === 0 ? asNewRep : { action: "alias", recorderEmail, salesRepId: "" },
  });
  const isNew = useWatch({ control: form.control, name: "action" }) === "new_rep";
  const chosen = useWatch({ control: form.control, name: "salesRepId" });

  const submit = form.handleSubmit(async (input) => {
    const name = input.action === "alias" ? reps.find(({ id }) => id === input.salesRepId)?.name : input.name;
    const done = await resolving.link(
      input.action === "alias" ? input : { ...input, team: input.team || null },
      name ?? "",
    );
    if (done) onDone();
  });

  return (
    <Form {...form}>
      <form noValidate className="grid gap-5" onSubmit={(event) => void submit(event)}>
        <FormField
          control={form.control}
          name="salesRepId"
          render={({ field }) => (
            <FormItem>
              <FormLabel>{t("rep")}</FormLabel>
              <FormControl>
                <Combobox
                  ref={field.ref}
                  value={isNew ? NEW_REP : (field.value ?? "")}
                  onChange={(choice) =>
                    form.reset(
                      choice === NEW_REP ? asNewRep : { action: "alias", recorderEmail, salesRepId: choice },
                    )
                  }
                  placeholder={t("choose")}
                  choices={[
                    { value: NEW_REP, text: t("newRep") },
                    ...reps.map(({ id, name }) => ({ value: id, text: name })),
                  ]}
                />
              </FormControl>
              <FormMessage />
            </FormItem>
          )}
        />
        {isNew && (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField<ResolveInput> name="name" label={t("name")} maxLength={300} autoComplete="off" />
            <TextField<ResolveInput> name="team" label={t("team")} maxLength={300} autoComplete="off" />
          </div>
        )}
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">{common("cancel")}</Button>
          </DialogClose>
          <Button type="submit" pending={form.formState.isSubmitting}>
            {isNew || !chosen ? t("submitNew") : t("submit")}
          </Button>
        </DialogFooter>
      </form>
    </Form>
  );
}
