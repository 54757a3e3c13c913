// What a desk says, before the socket numbers it.
import type { DeskUpstream } from "../../generated/types";

type Unnumbered<Message> = Message extends { readonly number: number } ? Omit<Message, "number"> : never;

export type Said = Unnumbered<DeskUpstream>;
