import { answerWebhook } from "@koppeling/api/features/webhooks/answer-webhook";
import { getDeps } from "@/server/deps";
import { readClientAddress } from "@/server/peer-address";

/** Fathom's deliveries: the signature is all that lets one in, so there is no session and no origin to check. */
export function POST(request: Request): Promise<Response> {
  return answerWebhook(getDeps(), request, readClientAddress(request.headers));
}
