import { cleanText } from "@koppeling/fathom/clean-text";
import * as z from "zod";

/** Text that a person types: what PostgreSQL cannot hold (NUL, half a character) is cut out rather than an error there. */
export const inputText = () => z.string().overwrite((text) => cleanText(text).trim());

/** An instant that PostgreSQL and the screens can show; JavaScript's own go 270,000 years further both ways. */
export const inputInstant = () => z.date().min(new Date("1900-01-01")).max(new Date("2200-01-01"));

/** A recording's id, negative for one that could not be read; 19 digits may be more than a bigint of PostgreSQL holds. */
export const inputRecordingId = () =>
  z
    .string()
    .regex(/^-?\d{1,19}$/, { abort: true })
    .refine((text) => BigInt.asIntN(64, BigInt(text)) === BigInt(text));
