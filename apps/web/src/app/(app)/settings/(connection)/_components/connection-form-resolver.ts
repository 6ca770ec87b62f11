import { zodResolver } from "@hookform/resolvers/zod";
import { connectionFormSchema } from "./connection-form-schema";

export const connectionFormResolver = zodResolver(connectionFormSchema);
