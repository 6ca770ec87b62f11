import { zodResolver } from "@hookform/resolvers/zod";
import { z } from "zod";

export const acceptInviteResolver = zodResolver(
  z.object({ password: z.string().min(12, "tooShort").max(1024, "tooLong") }),
);
