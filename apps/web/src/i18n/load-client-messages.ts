import { getMessages } from "next-intl/server";

/** What components in the browser may need: all but the long texts that only the server renders. */
export async function loadClientMessages() {
  const { faq: _serverOnly, ...messages } = await getMessages();
  return messages;
}
