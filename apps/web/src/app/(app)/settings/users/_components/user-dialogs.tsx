"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { InviteLink } from "./use-user-actions";
import { UserInviteForm } from "./user-invite-form";
import { UserInviteLink } from "./user-invite-link";

type UserDialogsProps = {
  open: boolean;
  /** The link to pass on; null while the form asks whom to invite. */
  link: InviteLink | null;
  onInvited: (link: InviteLink) => void;
  onClose: () => void;
};

/** Inviting somebody, and the link that comes of it. */
export function UserDialogs({ open, link, onInvited, onClose }: UserDialogsProps) {
  const close = (next: boolean) => !next && onClose();
  return (
    <>
      <Dialog open={open && link === null} onOpenChange={close}>
        <DialogContent aria-describedby={undefined}>
          <UserInviteForm onInvited={onInvited} />
        </DialogContent>
      </Dialog>
      <Dialog open={link !== null} onOpenChange={close}>
        <DialogContent>{link && <UserInviteLink link={link} />}</DialogContent>
      </Dialog>
    </>
  );
}
