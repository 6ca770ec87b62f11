import { zodResolver } from "@hookform/resolvers/zod";
import { z } from "zod";

export const signInResolver = zodResolver(
  z.object({
    email: z.string().trim().min(1, "emailRequired").pipe(z.email("emailShape")),
    password: z.string().min(1, "passwordRequired"),
    code: z.string().trim(),
  }),
);
